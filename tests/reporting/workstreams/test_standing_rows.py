"""The list of workstreams: its rows, what filters and sorting leave, its files, and for whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from improvement.audit.changes import change
from improvement.models import HighlightReport, Month, Person
from improvement.values.ratings import Rating
from tests.support.read_html import read, words
from tests.support.read_lists import caption_in, in_csv, in_xlsx, listed

WORKSTREAMS = "/scas/workstreams/"
DECEMBER, JANUARY = f"{WORKSTREAMS}?month=2023-12", f"{WORKSTREAMS}?month=2024-01"
IN_ORDER = [
    "Governance & Well Led",
    "Culture & Staff Wellbeing",
    "Performance Improvement",
    "Patient Safety",
]
SignedIn = Callable[[Person], Client]


@pytest.fixture
def judged_red(january: Month, december: Month, nicola: Person) -> HighlightReport:
    """Culture's report of January, judged overdue in embedding."""
    report = january.reports.get(workstream__slug="culture-and-staff-wellbeing")
    change(report, by=nicola, delivery=Rating.ON_TRACK, embedding=Rating.OVERDUE, carried=False)
    return report


def test_december_has_a_row_for_each_workstream_in_the_order_of_the_pack(
    december: Month, board_reader: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(board_reader).get(WORKSTREAMS)
    assert caption_in(answer) == "4 workstreams in December 2023"
    rows = listed(answer)
    assert [row[0] for row in rows] == [
        "Governance & Well Led Daryl Lutchmaya",
        "Culture & Staff Wellbeing Melanie Saunders",
        "Performance Improvement Mark Ainsworth",
        "Patient Safety Helen Young",
    ]
    assert rows[2][1] == "Not yet rated not judged for December"
    assert rows[2][6:] == ["0 /3", "2 /7 4 getting worse", "✓ Issued"]
    links = read(answer.content).find_class("app-stream__name")
    assert links[2].get("href") == "/scas/workstreams/performance-improvement/?month=2023-12"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("workstream=patient-safety", IN_ORDER[3:]),
        ("owner=Mark+Ainsworth", IN_ORDER[2:3]),
        ("embedding=overdue", IN_ORDER[1:2]),
        ("embedding=complete", []),
        ("sort=embedding", [IN_ORDER[1], IN_ORDER[0], *IN_ORDER[2:]]),
        ("sort=measures", [IN_ORDER[2], IN_ORDER[1], IN_ORDER[0], IN_ORDER[3]]),
        ("sort=-workstream", IN_ORDER[::-1]),
    ],
)
def test_each_filter_leaves_and_each_head_sorts_what_it_says_in_page_and_files(
    judged_red: HighlightReport, nicola: Person, signed_in: SignedIn, asked: str, names: list[str]
) -> None:
    client = signed_in(nicola)
    page = client.get(f"{JANUARY}&{asked}")
    links = [words(link) for link in read(page.content).find_class("app-stream__name")]
    assert links == names
    assert ("No workstream is as you asked." in words(read(page.content))) is (not names)
    told = in_csv(client.get(f"{WORKSTREAMS}list.csv?month=2024-01&{asked}"))
    assert [row[0] for row in told[1:]] == names
    assert in_xlsx(client.get(f"{WORKSTREAMS}list.xlsx?month=2024-01&{asked}")) == told


def test_a_filter_of_actions_says_what_it_does_not_narrow(
    december: Month, nicola: Person, signed_in: SignedIn
) -> None:
    page = words(read(signed_in(nicola).get(f"{DECEMBER}&kind=must").content))
    assert "The ratings as judged, criteria and measures are not by kind" in page


def test_a_board_reader_sees_issued_months_alone(
    judged_red: HighlightReport, board_reader: Person, signed_in: SignedIn
) -> None:
    client = signed_in(board_reader)
    page = client.get(WORKSTREAMS).content.decode()
    assert "January 2024" not in page
    assert 'name="at"' not in page
    assert client.get(JANUARY).status_code == 404
    for file in ("csv", "xlsx"):
        assert client.get(f"{WORKSTREAMS}list.{file}?month=2024-01").status_code == 404
        assert client.get(f"{WORKSTREAMS}list.{file}?at=2024-01-31").status_code == 403
    told = in_csv(client.get(f"{WORKSTREAMS}list.csv"))
    assert {(row[2], row[6], row[16]) for row in told[1:]} == {
        ("Not yet rated", "Not yet rated", "Issued")
    }
    assert in_xlsx(client.get(f"{WORKSTREAMS}list.xlsx")) == told
