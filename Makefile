# Needs Python 3.11 or newer, git and make; everything else is set up here.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# The suite never touches the database an installation runs on: it makes its own beside it.
POSTGRES := $(or $(TEST_DATABASE_URL),$(filter postgres%,$(DATABASE_URL)))
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup

.PHONY: setup demo test test-slow check lock outdated sbom format pictures clean

setup: .venv/.ready var/assets/.ready

.venv/.ready: requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and $(PYTHON) is not here. Install it, or name it: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) tools/preflight.py
	@echo "Making .venv and installing what requirements-dev.txt names"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements-dev.txt
	@touch $@

var/assets/.ready: tools/build_assets.py requirements-assets.txt .venv/.ready
	@$(BIN)/python tools/build_assets.py
	@touch $@

demo: setup
	@DEBUG=1 $(BIN)/python manage.py migrate --verbosity 0
	@DEBUG=1 $(BIN)/python manage.py load_demo
	@echo "Serving at http://127.0.0.1:$(PORT) (Ctrl+C ends it)"
	@DEBUG=1 $(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

test: setup
	env -u DATABASE_URL $(PYTEST) -m "not slow"
ifneq ($(POSTGRES),)
	DATABASE_URL=$(POSTGRES) $(PYTEST) -m "database and not document and not slow and not browser"
else
	@echo "PostgreSQL: not tested, for neither TEST_DATABASE_URL nor DATABASE_URL names one."
endif

# Documents page by page, every page as everybody, and tests that bring servers and databases of both
# kinds themselves. Then what has to be seen on PostgreSQL too: every test in a browser, backups of it,
# its being down, and every page once more.
EVERY_PAGE := tests/test_permissions_table.py tests/test_other_programmes.py tests/test_hostile_everywhere.py
ON_POSTGRES := tests/browser tests/reporting/test_backup.py tests/config/test_running.py $(EVERY_PAGE)
test-slow: setup
	env -u DATABASE_URL $(PYTEST) -m "slow and not browser"
ifneq ($(POSTGRES),)
	DATABASE_URL=$(POSTGRES) $(PYTEST) $(ON_POSTGRES)
else
	env -u DATABASE_URL $(PYTEST) -m "slow and browser"
endif

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") DEBUG=0 ALLOWED_HOSTS=trust.example $(BIN)/python manage.py check --deploy --fail-level WARNING

pictures: setup
	PICTURES=1 $(BIN)/python -m pytest tests/browser/test_pictures.py

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

outdated: setup
	@$(BIN)/python tools/outdated.py

# What an installation is made of, in the form of CycloneDX.
sbom: setup
	@cat requirements.txt requirements-assets.txt | $(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --output-file var/sbom.json -
	@echo "Wrote var/sbom.json"

clean:
	rm -rf .venv var
