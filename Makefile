# Needs Python 3.11 or newer, git and make; everything else is set up here.
PYTHON ?= python3
PORT ?= 8000
# Where the demo's own time begins: its deadlines are some days ahead then.
DEMO_CLOCK ?= 2024-02-01T09:00
BIN := .venv/bin
# The suite never touches the database an installation runs on: it makes its own beside it.
POSTGRES := $(or $(TEST_DATABASE_URL),$(filter postgres%,$(DATABASE_URL)))
PYTEST := $(BIN)/python -m pytest -n 2
# What was compiled once stays, whatever the environment says: it is a third of the time a run begins with.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup demo port test test-slow coverage mutants check lock outdated licences sbom release-backup format pictures clean

setup: .venv/.ready var/assets/.ready

.venv/.ready: requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and $(PYTHON) is not here. Install it, or name it: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) tools/preflight.py
	@echo "Making .venv and installing what requirements-dev.txt names, which takes some minutes"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python tools/install.py requirements-dev.txt
	@touch $@

var/assets/.ready: tools/build_assets.py requirements-assets.txt .venv/.ready
	@$(BIN)/python tools/build_assets.py
	@touch $@

demo: port setup
	@DEBUG=1 $(BIN)/python manage.py migrate --verbosity 0
	@DEBUG=1 DEMO_CLOCK=$(DEMO_CLOCK) $(BIN)/python manage.py load_demo
	@DEBUG=1 DEMO_CLOCK=$(DEMO_CLOCK) BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/python manage.py serve_demo --noreload --skip-checks 127.0.0.1:$(PORT)

# Before anything is set up or loaded: a port that somebody else has is said at once.
port:
	@! command -v $(PYTHON) >/dev/null || $(PYTHON) tools/preflight.py $(PORT)

test: setup
	env -u DATABASE_URL $(PYTEST) -m "not slow"
ifneq ($(POSTGRES),)
	DATABASE_URL=$(POSTGRES) $(PYTEST) -m "postgresql and not slow"
else
	@echo "PostgreSQL: not tested, for neither TEST_DATABASE_URL nor DATABASE_URL names one."
endif

# Documents page by page, every page as everybody, every page in a browser, and tests that bring servers
# and databases of both kinds themselves. Then what may go otherwise on PostgreSQL.
test-slow: setup
	env -u DATABASE_URL $(PYTEST) -m "slow"
ifneq ($(POSTGRES),)
	DATABASE_URL=$(POSTGRES) $(PYTEST) -m "slow and postgresql"
endif

# How much of the code the suite reaches, without the browser. The demo is loaded anew, to be counted.
ROOMS := improvement scorecards reporting config
coverage: setup
	@rm -rf var/test
	@$(BIN)/coverage erase
	env -u DATABASE_URL $(BIN)/coverage run -m pytest -n 2 -m "not browser"
	@$(BIN)/coverage combine --quiet
	@for room in $(ROOMS); do echo "$$room $$($(BIN)/coverage report --include="$$room/*" --format=total --precision=2)%"; done
	@echo "total $$($(BIN)/coverage report --format=total --precision=2)%"

# How many of 40 changed lines the tests notice. SEED=7 draws others.
mutants: setup
	@$(BIN)/python tools/mutants.py $(if $(SEED),--seed $(SEED))

# djade formats template tags and leaves white space between elements, which is drawn, alone.
DJADE = $(BIN)/djade --target-version 5.2 $$(find templates tests/support/gallery -name '*.html')
check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(DJADE) --check
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") DEBUG=0 ALLOWED_HOSTS=trust.example $(BIN)/python manage.py check --deploy --fail-level WARNING

pictures: setup
	PICTURES=1 $(BIN)/python -m pytest tests/browser/test_pictures.py

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(DJADE)

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

outdated: setup
	@$(BIN)/python tools/outdated.py

licences: setup
	@$(BIN)/python tools/licences.py

# What an installation is made of, in the form of CycloneDX.
sbom: setup
	@cat requirements.txt requirements-assets.txt | $(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --output-file var/sbom.json -
	@$(BIN)/python tools/licences.py --into var/sbom.json
	@echo "Wrote var/sbom.json"

# What this version leaves for later ones to upgrade from: docs/releasing.md.
release-backup: setup
	@$(BIN)/python -m tests.upgrades.releases

clean:
	rm -rf .venv var
