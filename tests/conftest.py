"""The test world: the demo's programme, built only through the domain's own verbs."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.http import HttpResponse
from django.test import Client, TransactionTestCase
from django.utils.html import strip_tags
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from improvement.claims import Claims
from improvement.forms import (
    ActionsForm,
    CriteriaForm,
    HighlightReportForm,
    OverviewForm,
    PlanForm,
)
from improvement.models import HighlightReport, Month, Person, Programme, Role
from reporting import demo
from scorecards.forms import ScorecardForm
from tests.standing_demo import Tables, put_back, read_tables, unguarded_for_a_while

# Machines are noisy: no property is timed.
hypothesis_settings.register_profile(
    "untimed",
    parent=hypothesis_settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[1]
DECEMBER = ROOT.parent / "shared" / "december-2023.json"
NOON = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)


OPENS_THE_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens the database: it is what has to be seen on PostgreSQL too."""
    for item in items:
        asked_for = set(getattr(item, "fixturenames", ()))
        if asked_for & OPENS_THE_DATABASE or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash as an installation does, at a hundredth of its price: tests set many passwords."""
    with pytest.MonkeyPatch.context() as patch:
        for name, cost in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, name, cost)
        yield


@pytest.fixture
def tampering() -> Callable[[], AbstractContextManager[None]]:
    """Give the hands of somebody at the database itself, beneath the app."""
    return unguarded_for_a_while


@pytest.fixture
def noon() -> datetime:
    """The clock that is passed in."""
    return NOON


@pytest.fixture(scope="session")
def december_text() -> str:
    """The real December file where it is at hand, the demo's retelling of it elsewhere."""
    file = DECEMBER if DECEMBER.exists() else demo.FILE
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let a live server's threads give their connections back after each request."""
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> Iterator[None]:
    """Let a test database be emptied though what was written once is kept: it is made to end."""
    teardown = TransactionTestCase._fixture_teardown

    def unguarded_teardown(case: TransactionTestCase) -> None:
        with unguarded_for_a_while():
            teardown(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded_teardown)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Tables]:
    """Load the demo once: every test that rolls back finds it. Give its rows, to put back."""
    with django_db_blocker.unblock():
        demo.load_demo(at=NOON, with_sign_ins=False)
        tables = read_tables()
    yield tables
    with django_db_blocker.unblock():
        end_other_sessions()


def end_other_sessions() -> None:
    """End what kept-alive connections of a browser still hold, so that all can be dropped."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def programme(db: None) -> Programme:
    return Programme.objects.get(slug="scas")


@pytest.fixture
def committed_demo(transactional_db: None, django_db_setup: Tables) -> Programme:
    """The demo where servers and threads see it: their database is emptied after each test."""
    with unguarded_for_a_while():
        put_back(django_db_setup)
    return Programme.objects.get(slug="scas")


@pytest.fixture
def january(programme: Programme) -> Month:
    """The open month."""
    return programme.months.select_related("programme").get(starts_on="2024-01-01")


@pytest.fixture
def december(programme: Programme) -> Month:
    """The month whose pack the demo has issued."""
    return programme.months.select_related("programme").get(starts_on="2023-12-01")


@pytest.fixture
def culture(january: Month) -> HighlightReport:
    """The draft report of Culture & Staff Wellbeing."""
    reports = january.reports.select_related("workstream", "month__programme")
    return reports.get(workstream__slug="culture-and-staff-wellbeing")


@pytest.fixture
def someone(programme: Programme) -> Callable[[str], Person]:
    """Give a person of the programme by slug."""
    return lambda slug: Person.objects.get(programme=programme, slug=slug)


@pytest.fixture
def nicola(someone: Callable[[str], Person]) -> Person:
    """Senior Responsible Officer of Culture & Staff Wellbeing: its lead."""
    return someone("nicola-howells")


@pytest.fixture
def melanie(someone: Callable[[str], Person]) -> Person:
    """Executive lead of Culture & Staff Wellbeing."""
    return someone("melanie-saunders")


@pytest.fixture
def amy(someone: Callable[[str], Person]) -> Person:
    """Programme manager of Governance & Well Led: a lead of another workstream."""
    return someone("amy-carden")


@pytest.fixture
def office(someone: Callable[[str], Person]) -> Person:
    return someone("programme-office")


@pytest.fixture
def board_reader(someone: Callable[[str], Person]) -> Person:
    return someone("board-reader")


@pytest.fixture
def stranger(db: None) -> Person:
    """Somebody with no appointment on this programme."""
    return Person.objects.create_user("stranger@elsewhere.example", name="A stranger")


@pytest.fixture
def waive_all() -> Callable[[Month], dict[str, str]]:
    """Give a reason for everything that is missing in a month."""
    from reporting.publishing import concerns_in

    def reasons(month: Month) -> dict[str, str]:
        return {one.concern.key: "Known." for one in concerns_in(month) if one.to_waive}

    return reasons


@pytest.fixture
def one_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze packs as JSON alone, where a test issues many times and opens no document."""
    from reporting import freezing
    from reporting.renderers import RENDERERS

    monkeypatch.setattr(freezing, "RENDERERS", {"json": RENDERERS["json"]})


@pytest.fixture
def approve_all(january: Month, office: Person, noon: datetime) -> Callable[[], None]:
    """Take every report of January through to approved."""
    from improvement import cycle

    def approve() -> None:
        for report in january.reports.select_related("workstream"):
            appointed = report.workstream.appointments
            manager = appointed.get(role=Role.PROGRAMME_MANAGER).person
            executive = appointed.get(role=Role.EXECUTIVE_LEAD).person
            cycle.submit(report=report, by=manager, at=noon)
            cycle.approve(report=report, by=executive, at=noon)

    return approve


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """Give a client that a person is signed in on."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def words() -> Callable[[HttpResponse], str]:
    """Give what a page says, white space folded."""

    def said(answer: HttpResponse) -> str:
        apart = answer.content.decode().replace("<", " <")
        return " ".join(html.unescape(strip_tags(apart)).split())

    return said


@pytest.fixture
def seeing() -> Callable[..., Claims]:
    """Give the claims of somebody who sees every page of a report, or a month's, as it is now."""

    def see(thing: HighlightReport | Month, by: Person) -> Claims:
        if isinstance(thing, Month):
            return Claims(seen=OverviewForm(month=thing, by=by).shown)
        # A plan has boxes of the same names as sections: the sections come last.
        pages = (PlanForm, ActionsForm, CriteriaForm, ScorecardForm, HighlightReportForm)
        seen: dict[str, str] = {}
        for page in pages:
            seen |= page(report=thing, by=by).shown
        return Claims(seen=seen)

    return see


@pytest.fixture
def send() -> Callable[..., HttpResponse]:
    """Open a page, type on it and press its button, as a browser would."""

    def press(client: Client, address: str, given: dict[str, str]) -> HttpResponse:
        page = client.get(address).content.decode()
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        claims = {"seen": html.unescape(seen[1])} if seen else {}
        return client.post(address, {**claims, **given}, follow=True)

    return press
