"""Which month or pack the dashboard opens on, and which it offers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.access.permissions import standing_of
from improvement.models import (
    Month,
    Person,
    Programme,
)
from improvement.values.refusals import NotThere
from reporting.filters.month_choice import choose
from reporting.pack.issue import issue, reopen

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


def test_it_opens_on_the_latest_month_that_says_something(
    office: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(office).get("/scas/"))
    assert "December 2023 dashboard" in said
    assert "January 2024 is open and no report for it has been submitted yet" in said


def test_every_month_and_every_pack_is_offered(
    december: Month,
    office: Person,
    noon: datetime,
    board_reader: Person,
    signed_in: SignedIn,
    waive_all: Callable[[Month], dict[str, str]],
    words: Words,
    one_format: None,
) -> None:
    reopen(month=december, reason="A figure was wrong.", by=office, at=noon)
    month = Month.objects.select_related("programme").get(pk=december.pk)
    issue(month=month, waivers=waive_all(month), by=office, at=noon)
    page = signed_in(office).get("/scas/").content.decode()
    offered = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', page.partition("</select>")[0])
    assert offered == [
        ("2024-01", "January 2024 (open)"),
        ("2023-12", "December 2023, pack 2"),
        ("2023-12-v1", "December 2023, pack 1"),
    ]
    first = words(signed_in(board_reader).get("/scas/?month=2023-12-v1"))
    assert "version 1, superseded" in first


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("2023-12-v9", "December 2023 has no version 9 of its pack."),
        ("2031-05", "There is no report for May 2031 that you may read."),
        ("soon", "is not a month; write it as 2023-12"),
    ],
)
def test_what_is_not_there_is_a_sentence(
    office: Person, programme: Programme, wanted: str, said: str
) -> None:
    standing = standing_of(office, programme, on=date(2024, 1, 10))
    with pytest.raises(NotThere, match=said):
        choose(standing, wanted, on=date(2024, 1, 10))
