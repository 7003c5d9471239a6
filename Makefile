# `make demo` and `make test` work on a fresh machine with Python 3.11, make and a package index.
PYTHON ?= python3.11
BIN := .venv/bin
export JIANBAO_DATA_DIR ?= var/demo

.PHONY: demo test check serve eval bench lock clean

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: .venv/.ready ## read the sample articles and ask the example question in both languages, without a key
	@env -u JIANBAO_CHAT_MODEL BIN=$(BIN) sh docs/demo.sh

test: .venv/.ready ## run the tests, as many at once as there are cores, up to four
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: .venv/.ready ## lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

serve: .venv/.ready ## serve what `make demo` read on port 8000
	$(BIN)/jianbao serve

eval: .venv/.ready ## hold the answers on the sample cases against the recorded baseline
	env -u JIANBAO_CHAT_MODEL $(BIN)/jianbao-eval gate

bench: .venv/.ready ## time what must stay fast
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_digest.py 20 500 20

lock: ## resolve requirements.lock anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --no-header --group dev --extra report pyproject.toml --output-file requirements.lock

clean: ## remove what was built
	rm -rf .venv var
