"""What has to stay true of the code as a whole."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import DateTimeField
from django.test import Client
from django.urls import get_resolver

from improvement.access.permissions import WHO_MAY, Verb
from improvement.models import Role, Status
from improvement.workflow.transitions import HOLDER_OF, MAY_FOLLOW, ROLES_OF, Holder
from reporting.api.registry import TABLES
from tests.support.addresses import addresses
from tests.support.layout import against_the_layout, modules_by_folder

ROOT = Path(__file__).resolve().parents[2]
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
    "privacy",
    "accessibility",
    "support",
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
NEVER_EDITED = {"Pack", "PackFile", "LogEntry", "SecretSeal"}


# What is no record: a draft is its writer's alone, a reminder is written by the one who sends it.
NO_RECORD = {"Draft", "Reminder"}


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Return everything a file consists of; several rules look at each."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported_by(path: Path) -> set[str]:
    """Return the first part of every module that a file imports."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_imports_go_down_the_layout():
    assert against_the_layout(ROOT) == []


def test_an_import_that_goes_up_or_sideways_is_named(tmp_path: Path):
    for file, text in {
        "improvement/values/clock.py": "from reporting.pack.issue import issue",
        "improvement/web/pages.py": "from improvement.values import clock",
        "reporting/pack/issue.py": "import reporting.dashboard.panels",
        "reporting/dashboard/panels.py": "from improvement import models, web",
        "scorecards/extras/more.py": "",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert against_the_layout(tmp_path) == [
        "improvement/values/clock.py: improvement/values imports reporting/pack",
        "reporting/pack/issue.py: reporting/pack imports reporting/dashboard",
        "scorecards/extras stands on no floor",
    ]


def test_no_folder_is_a_wall_of_modules():
    assert {name: count for name, count in modules_by_folder(ROOT).items() if count > 14} == {}


@pytest.mark.parametrize("module", ["ratings.py", "periods.py"])
def test_values_of_improvement_know_no_database(module: str):
    assert "django" not in imported_by(ROOT / "improvement" / "values" / module)


@pytest.mark.parametrize("module", ["cells.py", "scales.py", "performance.py"])
def test_values_of_scorecards_know_no_database(module: str):
    assert "django" not in imported_by(ROOT / "scorecards" / "values" / module)


def closed_addresses():
    return [(name, one) for name, one in addresses(get_resolver()) if name not in OPEN]


def test_every_address_is_closed_unless_listed():
    closed = closed_addresses()
    open_ones = [
        name for name, pattern in closed if not getattr(pattern.callback, "login_required", True)
    ]
    assert open_ones == []
    assert len(closed) > 100


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


def test_nothing_is_written_behind_the_history():
    """Bulk writes leave no history row, so no room uses them."""
    behind = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in CODE
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and writes_no_history(node.func)
    ]
    assert behind == []


def writes_no_history(called: ast.Attribute) -> bool:
    """Say whether a method is one that writes in bulk, or ends a chain of query methods so."""
    if called.attr in ("update", "delete"):
        chain = ast.unparse(called)
        return "objects" in chain or ".filter(" in chain
    return called.attr in ("bulk_create", "bulk_update", "update_or_create", "raw")


def test_one_function_alone_turns_a_moment_into_a_day():
    """In a summer's first hour it is still yesterday by the clock that moments are kept in."""
    asked = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in CODE
        for node in nodes(path)
        if isinstance(node, ast.Call) and makes_a_day(node)
    }
    assert {place.split(":")[0] for place in asked} == {"improvement/values/clock.py"}, asked


def makes_a_day(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    return name.endswith("localdate") or (not call.args and name.endswith((".date", ".today")))


def test_every_status_has_a_pen_and_says_what_may_follow():
    assert set(HOLDER_OF) == set(Status) == set(MAY_FOLLOW)
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
    assert pairs == 21


def _is_a_record(model) -> bool:
    return not model.__name__.startswith("Historical") and model.__name__ not in NO_RECORD


def test_no_function_is_longer_than_a_screen_and_no_module_longer_than_a_chapter():
    long = []
    for path in CODE:
        if len(path.read_text(encoding="utf-8").splitlines()) > 350:
            long.append(str(path.relative_to(ROOT)))
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 45:
                long.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert not long
