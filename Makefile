# Every target works from nothing: it makes the virtual environment it needs first.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
SERVICES := $(BIN)/python -m portal.local exec --
OURS := accounts bench portal programs reviews tests tools manage.py

.PHONY: help run test check bench requirements lock messages

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | expand -t 16

run: ## the whole portal with demo data on http://127.0.0.1:8000
	@PYTHON=$(PYTHON) tools/setup.sh requirements.txt
	@PORT=$(PORT) exec $(BIN)/python -m portal.local run

test: dev ## the test suite; narrow it with ARGS="tests/accounts -n 0"
	@$(BIN)/python tools/compile_messages.py
	@tools/chromium.sh
	@$(SERVICES) $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: dev ## formatting, types, layers, templates, migrations, deployment settings, budgets
	@$(BIN)/ruff check $(OURS)
	@$(BIN)/ruff format --check $(OURS)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --check --lint templates
	@$(BIN)/python tools/budgets.py
	@$(SERVICES) $(BIN)/python tools/check_django.py

bench: dev ## the ratios, each pair in one run
	@$(BIN)/python -m bench $(ARGS)

requirements: dev ## which requirements in scope have no test that passes
	@$(SERVICES) $(BIN)/python tools/requirements_report.py $(ARGS)

messages: dev ## compile the translations
	@$(BIN)/python tools/compile_messages.py

lock: dev ## resolve pyproject.toml into requirements.txt and requirements-dev.txt
	@tools/lock.sh

.PHONY: dev
dev:
	@PYTHON=$(PYTHON) tools/setup.sh requirements-dev.txt
