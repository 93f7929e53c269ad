"""Who downloaded a pack, as its page tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.test import Client

from improvement.models import LogEntry, LogKind, Person, Programme
from reporting.pack.downloads import SHOWN

PACK = "/scas/2023-12/pack/1/"
SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


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
