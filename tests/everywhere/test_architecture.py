"""What has to stay true of the code as a whole."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import DateTimeField
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from improvement.cycle import MAY_FOLLOW, PEN, ROLES_OF, Holder
from improvement.models import Role, Status
from improvement.permissions import WHO_MAY, Verb
from reporting.api.tables import TABLES

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ["improvement", "scorecards", "reporting", "config"]  # an import goes down this list only
OURS = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
CODE = [path for path in OURS if "migrations" not in path.parts]

# Pages a signed-out visitor may see: those that let them in, and the health check.
OPEN = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_invitation",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "admin:login",
    "healthz",
    "ready",
    "measurements",
    # Open to whoever brings a token, and what says so to whoever does not.
    "openapi",
    "api_not_there",
    "api_programmes",
    *(f"api_{table.name}" for table in TABLES),
}
# Rows that are written once and never edited have no history of their own.
NEVER_EDITED = {"Pack", "PackFile", "LogEntry"}
# What is no record: a draft is its writer's alone, a reminder is written by the one who sends it.
NO_RECORD = {"Draft", "Reminder"}


def imported_by(path: Path) -> set[str]:
    """Give the first part of every module that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_downhill(path: Path):
    room = path.relative_to(ROOT).parts[0]
    higher = set(ROOMS[ROOMS.index(room) + 1 :])
    assert not imported_by(path) & higher


@pytest.mark.parametrize("module", ["ratings.py", "periods.py"])
def test_values_of_improvement_know_no_database(module: str):
    assert "django" not in imported_by(ROOT / "improvement" / module)


@pytest.mark.parametrize("module", ["values.py", "scales.py", "performance.py"])
def test_values_of_scorecards_know_no_database(module: str):
    assert "django" not in imported_by(ROOT / "scorecards" / module)


def addresses(resolver: URLResolver, prefix: str = "", namespace: str = ""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or route}", pattern


def closed_addresses():
    return [(name, one) for name, one in addresses(get_resolver()) if name not in OPEN]


@pytest.mark.parametrize("name", [name for name, _ in closed_addresses()])
def test_every_address_is_closed_unless_listed(name: str):
    pattern = dict(closed_addresses())[name]
    assert getattr(pattern.callback, "login_required", True), f"{name} lets anybody in"


def test_every_listed_address_exists():
    assert {name for name, _ in addresses(get_resolver())} >= OPEN


def test_a_signed_out_visitor_is_sent_to_sign_in_with_a_sentence(db: None):
    answer = Client().get("/scas/2024-01/culture-and-staff-wellbeing/scorecard/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=/scas/2024-01/")
    assert "Sign in to see the page you asked for" in answer.content.decode()


def test_every_editable_model_has_history():
    models = [
        model
        for room in ("improvement", "scorecards", "reporting")
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.startswith("Historical")
    ]
    without = {model.__name__ for model in models if not hasattr(model, "history")}
    assert without == NEVER_EDITED | NO_RECORD


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_written_behind_the_history(path: Path):
    """Bulk writes leave no history row, so no room uses them."""
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & {"bulk_create", "bulk_update", "update_or_create", "raw"}
    assert not set(queryset_updates(path))


def queryset_updates(path: Path):
    """Give the lines that call .update() on a chain of query methods."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        chain = ast.unparse(node.func)
        if node.func.attr in ("update", "delete") and ("objects" in chain or ".filter(" in chain):
            yield node.lineno


def test_every_status_has_a_pen_and_says_what_may_follow():
    assert set(PEN) == set(Status) == set(MAY_FOLLOW)
    assert set(ROLES_OF) == set(Holder)


def test_every_status_is_reached_and_an_issued_report_only_comes_back_by_reopening():
    reached = {status for follows in MAY_FOLLOW.values() for status in follows}
    assert reached == set(Status)
    assert MAY_FOLLOW[Status.ISSUED] == {Status.APPROVED}


def test_every_verb_is_given_to_somebody_and_every_role_may_read():
    assert set(WHO_MAY) == set(Verb)
    assert all(WHO_MAY.values())
    assert set(WHO_MAY[Verb.READ]) == set(Role)


def test_every_at_column_has_its_by_column_and_a_constraint():
    pairs = 0
    for room in ("improvement", "scorecards"):
        for model in apps.get_app_config(room).get_models():
            names = {field.name for field in model._meta.get_fields()}
            moments = {
                field.name for field in model._meta.fields if isinstance(field, DateTimeField)
            }
            facts = {name.removesuffix("_at") for name in moments if name.endswith("_at")}
            constraints = {constraint.name for constraint in model._meta.constraints}
            for fact in facts if _is_a_record(model) else ():
                required = not model._meta.get_field(f"{fact}_at").null
                assert f"{fact}_by" in names
                assert required or any(f"{fact}_at_with_by" in name for name in constraints)
                pairs += 1
    assert pairs == 16


def _is_a_record(model) -> bool:
    return not model.__name__.startswith("Historical") and model.__name__ not in NO_RECORD


def test_no_function_is_longer_than_a_screen_and_no_module_longer_than_a_chapter():
    long = []
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > 350:
            long.append(str(path.relative_to(ROOT)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 45:
                long.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert not long
