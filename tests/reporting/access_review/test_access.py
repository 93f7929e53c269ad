"""The access review: who has what, since when, how they get in, and when they last did."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from improvement.accounts.deactivate import deactivate
from improvement.accounts.tokens import make_token
from improvement.models import Appointment, LogEntry, LogKind, Person, Programme, Role
from improvement.values.clock import now, today
from reporting.access_review.review import HeldRole, review_of
from tests.support.admin_site import administrator

PASSWORD = "a pass phrase of one's own"


@pytest.fixture
def lead(nicola: Person, programme: Programme) -> Person:
    """Somebody who signs in with a second step and has a token."""
    nicola.email = "nicola@trust.example"
    nicola.set_password(PASSWORD)
    nicola.last_login = datetime(2024, 1, 9, 8, 30, tzinfo=UTC)
    nicola.save()
    Authenticator(user=nicola, type="totp", data={"secret": "x"}).save()
    make_token(programme=programme, name="BI", expires_on=today(), by=nicola, at=now())
    return nicola


def lines(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_somebody_who_signs_in_is_told_in_full(lead, programme):
    found = {access.person: access for access in review_of(programme, at=now()).people}
    access = found[lead]
    recorded = lead.appointments.get().history.last().history_date.date()
    role = "Senior Responsible Officer of Culture & Staff Wellbeing"
    assert access.roles == (HeldRole(role, recorded),)
    assert (access.account, access.second_step, access.tokens) == ("Can sign in", True, 1)
    assert access.last_sign_in == "9 January 2024, 08:30"


def test_somebody_added_in_the_admin_site_cannot_sign_in_until_a_password_is_set(programme):
    facts = {"name": "New lead", "email": "new@trust.example", "is_active": "on", "slug": ""}
    fields = {**facts, "programme": programme.pk}
    administrator().post("/admin/improvement/person/add/", fields)
    added = Person.objects.get(email="new@trust.example")
    Appointment(person=added, programme=programme, role=Role.CEO_OFFICE).save()
    accounts = {}
    for password in ("", added.password, PASSWORD):  # one of before had no text at all
        added.password = password
        if password == PASSWORD:
            added.set_password(password)
        added.save()
        found = {access.person: access for access in review_of(programme, at=now()).people}
        accounts[password] = found[added].account
    assert list(accounts.values()) == [
        "Has not signed in yet",
        "Has not signed in yet",
        "Can sign in",
    ]
    assert len(accounts) == 3


def test_a_sign_in_of_the_demo_is_told_to_work_where_it_does_alone(lead, programme, settings):
    lead.is_demo = True
    lead.save()
    accounts = {}
    for settings.DEBUG in (True, False):
        found = {access.person: access for access in review_of(programme, at=now()).people}
        accounts[settings.DEBUG] = found[lead].account
    assert accounts == {True: "Can sign in", False: "Of the demo, cannot sign in here"}


def test_a_first_day_that_was_said_is_the_day(stranger, programme):
    first = today() - timedelta(days=40)
    Appointment(person=stranger, programme=programme, role=Role.CEO_OFFICE, starts_on=first).save()
    found = {access.person: access for access in review_of(programme, at=now()).people}
    assert found[stranger].roles == (HeldRole("CEO’s office", first),)


def test_names_that_never_signed_in_are_told_apart(programme, amy):
    found = {access.person: access for access in review_of(programme, at=now()).people}
    assert (found[amy].account, found[amy].last_sign_in) == ("A name, no sign-in", "Never")


def test_administrators_are_on_every_review(programme):
    administrator = Person.objects.create_superuser("a@trust.example", PASSWORD, name="Admin")
    (found,) = review_of(programme, at=now()).administrators
    assert found.person == administrator
    assert found.roles[0].role == "Administrator of every programme"


def test_whoever_left_is_listed_apart_and_has_nothing(lead, office, programme):
    deactivate(person=lead, by=office, at=now(), why="Left")
    review = review_of(programme, at=now())
    assert lead not in [access.person for access in review.people]
    (left,) = [one for one in review.left if one.person == lead]
    assert (left.account, left.roles, left.tokens) == ("Closed", (), 0)


def test_the_page_says_the_same_with_links_to_do_something(lead, office, signed_in, words):
    page = signed_in(office).get("/scas/access/")
    assert (
        "nicola@trust.example Senior Responsible Officer of Culture &amp; Staff Wellbeing, since"
    ) in " ".join(words(page).replace("&", "&amp;").split())
    assert "Can sign in, with a second step 1 token in use 9 January 2024, 08:30" in words(page)
    assert f'href="/scas/access/{lead.pk}/leave/"' in page.content.decode()
    assert f'href="/scas/access/{office.pk}/leave/"' not in page.content.decode()


def test_the_file_has_a_line_for_everything_somebody_has(lead, office, signed_in):
    answer = signed_in(office).get("/scas/access/access.csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="access-scas-')
    (line,) = [one for one in lines(answer) if one["Person"] == "Nicola Howells"]
    assert line["Has"] == "Senior Responsible Officer of Culture & Staff Wellbeing"
    assert (line["E-mail"], line["Account"]) == ("nicola@trust.example", "Can sign in")
    assert (line["Second step"], line["Tokens"]) == ("yes", "1")
    assert line["Last sign-in"] == "2024-01-09 08:30"


def test_a_formula_in_a_name_is_not_run_by_a_spreadsheet(lead, office, signed_in):
    lead.name = '=HYPERLINK("http://elsewhere.example")'
    lead.save()
    found = [line["Person"] for line in lines(signed_in(office).get("/scas/access/access.csv"))]
    assert "'" + lead.name in found
    assert lead.name not in found


def test_the_download_is_in_the_log(office, programme, signed_in):
    signed_in(office).get("/scas/access/access.csv")
    entry = LogEntry.objects.filter(kind=LogKind.DOWNLOAD).first()
    assert (entry.person, entry.programme, entry.about) == (office, programme, "Access review")


def test_an_administrator_reads_it_and_no_other_page_of_the_programme(programme, signed_in, words):
    administrator = Person.objects.create_superuser("a@trust.example", PASSWORD, name="Admin")
    client: Client = signed_in(administrator)
    page = words(client.get("/scas/access/"))
    assert "Who has access" in page
    assert "Dashboard" not in page.partition("Who has access")[0]
    assert client.get("/scas/").status_code == 404
    assert "See and invite" in words(client.get("/admin/improvement/programme/"))


def test_a_lead_is_refused_with_a_sentence_and_a_stranger_not_told(
    nicola, stranger, signed_in, words
):
    refused = signed_in(nicola).get("/scas/access/")
    assert refused.status_code == 403
    assert "Only the Programme office may invite people, see who has access and end it." in words(
        refused
    )
    assert signed_in(stranger).get("/scas/access/").status_code == 404


@pytest.mark.parametrize("people", [1, 12])
def test_more_people_ask_no_more_of_the_database(programme, people, django_assert_num_queries):
    for number in range(people):
        one = Person.objects.create_user(f"p{number}@trust.example", PASSWORD, name=f"P{number}")
        Appointment(person=one, programme=programme, role=Role.BOARD_READER).save()
    with django_assert_num_queries(8):
        review_of(programme, at=now())
