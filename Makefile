# make demo           the main job, end to end
# make test           all tests
# make test-lowest    all tests, with the lowest versions of the dependencies that pyproject.toml allows
# make test-interop   linters and client generators on the exported documents; needs npm and Java, skipped without them
# make test-typescript   the example in TypeScript, against the sandbox; needs Node.js 22.18, skipped without it
# make lint           ruff, mypy, the import contract and deptry
# make docs           regenerate what the documentation takes from the code
# make test-site      the reference site in headless Chromium; BROWSER is its path, if it is not found
# make scalar         fetch what the reference site vendors, with npm, and check its hash
# make generated      regenerate the committed output for the sandbox's account
# make compare-black  the output for large, hostile and drawn accounts against black; for SECONDS (60), from SEED
# make bench          what generating costs, and what the generated client costs
# make bench-bulk     what reading bulk exports costs
# make test-sync      kill syncs of a local copy at KILLS (24) places each, and resume them
# make test-pipelines the examples for dlt and Spark, in an environment of their own; Spark needs Java
# make stress-client  CALLS (50000) faulty calls to the sandbox from processes, threads and event loops
# make fuzz           hostile accounts: SCHEMAS (10000) of them, for at most SECONDS (1800), from SEED
# make fuzz-sandbox   random requests to the sandbox for SECONDS (180), from SEED (a different one each time)
#
# Each target sets up .venv first where that is needed; all it takes is Python 3.11 or newer, as `python3` or PYTHON.

PYTHON ?= python3
VENV := .venv
LOWEST := .venv-lowest
PIPELINES := .venv-pipelines
SCRIPTS := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
BIN := $(VENV)/$(SCRIPTS)
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

SCHEMAS ?= 10000
CALLS ?= 50000
KILLS ?= 24
SECONDS ?=
SEED ?=

.PHONY: demo test test-lowest test-interop test-typescript test-site scalar lint bench bench-bulk bench-client bench-generator test-sync test-pipelines stress-client generated compare-black docs fuzz fuzz-sandbox clean

demo: $(READY)
	@$(BIN)/python examples/demo.py

test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist worksteal -q

test-lowest:
	@$(PYTHON) -m venv $(LOWEST)
	@$(LOWEST)/$(SCRIPTS)/python -m pip install --quiet --disable-pip-version-check uv
	@$(LOWEST)/$(SCRIPTS)/uv pip install --quiet --python $(LOWEST) --resolution lowest-direct --editable . --group test
	@$(LOWEST)/$(SCRIPTS)/python -m pytest -n auto --dist worksteal -q $(TESTS)

# REQUIRE=1 fails where npm or Java is missing.
test-interop: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m interop $(if $(REQUIRE),--require)

test-site: $(READY)
	@$(PIP) --group site
	@$(if $(BROWSER),BROWSER=$(BROWSER)) $(BIN)/python -m pytest -q -n 0 tests/reference/test_browser.py

scalar: $(READY)
	@$(BIN)/python tools/vendor_scalar.py

test-typescript: $(READY)
	@$(BIN)/python -m pytest -q -n 0 -rs tests/sandbox/test_remote_control.py -k typescript

# The modules of tests/runtime and benchmarks are imported without a package, so mypy checks each folder on its own.
lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@rm -rf build/runtime && mkdir -p build && cp -R generated/yulsn_client/_runtime build/runtime
	MYPYPATH=build:tests/runtime $(BIN)/mypy tests/runtime/*.py
	MYPYPATH=benchmarks $(BIN)/mypy benchmarks
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry generator

fuzz: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m hostile --schemas $(SCHEMAS) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

fuzz-sandbox: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

# They measure time, so they run one after the other, whatever MAKEFLAGS is.
bench:
	@$(MAKE) --no-print-directory -j1 bench-client bench-generator

bench-client: $(READY)
	@PYTHONPATH=generated $(BIN)/python benchmarks/client.py

bench-bulk: $(READY)
	@PYTHONPATH=generated $(BIN)/python benchmarks/bulk.py

test-sync: $(READY)
	@SYNC_KILLS=$(KILLS) $(BIN)/python -m pytest -n 0 -q tests/package/test_sync_killed.py

test-pipelines:
	@$(PYTHON) -m venv $(PIPELINES)
	@$(PIPELINES)/$(SCRIPTS)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@$(PIPELINES)/$(SCRIPTS)/python -m pip install --quiet --disable-pip-version-check --editable . --group test --group pipelines
	@$(PIPELINES)/$(SCRIPTS)/python -m pytest -q tests/pipelines

stress-client: $(READY)
	@PYTHONPATH=tests:generated $(BIN)/python -m package.stress --calls $(CALLS) $(if $(SEED),--seed $(SEED))

# Installs the generators it compares with into environments of their own. QUICK=1 takes about a minute; PARTS selects
# some of the parts.
bench-generator: $(READY)
	@$(BIN)/python benchmarks/generator.py $(if $(QUICK),--quick) $(PARTS)

# A test compares the committed output with what the generator makes.
generated: $(READY)
	@rm -rf generated
	@$(BIN)/yulsn-codegen generate --sandbox --out generated
	@$(BIN)/black --quiet --check --diff --line-length 120 --target-version py311 generated

# Also with the lowest version of black that pyproject.toml allows, if `make test-lowest` has set up its environment.
compare-black: $(READY)
	@for python in $(BIN)/python $(wildcard $(LOWEST)/$(SCRIPTS)/python); do \
	  PYTHONPATH=tests $$python -m rendering.against_black $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) || exit 1; \
	done

# The tables in docs/reference/ are written from the code, and the outputs on the pages from what their blocks do.
docs: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m docs

$(READY): pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) 'pip>=25.1'  # the first that knows dependency groups
	@$(PIP) --editable . --group dev
	@touch $@

clean:
	rm -rf $(VENV) $(LOWEST) $(PIPELINES) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
