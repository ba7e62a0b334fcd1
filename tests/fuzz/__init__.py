"""Random requests against a live sandbox, made and judged by schemathesis from the exported description."""
