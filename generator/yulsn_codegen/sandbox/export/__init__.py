"""Bulk exports: what they can contain, and how CSV files are written."""
