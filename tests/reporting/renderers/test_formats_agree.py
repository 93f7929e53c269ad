"""Every format of a pack says the same: each sentence, each rating and each figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from improvement.models import Month
from reporting.changes.compare import KINDS
from reporting.contents.facts import Contents
from reporting.contents.metric_facts import MetricFact
from reporting.contents.pack_facts import ChangeFact, ChangesFact, IssueFact, WaiverFact
from reporting.renderers import RENDERERS, render
from reporting.snapshots.month import contents_of
from tests.support.read_documents import ReadBack, folded, read_back

# Without one test that asks for it no database is made.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PRINTED = ("pdf", "html", "pptx")
TABLES = ("xlsx", "csv")
MARKS = {"met": "Met", "not_met": "Not met", "no_verdict": "", "": ""}

# Said to screen readers instead of the marks † and ‡.
MARKED = (folded("cannot be read, see the note"), folded("see the note"))

# The facts that people wrote or read. The others are codes, addresses, and what is worked out
# from these for one screen.
SAID = {
    "ActionFact": "ref strength wording source moves explanation mitigation",
    "BulletFact": "text",
    "CellFact": "printed note",
    "ChangeFact": "workstream place before now why",
    "ChangesFact": "earlier",
    "CriterionFact": "number text owner moves",
    "IssueFact": "issued_by reason",
    "LeadFact": "words names",
    "LineFact": "name",
    "MeetingFact": "name chair",
    "MetricFact": "number name unit baseline baseline_when target target_when remark",
    "MilestoneFact": "items",
    "MonthFact": "words",
    "OverviewFact": "headline rag_assessment",
    "PlanPartFact": "title lines",
    "ProgrammeFact": "name organisation",
    "SectionFact": "title",
    "WaiverFact": "found reason by",
    "WorkstreamFact": "name exit_statement",
}


@pytest.fixture(scope="module")
def contents(django_db_setup, django_db_blocker) -> Contents:
    """December as version 2, issued in spite of something, after a month in which much changed."""
    with django_db_blocker.unblock():
        december = Month.objects.select_related("programme").get(
            starts_on="2023-12-01", programme__slug="scas"
        )
        found = contents_of(december)
    return replace(found, issue=_issue(), changes=ChangesFact("November 2023", tuple(_changes())))


def _issue() -> IssueFact:
    waiver = WaiverFact("Nobody rated this", "The meeting was moved", "Programme Office")
    differences = ChangesFact("version 1", tuple(_changes("corrected")))
    moment = "2024-01-08T23:30:00+00:00"
    return IssueFact(2, moment, "Programme Office", "A figure was wrong", (waiver,), differences)


def _changes(mark: str = "moved") -> Iterator[ChangeFact]:
    for number, kind in enumerate(KINDS, start=1):
        told = (f"{part} {number} {mark}" for part in ("place", "before", "now", "why"))
        yield ChangeFact(kind, "Patient Safety" if number % 2 else "", *told)


@pytest.fixture(scope="module")
def documents(contents: Contents) -> dict[str, ReadBack]:
    return {format: read_back(render(contents, format), format) for format in RENDERERS}


def said(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Everything that people wrote or read, with the name of its fact."""
    if isinstance(value, str) and value:
        yield field, value
    elif isinstance(value, tuple):
        for one in value:
            yield from said(one, field)
    elif is_dataclass(value):
        name = type(value).__name__
        spoken = SAID.get(name, "").split()
        for one in fields(value):
            part = getattr(value, one.name)
            if one.name in spoken or not _is_text(part):
                yield from said(part, f"{name}.{one.name}")


@pytest.mark.parametrize("format", [*PRINTED, *TABLES])
def test_a_figure_that_cannot_be_read_is_under_query_and_nobody_reads_what_to_write(
    contents, documents, format
) -> None:
    cells = [
        cell
        for of in contents.workstreams
        for metric in of.metrics
        for line in metric.lines
        for cell in line.cells
        if cell.expected
    ]
    assert len(cells) >= 3
    text = documents[format].text
    assert folded("Figure under query.") in text
    for instruction in ("column heading", "write one of", *(cell.expected for cell in cells)):
        assert folded(instruction) not in text


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, tuple) and isinstance(next(iter(value), 0), str)
    )


