"""Every address as every role in every status: docs/permissions.md is what the application does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from improvement.accounts.tokens import make_token
from improvement.models import (
    Appointment,
    HighlightReport,
    Person,
    Programme,
    Role,
    Workstream,
)
from improvement.values.clock import now, today
from improvement.workflow import transitions
from reporting.pack.issue import issue
from tests.support.permissions import (
    APPROVED,
    DRAFT,
    ISSUED,
    ROLES,
    SIGNED_OUT,
    STATUSES,
    STRANGER,
    SUBMITTED,
    Row,
)
from tests.support.permissions_ids import BY_SESSION, SLUGS, ids
from tests.support.permissions_matrix import ROWS, as_markdown

DOCS = Path(__file__).resolve().parents[2] / "docs"
REFUSED = {STRANGER: 404, SIGNED_OUT: 302}


def test_the_document_shows_the_table():
    assert (DOCS / "permissions.md").read_text(encoding="utf-8") == as_markdown()


def test_no_address_is_missing_from_the_table():
    ours = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "urlconf_name", None)
        and getattr(resolver.urlconf_name, "__name__", "") != "improvement.accounts.urls"
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
            transitions.submit(report=report, by=nicola, at=noon)
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
    """A browser that a role is signed in on, with the role's one session."""
    elsewhere = Programme(slug="elsewhere", name="Elsewhere", organisation="Another trust")
    elsewhere.first_quarter, elsewhere.last_quarter = "2023/24 Q1", "2024/25 Q4"
    elsewhere.save()
    Appointment(person=stranger, role=Role.PROGRAMME_OFFICE, programme=elsewhere).save()
    cookies: dict[str, SimpleCookie] = {SIGNED_OUT: SimpleCookie()}

    def arrive(role: str) -> Client:
        client = Client()
        if role in cookies:
            client.cookies = SimpleCookie(cookies[role].output(header=""))
        else:
            slug = SLUGS.get(role)
            client.force_login(Person.objects.get(slug=slug) if slug else stranger)
            cookies[role] = client.cookies
        return client

    return arrive


# A lead's saving and what everybody reads is seen on both kinds of database.
IN_TURN = [pytest.param(DRAFT, marks=pytest.mark.postgresql), SUBMITTED, APPROVED, ISSUED]


@pytest.mark.slow
@pytest.mark.parametrize("status", IN_TURN)
def test_every_address_answers_as_the_table_says(visitor, in_status, programme, empty, status: str):
    in_status(status)
    known = ids(programme)
    faults = []
    for role in ROLES:
        visitor(role)  # whose session stays when what is written is taken back
        for row in BY_SESSION:
            with taken_back():
                try:
                    answers_as_said(row, role, status, visitor(role), known)
                except AssertionError as fault:
                    faults.append(f"{role}: {row.method} {row.name}: {fault}")
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
        opened = (200, 204, 301, 302)  # 204: a logo where none is set
        assert answer.status_code in opened, answer.content.decode()[:500]
        assert "/accounts/login/" not in answer.headers.get("Location", "")
    else:
        reason = role == STRANGER and row.of_no_programme
        assert answer.status_code == (403 if reason else REFUSED.get(role, 403))
        if role == SIGNED_OUT:
            assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.fixture
def key_of(visitor, programme, stranger) -> Callable[[str], dict[str, str]]:
    """Return the header with a role's token; a stranger's is on a programme of their own."""

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
def test_a_token_opens_what_the_table_says_and_a_session_nothing(
    visitor, key_of, in_status, status: str
):
    in_status(status)
    for role in ROLES:
        sent = key_of(role)
        for row in (row for row in ROWS if row.by_token):
            answer = Client().get(row.address + row.query, headers=sent)
            refused = {STRANGER: 404, SIGNED_OUT: 401}.get(role, 403)
            # An open month is to whoever may not see it as if it were none.
            refused = 404 if row.query and refused == 403 else refused
            allowed = row.allowed(role, status)
            assert answer.status_code == (200 if allowed else refused), (role, row.what)
            without = visitor(role).get(row.address + row.query)
            assert without.status_code == 401, (role, row.what)


@pytest.mark.slow
def test_no_role_opens_a_page_of_the_admin_site(visitor):
    admin = ("/admin/", "/admin/improvement/person/", "/admin/improvement/person/add/")
    for role in ROLES:
        for address in admin:
            sign_in = visitor(role).get(address).headers["Location"]
            assert sign_in.startswith(("/admin/login/", "/accounts/login/")), (role, address)


def test_the_workflow_s_diagram_is_drawn_from_its_tables(capsys):
    call_command("state_diagram")
    said = capsys.readouterr().out
    assert f"```mermaid\n{said}```\n" in (DOCS / "workflow.md").read_text(encoding="utf-8")
    assert "submitted --> draft" in said
    assert "submitted: Submitted, with the accountable executive" in said
