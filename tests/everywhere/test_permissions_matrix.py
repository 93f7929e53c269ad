"""Every address as every role in every status: docs/permissions.md is what the application does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from improvement import cycle
from improvement.clock import now, today
from improvement.models import (
    Appointment,
    CqcAction,
    ExitCriterion,
    HighlightReport,
    Person,
    Programme,
    Role,
    Workstream,
)
from improvement.restoring import overview_text, plan_text, section_text
from improvement.tokens import make_token
from reporting.publishing import issue
from scorecards.models import Metric, Scale
from tests.permissions_table import (
    APPROVED,
    BOARD,
    CEO,
    EXECUTIVE,
    ISSUED,
    LEAD,
    OFFICE,
    OTHER,
    ROLES,
    ROWS,
    SIGNED_OUT,
    STATUSES,
    STRANGER,
    SUBMITTED,
    Row,
    as_markdown,
)

DOCS = Path(__file__).resolve().parents[1] / "docs"
SLUGS = {
    LEAD: "nicola-howells",
    OTHER: "amy-carden",
    EXECUTIVE: "melanie-saunders",
    OFFICE: "programme-office",
    CEO: "ceo-office",
    BOARD: "board-reader",
}
BY_SESSION = [row for row in ROWS if not row.by_token]
REFUSED = {STRANGER: 404, SIGNED_OUT: 302}


def test_the_document_shows_the_table():
    assert (DOCS / "permissions.md").read_text(encoding="utf-8") == as_markdown()


def test_no_address_is_missing_from_the_table():
    ours = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "urlconf_name", None)
        and getattr(resolver.urlconf_name, "__name__", "") != "improvement.accounts"
        and getattr(resolver, "namespace", None) != "admin"
        for pattern in resolver.url_patterns
        if isinstance(pattern, URLPattern)
    }
    assert {row.name for row in ROWS} == ours


@pytest.fixture
def in_status(culture, office, noon, approve_all, waive_all, one_format) -> Callable[[str], None]:
    """Bring the report, and the month with it, to a status."""

    def bring(status: str) -> None:
        report = HighlightReport.objects.get(pk=culture.pk)
        if status == SUBMITTED:
            nicola = Person.objects.get(slug="nicola-howells")
            cycle.submit(report=report, by=nicola, at=noon)
        if status in (APPROVED, ISSUED):
            approve_all()
        if status == ISSUED:
            waivers = waive_all(culture.month)
            issue(month=culture.month, waivers=waivers, by=office, at=noon)

    return bring


@pytest.fixture
def empty(programme) -> Programme:
    """A programme without a month, with the same people in the same roles."""
    empty = Programme(slug="empty", name="Empty", organisation="A trust")
    empty.first_quarter, empty.last_quarter = "2023/24 Q1", "2024/25 Q4"
    empty.save()
    streams = {}
    for stream in programme.workstreams.all():
        streams[stream.pk] = Workstream(programme=empty, slug=stream.slug, position=1)
        streams[stream.pk].save()
    for held in programme.appointments.all():
        on = streams.get(held.workstream_id)
        Appointment(person=held.person, role=held.role, programme=empty, workstream=on).save()
    return empty


@pytest.fixture
def visitor(programme, stranger) -> Callable[[str], Client]:
    """Give a browser that a role is signed in on."""
    elsewhere = Programme(slug="elsewhere", name="Elsewhere", organisation="Another trust")
    elsewhere.first_quarter, elsewhere.last_quarter = "2023/24 Q1", "2024/25 Q4"
    elsewhere.save()
    Appointment(person=stranger, role=Role.PROGRAMME_OFFICE, programme=elsewhere).save()

    def sign_in(role: str) -> Client:
        client = Client()
        if role != SIGNED_OUT:
            slug = SLUGS.get(role)
            client.force_login(Person.objects.get(slug=slug) if slug else stranger)
        return client

    return sign_in


def ids(programme: Programme) -> dict[str, Any]:
    """Give what stands for an id in the table's addresses."""
    metric = Metric.objects.filter(workstream__programme=programme).first()
    scale = Scale.objects.filter(programme=programme).first()
    lead = Person.objects.get(slug=SLUGS[LEAD])
    token = make_token(programme=programme, name="Mine", expires_on=today(), by=lead, at=now())[0]
    return {
        "programme": programme.pk,
        "metric": metric.pk,
        "action": CqcAction.objects.filter(workstream__programme=programme).first().pk,
        "criterion": ExitCriterion.objects.filter(workstream__programme=programme).first().pk,
        "scale": scale.pk,
        "token": token.pk,
        "lead": lead.pk,
        **_earlier_texts(programme),
    }


