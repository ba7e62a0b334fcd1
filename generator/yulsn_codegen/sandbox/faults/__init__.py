"""Inject faults: parse their rules, decide which requests they hit, and alter responses."""
