# make demo: the main job, end to end.   make test: all tests.   make fuzz-sandbox: random requests on the sandbox, for
# SECONDS (180), from SEED (another each time).   make fuzz: hostile accounts, SCHEMAS (10000) of them but for no longer
# than SECONDS (1800), from SEED.   make bench: what the client and generating cost.   All do their own set-up in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

SCHEMAS ?= 10000
SECONDS ?=
SEED ?=

.PHONY: demo test bench bench-client bench-generator generated docs fuzz fuzz-sandbox clean

demo: $(READY)
	@$(BIN)/python examples/demo.py

test: $(READY)
	@$(BIN)/python -m pytest -n auto -q

fuzz: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m hostile --schemas $(SCHEMAS) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

fuzz-sandbox: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

# One after the other, whatever MAKEFLAGS say: they measure time.
bench:
	@$(MAKE) --no-print-directory -j1 bench-client bench-generator

# The libraries that the client is measured against are installed for it alone.
bench-client: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@PYTHONPATH=generated $(BIN)/python benchmarks/client.py

# The other generators are installed by it, into environments of their own. QUICK=1 takes a minute or so; PARTS names some.
bench-generator: $(READY)
	@$(BIN)/python benchmarks/generator.py $(if $(QUICK),--quick) $(PARTS)

# What is committed under generated/ is made from the sandbox's account; a test holds it to that.
generated: $(READY)
	@rm -rf generated
	@$(BIN)/yulsn-codegen generate --sandbox --out generated

# The tables in docs/reference/ are written from the code, and the outputs on the pages from what their blocks do.
docs: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m docs

$(READY): pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,fuzz]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
