"""What a pack says, as rows: a function a table, in the order of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal

from reporting.change_kinds import KINDS
from reporting.contents import (
    ActionFact,
    Contents,
    CriterionFact,
    JudgedFact,
    RatingFact,
    SectionFact,
    WorkstreamFact,
)
from reporting.figure_facts import CellFact, MetricFact
from reporting.issue_facts import ChangeFact
from reporting.tables.table import Row, Share, Value
from scorecards.performance import Verdict
from scorecards.values import Kind


def pack(contents: Contents) -> Iterator[Row]:
    issue = contents.issue
    yield "Programme", contents.programme.name
    yield "Organisation", contents.programme.organisation
    yield "Month", contents.month.words
    yield "Exit date", contents.programme.exit_on
    yield "Version", issue.version if issue else "Draft"
    yield "Issued at", issue.issued_at if issue else ""
    yield "Issued by", issue.issued_by if issue else ""
    yield "Reason for this version", issue.reason if issue else ""
    yield "Changes since", contents.changes.earlier
    yield "Differences from", issue.differences.earlier if issue and issue.differences else ""
    yield "Headline", contents.overview.headline
    yield "RAG assessment", contents.overview.rag_assessment
    for meeting in contents.programme.meetings:
        yield f"Meeting, tier {meeting.tier}", f"{meeting.name}, chaired by {meeting.chair}"


def workstreams(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        back = one.returned
        yield one.name, one.exit_statement, back.words, back.submitted_by, back.approved_by


def leads(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        for lead in one.leads:
            yield one.name, lead.words, ", ".join(lead.names)


def ratings(contents: Contents) -> Iterator[Row]:
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


def overview(contents: Contents) -> Iterator[Row]:
    for section in contents.overview.sections:
        yield from _lines(contents.programme.name, section)


def reports(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        for section in one.sections:
            yield from _lines(one.name, section)


def _lines(of: str, section: SectionFact) -> Iterator[Row]:
    if section.state != "entered":
        yield of, section.title, None, _STATES[section.state]
    for bullet in section.bullets:
        yield of, section.title, bullet.level, bullet.text


_STATES = {"nil": "Nothing to report", "missing": "Not entered"}


def actions(contents: Contents) -> Iterator[Row]:
    return (_action(one, action) for one in contents.workstreams for action in one.actions)


def _action(of: WorkstreamFact, action: ActionFact) -> Row:
    about = (of.name, action.ref, action.strength, action.wording, action.source)
    delivery = (action.delivery.words, _words(action.delivery_before))
    embedding = (action.embedding.words, _words(action.embedding_before))
    said = ("; ".join(action.moves), action.explanation, action.mitigation)
    return (*about, *delivery, *embedding, *said)


def criteria(contents: Contents) -> Iterator[Row]:
    return (_criterion(one, each) for one in contents.workstreams for each in one.criteria)


def _criterion(of: WorkstreamFact, each: CriterionFact) -> Row:
    rating = (each.rating.words, _words(each.before), "; ".join(each.moves))
    return (of.name, each.number, each.text, each.owner or of.names_in("executive_lead"), *rating)


def figures(contents: Contents) -> Iterator[Row]:
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


def metrics(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        for fact in one.metrics:
            baseline, target = (fact.baseline, fact.baseline_when), (fact.target, fact.target_when)
            yield one.name, fact.number, fact.name, fact.unit, *baseline, *target, fact.remark


def plans(contents: Contents) -> Iterator[Row]:
    for one in contents.workstreams:
        if one.plan:
            for lead in one.plan.leads:
                yield one.name, lead.words, "", "\n".join(lead.names)
            for part in one.plan.parts:
                yield one.name, part.title, "", part.text
            for milestone in one.plan.milestones:
                yield one.name, "Milestones", milestone.quarter, milestone.text


def changes(contents: Contents) -> Iterator[Row]:
    return _changed(contents.changes.items)


def differences(contents: Contents) -> Iterator[Row]:
    issue = contents.issue
    return _changed(issue.differences.items if issue and issue.differences else ())


def _changed(items: Iterable[ChangeFact]) -> Iterator[Row]:
    for one in items:
        of = one.workstream or "Programme"
        yield KINDS[one.kind], of, one.place, one.before, one.now, one.why


def waivers(contents: Contents) -> Iterator[Row]:
    for one in contents.issue.waivers if contents.issue else ():
        yield one.found, one.reason, one.by
