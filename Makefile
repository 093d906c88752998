# Two commands matter: `make run` starts the product, `make test` tests it. `make help` names the others.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup
ROOMS := $(patsubst src/biaogan/%/locale,%,$(wildcard src/biaogan/*/locale))

.DEFAULT_GOAL := help
.PHONY: help run install test test-postgres cluster lint check fix messages migrations lock bench proof system

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: install ## start the product on http://127.0.0.1:8000
	@$(BIN)/biaogan run --host $(HOST) --port $(PORT)

install: $(VENV)/.run ## make .venv with everything the product needs
	@$(BIN)/python -m biaogan.config.messages

$(VENV)/.run: requirements/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install python3 and try again."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python cannot make an environment: on Debian or Ubuntu run 'apt-get install python3-venv'."; exit 2; }
	@echo "Installing what the product needs into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

system:
	@.ci/system

test: install $(VENV)/.test system ## install what tests need, and test
	@$(PYTEST) -m "not slow and not spark"

test-postgres: install $(VENV)/.test system ## the same tests on PostgreSQL
	@.ci/with-postgres $(PYTEST) -m "not slow and not spark"

.venv-spark/.cluster: requirements/run.txt requirements/spark.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install python3 and try again."; exit 2; }
	@test -x .venv-spark/bin/python || $(PYTHON) -m venv .venv-spark
	@echo "Installing Apache Spark and the product into .venv-spark (once, about 600 MB) ..."
	@.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements/spark.txt
	@.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

cluster: .venv-spark/.cluster ## every metric on Apache Spark: a server without Java, and a cluster of two workers
	@command -v java >/dev/null || .ci/system
	@.venv-spark/bin/python -m pytest -m spark tests/cluster --timeout 900

lint: install $(VENV)/.test system ## style, types, floors, translations, migrations; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet src
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/test_messages.py tests/test_house.py -k "translat or budget or floor"

check: lint test test-postgres ## lint, then the tests on both databases: what CI runs

fix: install $(VENV)/.test ## format, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: install $(VENV)/.test ## bring the translation files up to date with the code
	@for room in $(ROOMS); do (cd src/biaogan/$$room && DJANGO_SETTINGS_MODULE=biaogan.config.settings \
		../../../$(BIN)/django-admin makemessages -l zh_Hans --no-location --no-obsolete -v 0) || exit 1; done

migrations: install ## write the migrations that models need; name them
	$(BIN)/python manage.py makemigrations

lock: ## pin what pyproject.toml asks for, with hashes (needs uv)
	uv pip compile pyproject.toml requirements/build.in --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate -o requirements/run.txt
	uv pip compile pyproject.toml requirements/build.in --extra test --extra lint --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate -c requirements/run.txt -o requirements/test.txt
	uv pip compile pyproject.toml requirements/build.in requirements/spark.in --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate -c requirements/test.txt -o requirements/spark.txt

bench: install $(VENV)/.test ## measure; prints a table with ratios
	$(BIN)/python bench/run.py

proof: install $(VENV)/.test system ## the long tests: every figure the project promises
	$(PYTEST) -m slow --timeout 3600
	.ci/with-postgres $(PYTEST) -m slow --timeout 3600
