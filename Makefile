# `make help` lists the targets. On a bare machine they need Python 3.11 or later, and nothing else.

PYTHON ?= python3
PORT ?= 8000
# make test PYTEST="-x -k weaving"
PYTEST ?= -n auto

BIN := .venv/bin
INSTALLED := .venv/.installed
TOOLS := .venv/.tools
# What the tests need from npm; without npm they are skipped.
NODE := $(if $(shell command -v npm),node_modules/.installed)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve test test-long check format golden words screenshots tools clean

help:  ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

site: $(INSTALLED)  ## Build the archive into output/ (SITEURL=https://example.org/archive)
	$(BIN)/postil build

serve: $(INSTALLED)  ## Build, show it at http://localhost:8000, build again on a change
	$(BIN)/postil serve --port $(PORT)

test: tools  ## Run all tests but those that take minutes
	$(BIN)/python -m pytest -rfEs -m "not long" $(PYTEST)

test-long: tools  ## Run the tests that take minutes
	$(BIN)/python -m pytest -rfEs -m long $(PYTEST)

check: tools  ## Everything that must be true before a commit: form, types, findings, tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/postil check
	$(MAKE) test

format: tools  ## Put the code into its form
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

golden: tools  ## Write tests/**/expected.* anew; read the diff line by line
	$(BIN)/python -m pytest --golden -m "not browser and not long" $(PYTEST)

words: tools  ## Bring the catalogues of translations up to date with the templates
	$(BIN)/python docs/words.py

screenshots: tools  ## Take pictures of the archive: docs/article.png, and all kinds of page in screenshots/
	env -u SITEURL $(MAKE) site
	$(BIN)/python docs/screenshots.py

tools: $(TOOLS) $(NODE)  ## Install what tests and checks need

clean:  ## Remove all that these targets made
	rm -rf output screenshots .output.postil .venv node_modules .cache .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis dist build
	find . -name __pycache__ -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Postil needs Python 3.11 or later; name one: make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(TOOLS): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

node_modules/.installed: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
