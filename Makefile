# Two commands do all the set-up: `make demo` and `make test`. Each creates the environment it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1

.PHONY: demo test lint docs bench fuzz wheel clean

$(VENV)/.made: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[claims]'
	touch $@

$(VENV)/.made-dev: $(VENV)/.made
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[claims,readers,llm,dev,docs]'
	touch $@

demo: $(VENV)/.made
	$(BIN)/multipolar compare western-embargo western-embargo-china-joins --focus CHN IND USA DEU

lint: $(VENV)/.made-dev
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n 2
	$(BIN)/mkdocs build --strict -q

docs: $(VENV)/.made-dev
	$(BIN)/mkdocs build --strict

bench: $(VENV)/.made-dev
	$(BIN)/python -m pytest benchmarks -p no:xdist --benchmark-columns=median,iqr,rounds

# Two minutes of coverage-guided inputs to the reader; needs a Python that atheris has a wheel for.
fuzz: $(VENV)/.made-dev
	$(BIN)/python -m pip install -q -e '.[claims,fuzz]'
	$(BIN)/python tests/fuzz/fuzz_reading.py -max_total_time=120 -max_len=3000 -timeout=20

wheel: $(VENV)/.made-dev
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis
