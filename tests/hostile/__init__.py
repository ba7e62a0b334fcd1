"""Hostile accounts, made by hypothesis: each is generated and imported under an audit hook, and every field is used."""
