"""Find the lines of a consumer's code that a change breaks."""
