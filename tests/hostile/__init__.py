"""Generate packages of hostile accounts, import each under an audit hook, and use every field."""
