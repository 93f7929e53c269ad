"""A pack as flat tables: a row for each thing it says, every column with its meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from reporting.contents import (
    ActionFact,
    CellFact,
    Contents,
    CriterionFact,
    JudgedFact,
    MetricFact,
    RatingFact,
    SectionFact,
    WorkstreamFact,
)
from scorecards.performance import Verdict
from scorecards.values import Kind


@dataclass(frozen=True)
class Share:
    """A percentage as a part of one, so that a spreadsheet counts with it and shows the sign."""

    of_one: Decimal


Value = str | Decimal | Share | timedelta | int | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns with what they mean, and its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


def tables_of(contents: Contents) -> tuple[Table, ...]:
    """Take a pack's contents, give its tables in the pack's order, the dictionary last."""
    tables = tuple(Table(name, columns, tuple(rows(contents))) for name, columns, rows in _TABLES)
    return (*tables, _dictionary(tables))


def _dictionary(tables: Iterable[Table]) -> Table:
    rows = tuple((table.name, name, said) for table in tables for name, said in table.columns)
    columns = (("Sheet", "Name of a table"), ("Column", "Its column"), ("Meaning", "What it says"))
    return Table("Data dictionary", columns, rows)


def _pack(contents: Contents) -> Iterator[Row]:
    issue = contents.issue
    yield "Programme", contents.programme.name
    yield "Organisation", contents.programme.organisation
    yield "Month", contents.month.words
    yield "Exit date", contents.programme.exit_on
    yield "Version", issue.version if issue else "Draft"
    yield "Issued at", issue.issued_at if issue else ""
    yield "Issued by", issue.issued_by if issue else ""
    yield "Reason for this version", issue.reason if issue else ""
    yield "Headline", contents.overview.headline
    yield "RAG assessment", contents.overview.rag_assessment
    for meeting in contents.programme.meetings:
        yield f"Meeting, tier {meeting.tier}", f"{meeting.name}, chaired by {meeting.chair}"


def _leads(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        for lead in one.leads:
            yield one.name, lead.words, ", ".join(lead.names)


def _ratings(contents: Contents) -> Iterator[Row]:
    overview = contents.overview
    yield from _judged("Programme", overview.delivery, overview.embedding)
    for one in contents.workstreams:
        yield from _judged(one.name, one.delivery, one.embedding)


def _judged(of: str, delivery: JudgedFact, embedding: JudgedFact) -> Iterator[Row]:
    for dimension, fact in (("Delivery", delivery), ("Embedding", embedding)):
        counts = "; ".join(f"{one.count} {one.rating.words}" for one in fact.counts)
        yield of, dimension, fact.judged.words, _words(fact.before), fact.worst.words, counts


def _words(rating: RatingFact | None) -> str:
    return rating.words if rating else ""


def _overview(contents: Contents) -> Iterator[Row]:
    for section in contents.overview.sections:
        yield from _lines(contents.programme.name, section)


def _reports(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        for section in one.sections:
            yield from _lines(one.name, section)


def _lines(of: str, section: SectionFact) -> Iterator[Row]:
    if section.state != "entered":
        yield of, section.title, None, _STATES[section.state]
    for bullet in section.bullets:
        yield of, section.title, bullet.level, bullet.text


_STATES = {"nil": "Nothing to report", "missing": "Not entered"}


def _actions(contents: Contents) -> Iterator[Row]:
    return (_action(one, action) for one in contents.workstreams for action in one.actions)


def _action(of: WorkstreamFact, action: ActionFact) -> Row:
    about = (of.name, action.ref, action.strength, action.wording, action.source)
    delivery = (action.delivery.words, _words(action.delivery_before))
    embedding = (action.embedding.words, _words(action.embedding_before))
    said = ("; ".join(action.moves), action.explanation, action.mitigation)
    return (*about, *delivery, *embedding, *said)


def _criteria(contents: Contents) -> Iterator[Row]:
    return (_criterion(one, each) for one in contents.workstreams for each in one.criteria)


def _criterion(of: WorkstreamFact, each: CriterionFact) -> Row:
    rating = (each.rating.words, _words(each.before), "; ".join(each.moves))
    return (of.name, each.number, each.text, each.owner or of.names_in("executive_lead"), *rating)


def _figures(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        for metric in one.metrics:
            for line in metric.lines:
                about = (one.name, metric.number, metric.name, metric.unit, line.name)
                for aim, cell in zip(metric.aims, line.cells, strict=True):
                    yield (*about, cell.quarter, *_cell(metric, aim, cell))


def _cell(metric: MetricFact, aim: CellFact, cell: CellFact) -> Row:
    aimed, reached = (aim.printed, _value(metric, aim)), (cell.printed, _value(metric, cell))
    said = " ".join(one for one in (cell.note, cell.expected) if one)
    return (*aimed, *reached, Verdict(cell.verdict).words, cell.reason, said)


def _value(metric: MetricFact, cell: CellFact) -> Value:
    if cell.position is None:
        return None
    number = Decimal(cell.position)
    if metric.kind == Kind.DURATION:
        return timedelta(seconds=int(number))
    return Share(number / 100) if metric.kind == Kind.PERCENT else number


def _metrics(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        for fact in one.metrics:
            baseline, target = (fact.baseline, fact.baseline_when), (fact.target, fact.target_when)
            yield one.name, fact.number, fact.name, fact.unit, *baseline, *target, fact.remark


def _plans(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        if one.plan:
            for lead in one.plan.leads:
                yield one.name, lead.words, "", "\n".join(lead.names)
            for part in one.plan.parts:
                yield one.name, part.title, "", part.text
            for milestone in one.plan.milestones:
                yield one.name, "Milestones", milestone.quarter, milestone.text


_VALUE = "As a number, a percentage or a duration; of a grade its rank from 1, or where it begins"
_OF = ("Workstream", "The part of the programme")
_TABLES: tuple[
    tuple[str, tuple[tuple[str, str], ...], Callable[[Contents], Iterator[Row]]], ...
] = (
    ("Pack", (("Fact", "What is said of the pack"), ("Value", "As printed")), _pack),
    (
        "Overview",
        (
            ("Programme", "Its name"),
            ("Section", "Heading of the section"),
            ("Level", "0, or 1 for a line nested under the one before it"),
            ("Text", "One line of the section, or that there is nothing"),
        ),
        _overview,
    ),
    (
        "Overall ratings",
        (
            ("Of", "The programme or a workstream"),
            ("Dimension", "Delivery: is the work done on time. Embedding: has it taken hold"),
            ("Judged", "The rating a person gave"),
            ("Month before", "The rating a person gave the month before"),
            ("Worst below", "The worst rating of the items below it"),
            ("Counts", "How many items have each rating"),
        ),
        _ratings,
    ),
    ("Leads", (_OF, ("Role", "The role held"), ("Names", "Who held it in the month")), _leads),
    (
        "Highlight reports",
        (
            _OF,
            ("Section", "Heading of the section"),
            ("Level", "0, or 1 for a line nested under the one before it"),
            ("Text", "One line of the section, or that there is nothing"),
        ),
        _reports,
    ),
    (
        "CQC actions",
        (
            _OF,
            ("Reference", "The action's reference"),
            ("Strength", "Must or Should"),
            ("Action", "What is to be done, with its regulation"),
            ("Source", "The inspection it is from"),
            ("Delivery", "Rating: is the work done on time"),
            ("Delivery before", "The same in the month before"),
            ("Embedding", "Rating: has it taken hold"),
            ("Embedding before", "The same in the month before"),
            ("Moved", "Each rating that moved, from what to what"),
            ("Explanation", "Why it is red or has moved"),
            ("Mitigation", "What is done about it"),
        ),
        _actions,
    ),
    (
        "Exit criteria",
        (
            _OF,
            ("Number", "The criterion's number"),
            ("Criterion", "The condition for leaving the oversight segment"),
            ("Owner", "Who owns it: the executive lead unless another is named"),
            ("Rating", "The rating given"),
            ("Month before", "The rating of the month before"),
            ("Moved", "From what to what, if it moved"),
        ),
        _criteria,
    ),
    (
        "Metrics",
        (
            _OF,
            ("Number", "The metric's number"),
            ("Metric", "What is measured"),
            ("Unit", "What it is measured in, where it is said"),
            ("Baseline", "As printed"),
            ("Baseline of", "When the baseline is from"),
            ("Target", "As printed"),
            ("Target by", "When the target is to be reached"),
            ("Remark", "What the month's report says of it"),
        ),
        _metrics,
    ),
    (
        "Scorecard",
        (
            _OF,
            ("Number", "The metric's number"),
            ("Metric", "What is measured"),
            ("Unit", "What it is measured in, where it is said"),
            ("Row", "The line of actuals"),
            ("Quarter", "Of the financial year, April to March"),
            ("Aim", "As printed"),
            ("Aim value", _VALUE),
            ("Actual", "As printed"),
            (
                "Actual value",
                _VALUE,
            ),
            ("Performance", "Worked out: met, not met or no verdict"),
            ("Reason", "Why"),
            ("Note", "To date, restated, or what could not be read"),
        ),
        _figures,
    ),
    (
        "Plans on a page",
        (
            _OF,
            ("Part", "The box of the plan"),
            ("Quarter", "Of a milestone"),
            ("Text", "As printed, one line each"),
        ),
        _plans,
    ),
)
