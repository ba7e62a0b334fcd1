"""Hostile accounts: made by hypothesis, generated, imported under watch, and every field sent there and back."""
