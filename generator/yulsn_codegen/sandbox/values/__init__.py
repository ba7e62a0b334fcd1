"""Values as the API writes them: typed members, decimals, times and JSON."""
