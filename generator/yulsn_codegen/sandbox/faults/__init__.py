"""Fault injection: parsing rules, deciding which requests they strike, and altering responses."""
