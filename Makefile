# `make demo` shows the main job on real clusters, `make test` proves it, `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
DECISIONS ?= 10000
WORKERS ?= 2
BIN := $(VENV)/bin
READY := $(VENV)/.ready
GOLDEN_TESTS = $(shell grep -rliw golden tests --include="test_*.py")

.DEFAULT_GOAL := help
.PHONY: help setup demo check fmt test test-all docs golden stacks proto build lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(READY)  ## create .venv with everything that development needs

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else f"Python 3.11 to 3.13 is needed, $(PYTHON) is {v[0]}.{v[1]}: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## start two real clusters, connect them, prove it, stop them (KEEP=1 leaves them running)
	$(BIN)/python -m demo $(if $(KEEP),--keep)

check: setup  ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: setup  ## format and fix what can be fixed
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

test: setup  ## run make check, and test every behaviour once, on real clusters (WORKERS=1: one after the other)
	@report="$$(mktemp)"; $(MAKE) --no-print-directory check >"$$report" 2>&1 & check=$$!; \
	$(BIN)/pytest -n $(WORKERS); tests=$$?; \
	wait $$check; checked=$$?; cat "$$report"; rm "$$report"; \
	test $$tests -eq 0 && test $$checked -eq 0

test-all: setup  ## test every pair of versions, OpenTofu, every Python, and run the long proof (ONLY=OpenTofu: that one)
	$(BIN)/python -m tools.test_all --decisions $(DECISIONS) --only "$(ONLY)"

docs: setup  ## renew the generated documents: the registry's pages, the command line, the rules, the schema of facts
	$(BIN)/python -m tools.documents

golden: setup  ## renew the golden files of the tests (LAB=1: also those that need clusters); review the diff
	UPDATE_GOLDEN=1 $(BIN)/pytest -q $(if $(LAB),,-m "not lab and not terraform") $(GOLDEN_TESTS)

stacks: setup  ## renew the plans in tests/review/stacks (needs Terraform, no cluster), then the golden files
	$(BIN)/python tests/review/regenerate_stacks.py
	$(MAKE) golden

PROTO := esremote/provider/protocol/proto

proto: setup  ## compile the messages of Terraform's plugin protocol
	$(BIN)/python -m grpc_tools.protoc -I $(PROTO) --include_imports --descriptor_set_out=$(PROTO)/plugin.binpb plugin.proto go_plugin.proto

build: setup  ## build what a release publishes into dist/: wheel, source distribution, provider packages
	rm -rf dist
	$(BIN)/python -m hatchling build
	$(BIN)/esremote provider package --output dist

lock:  ## update the pinned requirements, with hashes
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		pyproject.toml -o requirements/base.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--extra cdktf --extra cdktn pyproject.toml requirements/dev.in -o requirements/dev.txt
	rm -rf $(VENV)-lock

clean:  ## remove what was built here (not the caches outside of the checkout)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache cdktf.out dist
