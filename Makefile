# Every target sets itself up: a fresh clone needs only Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: demo test test-all test-llama check format serve preview bench score lock docs clean

demo: $(READY)  ## build three editions from a made-up newsroom: no key, no network
	@$(BIN)/aiintel demo

serve: $(READY)  ## the Dagster UI and the daily schedule, on 127.0.0.1:3000
	@$(BIN)/aiintel serve

preview: $(READY)  ## the posts as a website, on 127.0.0.1:1313
	@$(BIN)/aiintel preview

test: $(READY)  ## all tests but the slow ones
	@$(BIN)/pytest -q -n 2 -m "not slow"

test-all: $(READY)  ## the slow tests too
	@$(BIN)/pytest -q -n 2

test-llama: $(READY)  ## an edition by a real model server, llama.cpp with a tiny random model: installs 250 MB more
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-llama.lock
	@$(BIN)/pytest -q aiintel_tests/scenarios/test_llama.py

check: $(READY)  ## lint, types, import contracts, Dagster definitions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@PYTHONWARNINGS=ignore $(BIN)/dagster definitions validate --log-level warning
	@echo "all checks passed"

format: $(READY)  ## put the code into its standard shape
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: $(READY)  ## speed and memory, measured side by side
	@$(BIN)/python -m aiintel_tests.bench

score: $(READY)  ## how right the text and topic rules are, plain baselines beside them
	@$(BIN)/python -m aiintel_tests.score $(PARTS)

docs: $(READY)  ## renew the parts of the README that follow from the code
	@$(BIN)/python -m aiintel_tests.readme

lock: $(READY)  ## renew the lock files from pyproject.toml
	@$(LOCK) --extra preview --group dev pyproject.toml -o requirements.lock
	@$(LOCK) --group pyproject.toml:llama -c requirements.lock -o requirements-llama.lock

clean:  ## remove everything that was built, the demo and its posts included; real editions stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info .tmp_dagster_home_*
	@if [ -e data/DEMO ]; then find data -mindepth 1 ! -path data/dagster ! -path data/dagster/dagster.yaml -delete; fi
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit("aiintel needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "installing into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
