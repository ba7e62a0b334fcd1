"""Convert values to and from the API's forms: typed values, decimals, times and JSON."""
