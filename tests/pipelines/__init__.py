"""The examples for data pipelines. `make test-pipelines` installs what they need."""
