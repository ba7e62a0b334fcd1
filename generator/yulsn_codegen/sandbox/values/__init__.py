"""Values as the API writes them: typed values, decimals, times and JSON."""
