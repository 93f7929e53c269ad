"""My work: what is somebody's to do, and where whoever only reads packs is led."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.models import Appointment, Month, Person, Programme, Role
from improvement.values.ratings import Rating
from reporting.contents.assemble import assemble
from reporting.contents.facts import to_json
from reporting.contents.pack_facts import ChangeFact, ChangesFact
from reporting.models import Pack
from reporting.pack.issue import reopen
from tests.support.read_html import read

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


@pytest.fixture
def other() -> Programme:
    """Another programme of the installation."""
    programme = Programme(slug="other", name="Other", organisation="Other Trust")
    programme.first_quarter, programme.last_quarter = "2023/24 Q1", "2023/24 Q4"
    programme.save()
    return programme


def test_a_board_reader_of_one_programme_is_led_to_its_dashboard(
    december: Month,
    january: Month,
    office: Person,
    board_reader: Person,
    noon: datetime,
    signed_in: SignedIn,
) -> None:
    client = signed_in(board_reader)
    assert client.get("/").headers["Location"] == "/scas/"
    reopen(month=december, reason="A figure was wrong.", by=office, at=noon)
    assert client.get("/").headers["Location"] == "/scas/"


def test_a_board_reader_of_two_finds_the_dashboard_and_the_packs_of_each(
    programme: Programme, other: Programme, board_reader: Person, signed_in: SignedIn
) -> None:
    Appointment(person=board_reader, role=Role.BOARD_READER, programme=other).save()
    page = read(signed_in(board_reader).get("/").content)
    links = [link.get("href") for link in page.find(".//main").iter("a")]
    assert sorted(links) == [
        "/other/",
        "/other/packs/",
        "/scas/",
        "/scas/2023-12/pack/1/",
        "/scas/packs/",
    ]


def test_a_lead_who_reads_the_packs_of_another_programme_stays_with_their_work(
    nicola: Person, other: Programme, signed_in: SignedIn, words: Words
) -> None:
    Appointment(person=nicola, role=Role.BOARD_READER, programme=other).save()
    page = signed_in(nicola).get("/")
    assert "Yours to do now" in words(page)
    assert 'href="/scas/packs/"' not in page.content.decode().partition("<main")[2]
    assert 'href="/other/packs/"' in page.content.decode()


def test_whoever_works_on_a_month_begins_with_their_work(
    nicola: Person, signed_in: SignedIn, words: Words
) -> None:
    page = words(signed_in(nicola).get("/"))
    assert "Yours to do now" in page
    assert "issued packs" not in page


@pytest.mark.usefixtures("programme")
def test_an_administrator_without_an_appointment_is_told_where_to_go(
    signed_in: SignedIn, words: Words
) -> None:
    person = Person.objects.create_user("it@trust.example", name="Somebody in IT")
    person.is_staff = True
    person.save()
    page = signed_in(person).get("/")
    assert "You look after the accounts" in words(page)
    assert 'href="/admin/"' in page.content.decode()


def test_the_last_pack_stands_there_with_the_ratings_that_moved_in_it(
    january: Month,
    office: Person,
    noon: datetime,
    nicola: Person,
    signed_in: SignedIn,
    words: Words,
) -> None:
    client = signed_in(nicola)
    first = "December 2023, version 1 of SCAS Improvement Programme, issued"
    page = words(client.get("/"))
    assert first in page
    assert "It is the first one. From the next pack on, the ratings that moved stand here." in page
    contents = assemble(january)
    now = replace(contents, changes=ChangesFact("December 2023", tuple(_moves())))
    Pack.objects.create(
        month=january, version=1, contents_json=to_json(now), issued_at=noon, issued_by=office
    )
    page = words(client.get("/"))
    assert "January 2024, version 1 of SCAS Improvement Programme, issued" in page
    assert "CSW-03, embedding: On track → Off track" in page
    assert "CSW-03, delivery: Overdue → On track 1 more" in page
    assert page.index("embedding: On track") < page.index("delivery: Overdue")


def _moves() -> Iterator[ChangeFact]:
    """Yield one rating that is worse, and three that are better."""
    better, worse = ("Overdue (>1 month)", "On Track"), ("On Track", Rating.OFF_TRACK.words)
    for action, dimension, (before, after) in (
        ("CSW-01", "delivery", better),
        ("CSW-03", "delivery", better),
        ("CSW-03", "embedding", worse),
        ("CSW-05", "delivery", better),
    ):
        place = f"Must {action}: {dimension}"
        yield ChangeFact("rating", "Culture & Staff Wellbeing", place, before, after, "")


def test_who_has_nothing_to_do_is_told_what_comes_next(
    programme: Programme,
    nicola: Person,
    office: Person,
    noon: datetime,
    signed_in: SignedIn,
    words: Words,
) -> None:
    programme.months.filter(issued_at=None).update(issued_at=noon, issued_by=office)
    assert (
        "Nothing waits for you: no month is open. When the next one opens, its report stands here "
        "with the day it is due."
    ) in words(signed_in(nicola).get("/"))
