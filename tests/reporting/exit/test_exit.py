"""The page of the exit: the answer in words, the rows, what filters leave, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from improvement.audit.changes import change
from improvement.models import CriterionRating, Month, Person
from improvement.values import clock
from improvement.values.ratings import Rating
from tests.support.read_html import read, words
from tests.support.read_lists import in_csv, in_xlsx

EXIT = "/scas/exit/"
DECEMBER, JANUARY = f"{EXIT}?month=2023-12", f"{EXIT}?month=2024-01"
SignedIn = Callable[[Person], Client]


def section(answer, name: str) -> str:
    return words(read(answer.content).get_element_by_id(name).getparent())


def criteria(answer) -> list[list[str]]:
    """Return every criterion's row: reference, words, rating and owner."""
    table = read(answer.content).findall(".//table")[-1]
    found = [[words(cell) for cell in row] for row in table.iterfind("./tbody/tr")]
    return [row for row in found if len(row) == 4]


@pytest.fixture
def complete_in_january(january: Month, december: Month, nicola: Person) -> CriterionRating:
    """Culture's first criterion, complete in January and not yet rated in December."""
    rating = CriterionRating.objects.get(
        report__month=january,
        criterion__workstream__slug="culture-and-staff-wellbeing",
        criterion__number="1",
    )
    change(rating, by=nicola, rating=Rating.COMPLETE, carried=False)
    return rating


@pytest.fixture
def on_1_february(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is a day before the date to leave by."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 2, 1, 9, tzinfo=UTC))


def test_december_alone_answers_with_how_many_so_far(
    december: Month, board_reader: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(board_reader).get(EXIT)
    said = section(answer, "answer")
    assert said.startswith(
        "Shall we leave by 30 September 2024? 0 of 16 so far 16 criteria in 9 months: 1.8 a month."
        " A pace can be said once criteria are rated in two months. No criterion is rated yet."
    )
    rows = criteria(answer)
    assert len(rows) == 16
    assert rows[0] == [
        "GWL 1",
        "The board is more effective: it uses the Board Assurance Framework and has gone a long"
        " way towards embedding what the governance review recommended",
        "Not yet rated",
        "Daryl Lutchmaya",
    ]
    chart = read(answer.content).find(".//*[@data-drawing]").get("aria-label")
    assert chart == (
        "Exit criteria complete of 16 by month: December 2023 0. All are needed by September 2024."
    )


@pytest.mark.usefixtures("on_1_february")
def test_one_that_is_complete_is_counted_and_says_how_it_moved(
    complete_in_january: CriterionRating, nicola: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(nicola).get(f"{JANUARY}&rating=complete")
    [row] = criteria(answer)
    assert (row[0], row[2]) == ("CSW 1", "Complete was Not yet rated → Newly rated")
    said = section(answer, "answer")
    assert "At this pace, 9 of 16 15 criteria in 8 months: 1.9 a month." in said
    assert "In the last month it was 1 a month. This is arithmetic, not a forecast." in said
    assert "Culture & Staff Wellbeing 1 /4 complete, last moved Jan 2024" in said
    assert said.count("last moved") == 1
    link = '<a href="/scas/workstreams/culture-and-staff-wellbeing/?month=2024-01">'
    assert link in answer.content.decode()


def test_a_date_that_moved_is_told_with_the_one_first_agreed_and_why(
    signed_in, nicola: Person, january: Month, office: Person
) -> None:
    moved = {"exit_first": date(2024, 9, 30), "exit_moved_because": "Winter pressures"}
    change(january.programme, by=office, exit_on=date(2025, 3, 31), **moved)
    said = section(signed_in(nicola).get(JANUARY), "answer")
    assert "Shall we leave by 31 March 2025?" in said
    assert "First agreed 30 September 2024. It moved because: Winter pressures" in said


def test_past_the_date_an_open_month_says_so_and_no_pace_that_is_needed(
    complete_in_january: CriterionRating, nicola: Person, signed_in: SignedIn
) -> None:
    said = section(signed_in(nicola).get(JANUARY), "answer")
    assert "1 of 16 complete In the last month it was 1 a month." in said
    assert "The date, 30 September 2024, has passed." in said


def test_what_is_carried_has_not_moved(
    complete_in_january: CriterionRating, nicola: Person, signed_in: SignedIn
) -> None:
    change(complete_in_january, by=nicola, carried=True)
    assert "last moved" not in section(signed_in(nicola).get(JANUARY), "answer")


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("workstream=patient-safety", 5),
        ("rating=none", 16),
        ("rating=overdue", 0),
        ("still=unmoved", 0),
        ("kind=must", 16),
    ],
)
def test_each_filter_leaves_what_it_says(
    december: Month, nicola: Person, signed_in: SignedIn, asked: str, left: int
) -> None:
    answer = signed_in(nicola).get(f"{DECEMBER}&{asked}")
    page = words(read(answer.content))
    if left:
        assert len(criteria(answer)) == left
    assert ("No criterion is as you asked." in page) is (left == 0)
    assert ("Not by kind" in page) is (asked == "kind=must")


def test_a_board_reader_sees_issued_months_alone(
    complete_in_january: CriterionRating, board_reader: Person, signed_in: SignedIn
) -> None:
    client = signed_in(board_reader)
    page = client.get(EXIT).content.decode()
    assert "January" not in page
    assert 'name="at"' not in page
    assert "0 of 16 so far" in page
    assert client.get(JANUARY).status_code == 404
    for file in ("csv", "xlsx"):
        assert client.get(f"{EXIT}list.{file}?month=2024-01").status_code == 404
        assert client.get(f"{EXIT}list.{file}?at=2024-01-31").status_code == 403
    told = in_csv(client.get(f"{EXIT}list.csv"))
    assert {row[3] for row in told[1:]} == {"Not yet rated"}
    assert in_xlsx(client.get(f"{EXIT}list.xlsx")) == told


@pytest.mark.parametrize("asked", ["", "&sort=-ref", "&workstream=patient-safety"])
def test_the_files_have_the_rows_of_the_page_in_its_order(
    december: Month, nicola: Person, signed_in: SignedIn, asked: str
) -> None:
    client = signed_in(nicola)
    shown = [row[1] for row in criteria(client.get(DECEMBER + asked))]
    told = in_csv(client.get(f"{EXIT}list.csv?month=2023-12{asked}"))
    assert [" ".join(row[2].split()) for row in told[1:]] == shown != []
    assert in_xlsx(client.get(f"{EXIT}list.xlsx?month=2023-12{asked}")) == told
