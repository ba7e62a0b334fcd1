"""Write bulk exports: define what they can contain, and write them as CSV."""
