"""The rows of My work: soonest first, and what a person is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from improvement.models import HighlightReport, Month, Person
from improvement.workflow import transitions
from improvement.workflow.worklist import work_of
from reporting.month.work_rows import WorkRow, WorkRows, work_rows

FIRST = date(2024, 2, 1)


def rows_of(person: Person, on: date = FIRST) -> WorkRows:
    return work_rows(work_of(person, on=on))


def said(rows: tuple[WorkRow, ...]) -> list[tuple[str, str, str]]:
    return [(row.task.report.workstream.name, row.roles, row.verb) for row in rows]


def test_a_manager_of_two_workstreams_has_the_sooner_first(
    january: Month, someone: Callable[[str], Person]
) -> None:
    emma = someone("emma-manaton")
    culture = HighlightReport.objects.get(month=january, workstream__slug__startswith="culture")
    culture.extended_to = date(2024, 2, 9)
    culture.save()
    rows = rows_of(emma)
    assert said(rows.mine) == [
        ("Performance Improvement", "Programme Manager", "Continue"),
        ("Culture & Staff Wellbeing", "Programme Manager", "Continue"),
    ]
    assert rows.waiting == ()


def test_what_is_submitted_is_the_executives_to_read_and_waits_for_its_lead(
    culture: HighlightReport, nicola: Person, melanie: Person, noon: datetime
) -> None:
    transitions.submit(report=culture, by=nicola, at=noon)
    assert said(rows_of(melanie).mine) == [("Culture & Staff Wellbeing", "Executive Lead", "Read")]
    lead = rows_of(nicola)
    assert lead.mine == ()
    assert [row.task.words for row in lead.waiting] == ["With the accountable executive"]


def test_what_others_have_now_is_read(january: Month, someone: Callable[[str], Person]) -> None:
    rows = rows_of(someone("ceo-office"))
    assert (rows.mine, {row.verb for row in rows.waiting}) == ((), {"Read"})