def _earlier_texts(programme: Programme) -> dict[str, Any]:
    """Give the first row of the history of a text of each kind, and the digest of today's."""
    month = programme.months.get(starts_on="2024-01-01")
    report = month.reports.get(workstream__slug="culture-and-staff-wellbeing")
    texts = {
        "text": section_text(report, "progress"),
        "plan": plan_text(report, "aims"),
        "overview": overview_text(month, "key_progress"),
    }
    rows = {name: text.row.history.last().history_id for name, text in texts.items()}
    return rows | {f"seen_of_{name}": text.seen for name, text in texts.items()}


@pytest.mark.slow
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_table_says(
    visitor, in_status, programme, empty, role: str, status: str
):
    in_status(status)
    known = ids(programme)
    faults = []
    for row in BY_SESSION:
        with taken_back():
            try:
                answers_as_said(row, role, status, visitor(role), known)
            except AssertionError as fault:
                faults.append(f"{row.method} {row.name}: {fault}")
    assert faults == []


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what is written, so that the next address meets the same programme."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answers_as_said(
    row: Row, role: str, status: str, client: Client, known: dict[str, Any]
) -> None:
    """Hold what one address answers to its row of the table."""
    address = row.address.format(**known) + row.query
    sent = {name: given.format(**known) for name, given in row.sent.items()}
    answer = client.get(address) if row.method == "GET" else client.post(address, sent)
    if row.allowed(role, status):
        assert answer.status_code in (200, 302), answer.content.decode()[:500]
        assert "/accounts/login/" not in answer.headers.get("Location", "")
    else:
        assert answer.status_code == REFUSED.get(role, 403)
        if role == SIGNED_OUT:
            assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.fixture
def key_of(visitor, programme, stranger) -> Callable[[str], dict[str, str]]:
    """Give the header with a role's token; a stranger's is on a programme of their own."""

    def make(role: str) -> dict[str, str]:
        if role == SIGNED_OUT:
            return {}
        slug = SLUGS.get(role)
        by = Person.objects.get(slug=slug) if slug else stranger
        on = programme if slug else Programme.objects.get(slug="elsewhere")
        key = make_token(programme=on, name="Mine", expires_on=today(), by=by, at=now())[1]
        return {"Authorization": f"Bearer {key}"}

    return make


@pytest.mark.slow
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", ROLES)
def test_a_token_opens_what_the_table_says_and_a_session_nothing(
    visitor, key_of, in_status, role: str, status: str
):
    in_status(status)
    sent = key_of(role)
    for row in (row for row in ROWS if row.by_token):
        answer = Client().get(row.address + row.query, headers=sent)
        refused = {STRANGER: 404, SIGNED_OUT: 401}.get(role, 403)
        # An open month is to whoever may not see it as if it were none.
        refused = 404 if row.query and refused == 403 else refused
        allowed = row.allowed(role, status)
        assert answer.status_code == (200 if allowed else refused), row.what
        assert visitor(role).get(row.address + row.query).status_code == 401, row.what


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_a_page_of_the_admin_site(visitor, role):
    client = visitor(role)
    for address in ("/admin/", "/admin/improvement/person/", "/admin/improvement/appointment/add/"):
        sign_in = client.get(address).headers["Location"]
        assert sign_in.startswith(("/admin/login/", "/accounts/login/"))


def test_the_workflow_s_diagram_is_drawn_from_its_tables(capsys):
    call_command("state_diagram")
    said = capsys.readouterr().out
    assert f"```mermaid\n{said}```\n" in (DOCS / "workflow.md").read_text(encoding="utf-8")
    assert "submitted --> draft" in said
    assert "submitted: Submitted, pen with the accountable executive" in said