@pytest.mark.parametrize("format", list(RENDERERS))
def test_every_sentence_is_in_it(contents, documents, format) -> None:
    text = documents[format].text
    everything = list(said(contents))
    assert len(everything) > 800
    assert [one for one in everything if folded(one[1]) not in text] == []


@pytest.mark.parametrize("format", PRINTED + TABLES)
def test_every_rating_stands_beside_its_action(contents, documents, format) -> None:
    wrong = [
        action.ref
        for workstream in contents.workstreams
        for action in workstream.actions
        if not _rated(
            documents[format],
            (action.ref, action.wording),
            (action.delivery.words, action.embedding.words),
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("format", PRINTED + TABLES)
def test_every_rating_stands_beside_its_criterion(contents, documents, format) -> None:
    wrong = [
        (workstream.name, criterion.number)
        for workstream in contents.workstreams
        for criterion in workstream.criteria
        if not _rated(
            documents[format], (criterion.number, criterion.text), (criterion.rating.words,)
        )
    ]
    assert wrong == []


def _rated(document: ReadBack, about: tuple[str, str], ratings: tuple[str, ...]) -> bool:
    """Whether a row names the item, and then gives these ratings in this order."""
    name, text = map(folded, about)
    for row in document.rows:
        if name in row and (
            place := next((i for i, cell in enumerate(row) if cell.startswith(text)), None)
        ):
            later = iter(row[place:])
            if all(any(cell.startswith(folded(rating)) for cell in later) for rating in ratings):
                return True
    return False


@pytest.mark.parametrize("format", PRINTED)
def test_every_figure_is_printed_in_its_row_with_its_mark(contents, documents, format) -> None:
    wrong = [
        (metric.number, run)
        for workstream in contents.workstreams
        for metric in workstream.metrics
        for run in _runs(metric)
        if folded(run) not in unmarked(documents[format])
    ]
    assert wrong == []


def unmarked(document: ReadBack) -> str:
    text = document.text
    for words in MARKED:
        text = text.replace(words, "")
    return text


def _runs(metric: MetricFact) -> Iterator[str]:
    """What a reader reads along each row of the metric."""
    yield "Aim" + "".join(cell.printed for cell in metric.aims)
    for line in metric.lines:
        cells = (one.printed + one.short_day + MARKS[one.verdict] for one in line.cells)
        yield line.name + "".join(cells)


@pytest.mark.parametrize("format", PRINTED)
def test_every_scorecard_says_to_which_days_its_figures_are(contents, documents, format) -> None:
    text = unmarked(documents[format])
    days = [workstream.figures_to for workstream in contents.workstreams]
    assert days[2].endswith("to 30 November 2023; metrics 1 and 4 to 31 December 2023")
    assert [day for day in days if folded(day) not in text] == []
    assert "14637to30NovMet" in text
    assert "Q3todate" in text
    assert folded("14,637 to 30 November, against 10,341 pro rata of 15,511") in text


@pytest.mark.parametrize("format", TABLES)
def test_every_figure_is_in_the_table_of_its_quarter(contents, documents, format) -> None:
    rows = {tuple(row[:6]): row for row in documents[format].rows if len(row) > 10}
    checked = 0
    for workstream in contents.workstreams:
        for metric in workstream.metrics:
            for line in metric.lines:
                for aim, cell in zip(metric.aims, line.cells, strict=True):
                    about = (workstream.name, metric.number, metric.name, metric.unit, line.name)
                    row = rows[tuple(map(folded, (*about, cell.quarter)))]
                    assert (row[6], row[8]) == (folded(aim.printed), folded(cell.printed))
                    assert row[10] == folded(MARKS[cell.verdict] or "No verdict")
                    assert row[13].removesuffix("00:00:00") == cell.as_at
                    checked += 1
    assert checked == sum(
        len(line.cells)
        for workstream in contents.workstreams
        for metric in workstream.metrics
        for line in metric.lines
    )
    assert checked > 300
