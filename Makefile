# make run: the studio, open in a browser. make worker: a painting process of it, when jobs.backend is celery. make test: everything that must hold before a change is kept.

PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet

.PHONY: run worker test style types tests

run: .venv/.runs
	@exec $(PY) app.py

worker: .venv/.celery
	@exec $(PY) worker.py

test: style types tests

style: .venv/.tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: .venv/.tests
	$(PY) -m mypy

# Two runs, for Playwright's loop and asyncio's cannot share a process; each uses both cores. Each worker begins with half of the tests in their
# order, so that what a file starts is started once, and whoever is done takes of the other's.
tests: .venv/.tests
	@.ci/redis >/dev/null
	$(PY) -m pytest -q -n 2 --dist worksteal -m "not browser"
	CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(PY) -m pytest -q -n 2 --dist worksteal -m browser tests/ui

.venv/.runs: requirements.txt | .venv/bin/pip
	@echo "Installing what the studio runs on: PyTorch is large, this takes a minute or two, once."
	$(PIP) -r requirements.txt
	@touch $@

.venv/.celery: requirements-celery.txt .venv/.runs
	$(PIP) -r requirements-celery.txt
	@touch $@

.venv/.tests: requirements-dev.txt requirements-celery.txt requirements-mcp.txt .venv/.runs
	$(PIP) -r requirements-dev.txt
	@touch $@

.venv/bin/pip:
	@.ci/venv
