# Everything a newcomer needs: `make run`, `make test`, `make bench`.
# Needs Python 3.11 or later and make. Uses uv and Node where they are installed.

ifndef PYTHON
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
endif
IN := .venv/bin/python
UV ?= uv
# That share the tests out, 0 for none: docs/adr/0029-tests-in-two-processes.md
PROCESSES ?= 0

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev client run test unit soak lint wire format bench lock clean

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Everbrook needs Python 3.11 or later, and finds none on PATH." >&2; \
		echo "  Install one, or name it: make run PYTHON=/path/to/python3" >&2; exit 2; fi
	@$(PYTHON) -m tooling.environment run

setup-dev: setup
	@$(PYTHON) -m tooling.environment dev

client: setup
	@$(IN) -m tooling.client build

run: client ## Start the town: make run [PORT=8123] [DATA=some/folder]
	@exec $(IN) -m everbrook run $(if $(PORT),--port "$(PORT)") $(if $(DATA),--data "$(DATA)")

test: lint client ## Check and test everything, as CI does
	@$(IN) -m tooling.client test
	@$(IN) -m pytest -n $(PROCESSES) --dist loadgroup --no-loadscope-reorder

unit: setup-dev ## The quick tests only
	@$(IN) -m pytest -n $(PROCESSES) --dist loadgroup --hypothesis-profile=unit tests/tidy tests/unit tests/property tests/golden

soak: setup-dev client ## What is too slow for each change: every property at length, many seeds
	@$(IN) -m pytest --hypothesis-profile=soak -m "soak or hypothesis"

lint: setup-dev ## Style and types, Python and TypeScript
	@$(IN) -m ruff check .
	@$(IN) -m ruff format --check .
	@$(IN) -m pyright --pythonpath $(IN)
	@$(IN) -m tooling.wire check
	@$(IN) -m tooling.client check

wire: setup ## Make the page's types and the wire's tables from the server's structs
	@$(IN) -m tooling.wire write

format: setup-dev ## Mend what can be mended by itself
	@$(IN) -m ruff check --fix .
	@$(IN) -m ruff format .

bench: setup-dev client ## Measure, and print the tables
	@$(IN) -m bench

lock: ## Pin the newest packages that pyproject.toml allows (needs uv)
	@$(UV) lock --upgrade
	@for lock in "requirements.lock --no-dev" "requirements-dev.lock --group dev" \
			"requirements-node.lock --only-group node"; do \
		set -- $$lock; name=$$1; shift; \
		$(UV) export --quiet --frozen --no-emit-project --no-header --no-annotate \
			--format requirements-txt --output-file $$name "$$@" || exit 1; done

clean: ## Remove what set-up, build and tests have made; the towns' data stay
	@rm -rf .venv web/client/node_modules web/client/dist .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
