# make demo: a chronicle from the bundled pages, in a virtual environment of its own.   make test: all tests.   make gates: what CI also checks.
# make coverage: the tests again, with the lines that they reach.   make docs: the documentation as a site, in site/.   make screenshots: its pictures.
VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin

.PHONY: demo test coverage docs screenshots fuzz gates clean

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.testing: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed
	$(BIN)/hoadam demo

test: $(VENV)/.testing
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

coverage: $(VENV)/.testing
	$(BIN)/python -m pytest --cov --cov-report=term

docs: $(VENV)/.testing
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open site/index.html"

screenshots: $(VENV)/.testing
	HOADAM_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest tests/web/test_screens.py

MINUTES ?= 5
fuzz: $(VENV)/.testing
	HOADAM_FUZZ_SECONDS=$$(( $(MINUTES) * 60 )) HOADAM_FUZZ_SEED=$$(date +%s) $(BIN)/python -m pytest tests/properties/test_fuzz.py -v

gates: $(VENV)/.testing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir $(VENV)/site

clean:
	rm -rf $(VENV) site dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
