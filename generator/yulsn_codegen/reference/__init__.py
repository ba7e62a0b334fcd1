"""Make a static reference of the API for one account, with samples that use the account's own package."""
