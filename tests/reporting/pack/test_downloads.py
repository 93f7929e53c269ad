"""A board reader's shelf of issued packs, and who took a pack away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.models import LogEntry, LogKind, Month, Person, Programme
from reporting.issued_packs import SHOWN
from reporting.publishing import issue, reopen

PACK = "/scas/2023-12/pack/1/"
SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


def test_a_board_reader_begins_with_the_packs_the_web_page_first(
    board_reader: Person, signed_in: SignedIn, words: Words
) -> None:
    page = signed_in(board_reader).get("/")
    said = words(page)
    assert "Issued packs" in said
    assert "December 2023" in said
    assert "is open" not in said
    body = page.content.decode()
    order = [f"{PACK}{one}/" for one in ("read", "pdf", "pptx", "xlsx", "csv", "json")]
    assert sorted(order, key=body.index) == order


def test_who_works_on_the_month_begins_with_their_work(
    nicola: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(nicola).get("/"))
    assert "Yours to do now" in said
    assert "Issued packs" not in said


def test_a_second_version_takes_the_place_of_the_first(
    december: Month,
    office: Person,
    board_reader: Person,
    noon: datetime,
    signed_in: SignedIn,
    words: Words,
    waive_all: Callable[[Month], dict[str, str]],
    one_format: None,
) -> None:
    reopen(month=december, reason="A figure was wrong.", by=office, at=noon)
    month = Month.objects.select_related("programme").get(pk=december.pk)
    client = signed_in(board_reader)
    assert f"{PACK}read/" in client.get("/").content.decode()
    issue(month=month, waivers=waive_all(month), by=office, at=noon)
    body = client.get("/").content.decode()
    assert "December 2023, version 2" in body
    assert f"{PACK}read/" not in body


def test_the_page_of_a_pack_says_who_downloaded_it(
    nicola: Person, board_reader: Person, signed_in: SignedIn, words: Words
) -> None:
    assert "Nobody has downloaded it yet." in words(signed_in(nicola).get(PACK))
    signed_in(board_reader).get(f"{PACK}pdf/")
    signed_in(nicola).get("/scas/2023-12/pack/?format=xlsx")
    said = words(signed_in(nicola).get(PACK))
    told = said[said.index("Who downloaded it") :]
    assert told.index("Nicola Howells Excel") < told.index(f"{board_reader.name} PDF")


def test_a_board_reader_is_not_told_who_downloaded_it(
    board_reader: Person, signed_in: SignedIn, words: Words
) -> None:
    assert "Who downloaded it" not in words(signed_in(board_reader).get(PACK))


def test_many_downloads_are_counted_and_take_no_more_queries(
    nicola: Person,
    programme: Programme,
    noon: datetime,
    signed_in: SignedIn,
    words: Words,
    django_assert_max_num_queries,
) -> None:
    about = "December 2023 pack, version 1"
    for number in range(SHOWN + 7):
        LogEntry(
            kind=LogKind.DOWNLOAD,
            person=nicola,
            programme=programme,
            about=about,
            detail=f"copy {number}",
            place="/",
            at=noon,
        ).save()
    client = signed_in(nicola)
    with django_assert_max_num_queries(12):
        said = words(client.get(PACK))
    assert "And 7 before." in said
    assert said.count("copy ") == SHOWN


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
