"""The rows of a pack's tables: a function for each table, in the order of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

from reporting.changes.kinds import KINDS
from reporting.contents.facts import Contents, SectionFact
from reporting.contents.item_facts import ActionFact, SubActionFact
from reporting.contents.metric_facts import CellFact, MetricFact
from reporting.contents.pack_facts import ChangeFact
from reporting.contents.rating_facts import JudgedFact, RatingFact
from reporting.renderers.tables.table import Row, Share, Value
from scorecards.values.cells import Kind
from scorecards.values.performance import Verdict


def pack(contents: Contents) -> Iterator[Row]:
    issue = contents.issue
    yield "Programme", contents.programme.name
    yield "Organisation", contents.programme.organisation
    yield "Month", contents.month.words
    yield "Exit date", _typed(date, contents.programme.exit_on)
    if contents.programme.exit_first:
        yield "Exit date as first agreed", _typed(date, contents.programme.exit_first)
        yield "Why the exit date moved", contents.programme.exit_moved_because
    yield "Version", issue.version if issue else "Draft"
    yield "Issued at", _typed(datetime, issue.issued_at) if issue else ""
    yield "Issued by", issue.issued_by if issue else ""
    yield "Reason for this version", issue.reason if issue else ""
    yield "Changes since", contents.changes.earlier
    yield "Differences from", issue.differences.earlier if issue and issue.differences else ""
    yield "Headline", contents.overview.headline
    yield "RAG assessment", contents.overview.rag_assessment
    for meeting in contents.programme.meetings:
        yield f"Meeting, tier {meeting.tier}", f"{meeting.name}, chaired by {meeting.chair}"


def _typed(kind: type[date], iso: str) -> Value:
    """Return a text as a day or a time, or unchanged where it is neither."""
    with suppress(ValueError):
        return kind.fromisoformat(iso)
    return iso


def workstreams(contents: Contents) -> Iterator[Row]:
    for stream in contents.workstreams:
        report = stream.returned
        yield (
            stream.name,
            stream.exit_statement,
            report.words,
            report.submitted_by,
            report.approved_by,
        )


def leads(contents: Contents) -> Iterator[Row]:
    for stream in contents.workstreams:
        for lead in stream.leads:
            yield stream.name, lead.words, ", ".join(lead.names)


def ratings(contents: Contents) -> Iterator[Row]:
    overview = contents.overview
    yield from _judged("Programme", overview.delivery, overview.embedding)
    for stream in contents.workstreams:
        yield from _judged(stream.name, stream.delivery, stream.embedding)


def _judged(of: str, delivery: JudgedFact, embedding: JudgedFact) -> Iterator[Row]:
    for dimension, fact in (("Delivery", delivery), ("Embedding", embedding)):
        judged = (fact.judged.words, _words(fact.before))
        counts = [f"{count.count} {count.rating.words}" for count in fact.confirmed_counts]
        counts += [f"{fact.unrated} Not yet rated"] if fact.unrated else []
        standing = (fact.judged.standing, fact.confirmed_words, fact.carried_words)
        yield of, dimension, *judged, fact.worst.words, "; ".join(counts), *standing


def _words(rating: RatingFact | None) -> str:
    return rating.words if rating else ""


def overview(contents: Contents) -> Iterator[Row]:
    for section in contents.overview.sections:
        yield from _lines(contents.programme.name, section)


def reports(contents: Contents) -> Iterator[Row]:
    for stream in contents.workstreams:
        for section in stream.sections:
            standing = stream.standing if section.carried else ""
            yield from ((*line, standing) for line in _lines(stream.name, section))


def _lines(of: str, section: SectionFact) -> Iterator[Row]:
    if section.state != "entered":
        yield of, section.title, None, _STATES[section.state]
    for bullet in section.bullets:
        yield of, section.title, bullet.level, bullet.text


_STATES = {"nil": "Nothing to report", "missing": "Not entered"}


def actions(contents: Contents) -> Iterator[Row]:
    for stream in contents.workstreams:
        for action in stream.actions:
            about = (stream.name, action.ref, action.strength, action.wording, action.source)
            delivery = (action.delivery.words, _words(action.delivery_before))
            embedding = (action.embedding.words, _words(action.embedding_before))
            notes = (action.told_explanation, action.told_mitigation)
            texts = (*notes, action.standing, action.short_name)
            yield (*about, *delivery, *embedding, "; ".join(action.moves), *texts)


def particulars(contents: Contents) -> Iterator[Row]:
    """Yield the actions that have an owner, a due date or sub-actions, and their sub-actions."""
    for stream in contents.workstreams:
        for action in stream.actions:
            if action.notes:
                complete = Share(Decimal(action.percent_complete or 0) / 100)
                said = None if action.percent_complete is None else complete
                yield stream.name, action.ref, "", action.wording, *_agreed(action), said, ""
            for below in action.sub_actions:
                about = (stream.name, below.ref, action.ref, below.text)
                yield *about, *_agreed(below), None, below.stands


def _agreed(item: ActionFact | SubActionFact) -> Row:
    due, first = _typed(date, item.due_on), _typed(date, item.due_first)
    return item.owner, due, first, item.due_moved_because


def criteria(contents: Contents) -> Iterator[Row]:
    for stream in contents.workstreams:
        for criterion in stream.criteria:
            owner = criterion.owner or stream.names_in("executive_lead")
            about = (stream.name, criterion.number, criterion.text, owner)
            rating = (criterion.rating.words, _words(criterion.before), "; ".join(criterion.moves))
            yield (*about, *rating, criterion.rating.standing)


def figures(contents: Contents) -> Iterator[Row]:
    for stream in contents.workstreams:
        for metric in stream.metrics:
            for line in metric.lines:
                about = (stream.name, metric.number, metric.name, metric.unit, line.name)
                for aim, cell in zip(metric.aims, line.cells, strict=True):
                    yield (*about, cell.quarter, *_cell(metric, aim, cell))


def _cell(metric: MetricFact, aim: CellFact, cell: CellFact) -> Row:
    aimed, reached = (aim.printed, _value(metric, aim)), (cell.printed, _value(metric, cell))
    notes = " ".join(filter(None, (cell.whole_note, cell.query)))
    until = date.fromisoformat(cell.as_at) if cell.as_at else None
    return (*aimed, *reached, Verdict(cell.verdict).words, cell.reason, notes, until)


def _value(metric: MetricFact, cell: CellFact) -> Value:
    if cell.position is None:
        return None
    number = Decimal(cell.position)
    if metric.kind == Kind.DURATION:
        return timedelta(seconds=int(number))
    return Share(number / 100) if metric.kind == Kind.PERCENT else number


def metrics(contents: Contents) -> Iterator[Row]:
    for stream in contents.workstreams:
        for fact in stream.metrics:
            baseline, target = (fact.baseline, fact.baseline_when), (fact.target, fact.target_when)
            about = (stream.name, fact.number, fact.name, fact.unit)
            range_of_figures = (fact.lowest, fact.highest)
            yield *about, *baseline, *target, fact.remark, *range_of_figures, fact.short_name


def plans(contents: Contents) -> Iterator[Row]:
    for stream in contents.workstreams:
        if stream.plan:
            standing = stream.standing if stream.plan.carried else ""
            for lead in stream.plan.leads:
                yield stream.name, lead.words, "", "\n".join(lead.names), standing
            for part in stream.plan.parts:
                yield stream.name, part.title, "", part.text, standing
            for milestone in stream.plan.milestones:
                yield stream.name, "Milestones", milestone.quarter, milestone.text, standing


def changes(contents: Contents) -> Iterator[Row]:
    return _change_rows(contents.changes.items)


def differences(contents: Contents) -> Iterator[Row]:
    issue = contents.issue
    return _change_rows(issue.differences.items if issue and issue.differences else ())


def _change_rows(items: Iterable[ChangeFact]) -> Iterator[Row]:
    for item in items:
        of = item.workstream or "Programme"
        yield KINDS[item.kind], of, item.place, item.before, item.now, item.why


def waivers(contents: Contents) -> Iterator[Row]:
    for waiver in contents.issue.waivers if contents.issue else ():
        yield waiver.found, waiver.reason, waiver.by
