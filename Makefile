# Everything sets itself up in .venv on first use; only Python >= 3.11 and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PORT ?= 8800

.PHONY: demo test coverage fast lint format simulate bench bench-notices actions pictures lock clean

demo: $(READY)
	$(BIN)/apabot demo --port $(PORT)

test: lint
	$(BIN)/python -m pytest -n 3 --dist worksteal -q

# The same with what each line and branch is covered by; it takes a third longer.
coverage: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered -q

fast: $(READY)
	$(BIN)/python -m pytest -n 2 -q -m "not browser and not slow"

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Ten thousand histories; the figures go into docs/money.md. `make simulate SEED=17` replays one with its story.
simulate: $(READY)
	$(BIN)/python -m tests.simulation.run $(if $(SEED),--seed $(SEED)) $(if $(HISTORIES),--histories $(HISTORIES))

bench: $(READY)
	$(BIN)/python -m benchmarks.echo

# Answers while 10,000 notices go out, with 1,000 and with 100,000 cached servers; a quarter of an hour.
bench-notices: $(READY)
	$(BIN)/python -m benchmarks.notices

# The pictures in docs are made from the running demo, so that they stay true.
# The table of what can be done, from the program itself.
actions: $(READY)
	$(BIN)/python docs/actions.py

pictures: $(READY)
	$(BIN)/python docs/pictures/take.py

# The lock files name no index; whatever pip is configured with is used. Needs uv on the PATH.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q --group dev pyproject.toml -o requirements-dev.lock

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "apabot needs Python 3.11 or newer: make PYTHON=python3.x ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
