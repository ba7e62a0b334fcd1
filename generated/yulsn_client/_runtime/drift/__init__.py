"""Find, classify and report the differences between two account schemas."""
