# Everything starts with `make run` and `make test`; on Windows: py .ci\bootstrap.py run (or test, build).

PYTHON ?= python3
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help prepare run test check demo bench build catalogues lock clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

prepare: ## Make .venv and install what requirements.lock names (only when it changed)
	@$(PYTHON) .ci/bootstrap.py prepare

run: ## Open the program with a sample audit; without a display: make the demonstration audit
	@$(PYTHON) .ci/bootstrap.py run

test: ## Run all tests; ARGS="-k signing" for some
	@$(PYTHON) .ci/bootstrap.py test $(ARGS)

check: prepare ## Style, types, layers, database schema, translations and the edition of the pages
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/python -m auditor_app.store.schema --check
	$(VENV)/python .ci/schema.py --check
	$(VENV)/python .ci/catalogue.py
	$(VENV)/python resources/build/make_pages.py --check

demo: prepare ## Make the demonstration audit and its signed report in out/demo
	$(VENV)/auditor demo --out out/demo --json

bench: prepare ## Measure, as ratios to a floor in the same run
	$(VENV)/python -m benchmarks

build: ## Make the one-folder program in dist/auditor
	@$(PYTHON) .ci/bootstrap.py build

catalogues: prepare ## Bring new texts into resources/locale
	$(VENV)/python .ci/schema.py --check
	$(VENV)/python .ci/catalogue.py --update

lock: prepare ## Choose the newest allowed versions again; UPGRADE= keeps them
	$(VENV)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate $(UPGRADE) --output-file requirements.lock --quiet

clean: ## Remove what was made here, but not .venv
	rm -rf build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

UPGRADE ?= --upgrade
