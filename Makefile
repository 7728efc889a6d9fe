# The few commands of everyday work. What each step does is in tools/prepare.py; the tests' driver is tests/run.py.

PYTHON ?= python3
PORT ?= 8000
export PORT

.PHONY: run test assurance lock lint clean

# Everything that is needed, then the demonstration on http://127.0.0.1:$(PORT). A second start takes seconds and keeps the data.
run:
	@$(PYTHON) tools/prepare.py run
	@exec .venv/bin/prasan demo --serve

# Every test on SQLite, PostgreSQL and Chromium; the last line is "N passed, N failed".
test:
	@$(PYTHON) tools/prepare.py test
	@exec .venv/bin/python tests/run.py

# The proofs of security and durability with their full counts; writes docs/assurance/. Takes hours.
assurance:
	@$(PYTHON) tools/prepare.py test
	@exec .venv/bin/prasan assurance

# Only what can be said in seconds: style, types, and who may import whom.
lint:
	@$(PYTHON) tools/prepare.py lint
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

# Pin anew with hashes; UPGRADE=--upgrade takes newer versions. No download host is written into the files.
PIN = .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --no-emit-options --no-header $(UPGRADE)
lock:
	@$(PYTHON) tools/prepare.py lint
	$(PIN) --output-file requirements.txt requirements.in
	$(PIN) --output-file requirements-dev.txt requirements-dev.in

# Everything that was made by machine, the demonstration's data excepted.
clean:
	rm -rf .venv .test node_modules build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find prasan -name '*.mo' -delete
	rm -rf prasan/ground/screens/static/fonts prasan/ground/screens/static/vendor
