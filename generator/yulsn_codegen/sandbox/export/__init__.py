"""Bulk exports: what they can hold, and the CSV files that hold it."""
