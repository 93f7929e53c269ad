"""The list of actions as CSV and XLSX: the rows of the page, in its order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from improvement.models import LogEntry, LogKind, Month, Person
from tests.support.read_lists import in_csv, in_xlsx, listed

ACTIONS = "/scas/actions/"
SignedIn = Callable[[Person], Client]


@pytest.mark.parametrize(
    "asked",
    [
        "?month=2023-12",
        "?month=2023-12&kind=must&sort=-ref&group=none",
        "?month=2023-12&embedding=off_track",
    ],
)
def test_the_files_have_the_rows_of_the_page_in_its_order(
    december: Month, board_reader: Person, signed_in: SignedIn, asked: str
) -> None:
    client = signed_in(board_reader)
    shown = [row[0] for row in listed(client.get(ACTIONS + asked))]
    told = in_csv(client.get(f"{ACTIONS}list.csv{asked}"))
    assert [row[1] for row in told[1:]] == shown != []
    assert in_xlsx(client.get(f"{ACTIONS}list.xlsx{asked}")) == told


def test_a_row_says_ratings_months_and_words_whole(
    december: Month, nicola: Person, signed_in: SignedIn
) -> None:
    asked = f"{ACTIONS}list.csv?month=2023-12&delivery=overdue"
    heads, cells = in_csv(signed_in(nicola).get(asked))
    row = dict(zip(heads, cells, strict=True))
    assert row["Workstream"] == "Governance & Well Led"
    assert (row["Delivery"], row["Delivery: months"]) == ("Overdue (>1 month)", "1")
    assert (row["Kind"], row["Owner"], row["Standing"]) == ("Must", "Daryl Lutchmaya", "")
    assert row["Explanation"].startswith("The gap analysis for Regulation 17")
    entry = LogEntry.objects.filter(kind=LogKind.DOWNLOAD).latest("at")
    assert (entry.about, entry.detail) == ("List of actions of December 2023", "csv")
