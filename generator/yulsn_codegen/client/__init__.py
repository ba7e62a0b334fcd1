"""The client package as a tree: decide every name, tailor the description, build the tree that templates print."""
