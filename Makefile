# make demo: the main job, end to end.   make test: all tests.   make fuzz-sandbox: random requests on the sandbox, for
# SECONDS (180), from SEED (another each time).   make bench: what the client costs.   All do their own set-up in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

SECONDS ?= 180
SEED ?=

.PHONY: demo test bench generated fuzz-sandbox clean

demo: $(READY)
	@$(BIN)/python examples/demo.py

test: $(READY)
	@$(BIN)/python -m pytest -n auto -q

fuzz-sandbox: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

# The libraries that the client is measured against are installed for it alone.
bench: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@PYTHONPATH=generated $(BIN)/python benchmarks/client.py

# What is committed under generated/ is made from the sandbox's account; a test holds it to that.
generated: $(READY)
	@rm -rf generated
	@$(BIN)/yulsn-codegen generate --sandbox --out generated

$(READY): pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,fuzz]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
