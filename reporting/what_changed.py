"""What changed: a month's contents beside the month before, or a version beside the one before.

Pure: it compares facts with facts, as frozen, so that what an old pack says of itself stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from improvement.periods import Quarter
from improvement.ratings import Rating
from reporting.contents import (
    ActionFact,
    CellFact,
    Contents,
    CriterionFact,
    JudgedFact,
    LatestFact,
    LeadFact,
    LineFact,
    MetricFact,
    OverviewFact,
    RatingFact,
    WorkstreamFact,
)
from reporting.issue_facts import NO_EARLIER, ChangeFact, ChangesFact
from reporting.same_row import row_before
from reporting.texts import texts_of
from scorecards.performance import Verdict

# Every kind of change with its heading, in the order in which a pack tells them.
KINDS: dict[str, str] = {
    "rating": "Ratings that moved",
    "new": "New items",
    "reopened": "Items open again",
    "closed": "Closed items",
    "date": "Dates that moved",
    "crossed": "Metrics that crossed their aim",
    "restated": "Figures restated",
    "aim": "Aims that changed",
    "people": "People",
    "figure": "Figures that differ",
    "text": "Texts that differ",
}
NOTHING = "–"
PROGRAMME = ""
DEADLINE = "Deadline of the return"
_VERDICTS: set[str] = {Verdict.MET, Verdict.NOT_MET}

Changes = Iterator[ChangeFact]
Item = ActionFact | CriterionFact | MetricFact | WorkstreamFact


def by_kind(facts: ChangesFact) -> list[tuple[str, tuple[ChangeFact, ...]]]:
    """Give each kind that something changed in: its words, and the changes."""
    return [(words, facts.of(kind)) for kind, words in KINDS.items() if facts.of(kind)]


def changes_since(before: Contents | None, now: Contents) -> ChangesFact:
    """Give what changed since the month before, in the order of ``KINDS``; none without one."""
    if before is None:
        return NO_EARLIER
    return ChangesFact(before.month.words, _sorted(_of_month(before, now)))


def differences(before: Contents, now: Contents) -> ChangesFact:
    """Give all that differs between two versions of one month's pack, texts and figures too."""
    earlier = f"version {before.issue.version}" if before.issue else before.month.words
    items = _sorted([*_of_month(before, now, same_month=True), *_texts(before, now)])
    return ChangesFact(earlier, items)


def _sorted(items: Iterable[ChangeFact]) -> tuple[ChangeFact, ...]:
    order = list(KINDS)
    return tuple(sorted(items, key=lambda one: order.index(one.kind)))


def _of_month(before: Contents, now: Contents, *, same_month: bool = False) -> Changes:
    yield from _overall(before.overview, now.overview)
    yield from _differs("date", "", "Exit date", before.programme.exit_on, now.programme.exit_on)
    yield from _chairs(before, now)
    earlier = {one.slug: one for one in before.workstreams}
    yield from _arrivals("", earlier, {one.slug: one for one in now.workstreams})
    current = "" if same_month else now.month_quarter
    for workstream in now.workstreams:
        if was := earlier.get(workstream.slug):
            yield from _of_workstream(was, workstream)
            first = _due(was, before) if same_month else now.month.due_on
            yield from _deadline(first, workstream, now)
            yield from _of_metrics(was, workstream, current)
            if same_month:
                yield from _current_figures(was, workstream, now.month_quarter)


def _overall(was: OverviewFact, now: OverviewFact) -> Changes:
    why = now.rag_assessment
    yield from _judged(PROGRAMME, was.delivery, now.delivery, "delivery", why)
    yield from _judged(PROGRAMME, was.embedding, now.embedding, "embedding", why)


def _of_workstream(was: WorkstreamFact, now: WorkstreamFact) -> Changes:
    yield from _judged(now.name, was.delivery, now.delivery, "delivery")
    yield from _judged(now.name, was.embedding, now.embedding, "embedding")
    yield from _actions(was, now)
    yield from _criteria(was, now)
    yield from _leads(now.name, "", was.leads, now.leads)
    if was.plan and now.plan:
        yield from _leads(now.name, "Plan, ", was.plan.leads, now.plan.leads)
        yield from _milestones(now.name, was, now)
    yield from _differs("people", "", "Workstream’s name", was.name, now.name)


def _judged(of: str, was: JudgedFact, now: JudgedFact, dimension: str, why: str = "") -> Changes:
    yield from _moved(of, f"Overall {dimension}", was.judged, now.judged, why)


def _moved(of: str, place: str, was: RatingFact, now: RatingFact, why: str = "") -> Changes:
    if was.code != now.code:
        yield ChangeFact("rating", of, place, was.words, now.words, why)


def _differs(kind: str, of: str, place: str, was: str, now: str, why: str = "") -> Changes:
    if was != now:
        yield ChangeFact(kind, of, place, was or NOTHING, now or NOTHING, why)


# ---- Items ------------------------------------------------------------------


def _actions(was: WorkstreamFact, now: WorkstreamFact) -> Changes:
    earlier = {one.id: one for one in was.actions}
    yield from _arrivals(now.name, earlier, {one.id: one for one in now.actions})
    for action in now.actions:
        if old := earlier.get(action.id):
            name, why = named(action), action.explanation
            yield from _moved(now.name, f"{name}: delivery", old.delivery, action.delivery, why)
            yield from _moved(now.name, f"{name}: embedding", old.embedding, action.embedding, why)
            closed = (_is_closed(old), _is_closed(action))
            yield from _closed_or_open_again(now.name, name, closed, action.wording)


def _criteria(was: WorkstreamFact, now: WorkstreamFact) -> Changes:
    earlier = {one.id: one for one in was.criteria}
    yield from _arrivals(now.name, earlier, {one.id: one for one in now.criteria})
    for criterion in now.criteria:
        if old := earlier.get(criterion.id):
            yield from _moved(now.name, named(criterion), old.rating, criterion.rating)
            met = (_is_met(old), _is_met(criterion))
            yield from _closed_or_open_again(now.name, named(criterion), met, criterion.text)


def _closed_or_open_again(of: str, name: str, closed: tuple[bool, bool], about: str) -> Changes:
    """``closed`` says whether an item was closed before, and whether it is now."""
    if closed == (False, True):
        yield ChangeFact("closed", of, name, "Open", "Closed", about)
    if closed == (True, False):
        yield ChangeFact("reopened", of, name, "Closed", "Open again", about)


def _is_closed(action: ActionFact) -> bool:
    """An action is closed when it is done and has taken hold."""
    return action.delivery.code == action.embedding.code == Rating.COMPLETE


def _is_met(criterion: CriterionFact) -> bool:
    return criterion.rating.code == Rating.COMPLETE


def _arrivals(
    of: str,
    was: Mapping[Any, Item],
    now: Mapping[Any, Item],
    reasons: Mapping[Any, str] = MappingProxyType({}),
) -> Changes:
    for key, item in now.items():
        if key not in was:
            yield ChangeFact("new", of, named(item), NOTHING, "New", about(item))
    for key, item in was.items():
        if key not in now:
            reason = f". Retired: {reasons[key]}" if key in reasons else ""
            said = f"{about(item)}{reason}"
            yield ChangeFact("closed", of, named(item), "Reported", "Left out", said)


def named(item: Item) -> str:
    """Give the name a change calls an item by, which is its own or its kind and number."""
    if isinstance(item, ActionFact):
        return f"{item.strength} {item.ref}"
    if isinstance(item, CriterionFact):
        return f"Criterion {item.number}"
    return f"Metric {item.number}" if isinstance(item, MetricFact) else item.name


def about(item: Item) -> str:
    """Give what an item says, to somebody who does not know its number by heart."""
    if isinstance(item, ActionFact):
        return item.wording
    if isinstance(item, CriterionFact):
        return item.text
    return item.name if isinstance(item, MetricFact) else "Workstream"


# ---- People and dates -------------------------------------------------------


def _leads(
    of: str, prefix: str, was: Sequence[LeadFact], now: Sequence[LeadFact]
) -> Iterator[ChangeFact]:
    earlier = {one.role: one for one in was}
    for lead in now:
        if old := earlier.get(lead.role):
            names = (" / ".join(old.names), " / ".join(lead.names))
            yield from _differs("people", of, prefix + lead.words, *names)


def _chairs(before: Contents, now: Contents) -> Changes:
    earlier = {one.name: one.chair for one in before.programme.meetings}
    for meeting in now.programme.meetings:
        place = f"Chair of {meeting.name}"
        yield from _differs("people", "", place, earlier.get(meeting.name, ""), meeting.chair)


def _deadline(first: str, workstream: WorkstreamFact, now: Contents) -> Changes:
    """A return that is due on another day than it was at first: each month has a first day."""
    due, why = _due(workstream, now), workstream.returned.extension_reason
    yield from _differs("date", workstream.name, DEADLINE, first, due, why)


def _due(workstream: WorkstreamFact, contents: Contents) -> str:
    return workstream.returned.extended_to or contents.month.due_on


def _milestones(of: str, was: WorkstreamFact, now: WorkstreamFact) -> Changes:
    """A milestone that stands in another quarter than it did."""
    earlier, later = _quarters_of(was), _quarters_of(now)
    for item, quarter in later.items():
        if item in earlier:
            yield from _differs("date", of, f"Milestone “{item}”", earlier[item], quarter)


def _quarters_of(workstream: WorkstreamFact) -> dict[str, str]:
    milestones = workstream.plan.milestones if workstream.plan else ()
    return {item: one.quarter for one in milestones for item in one.items}


# ---- Figures ----------------------------------------------------------------


def _of_metrics(was: WorkstreamFact, now: WorkstreamFact, current: str) -> Changes:
    earlier = {one.id: one for one in was.metrics}
    reasons = {one.id: one.reason for one in now.retired}
    yield from _arrivals(now.name, earlier, {one.id: one for one in now.metrics}, reasons)
    for metric in now.metrics:
        if old := earlier.get(metric.id):
            yield from _of_metric(now.name, old, metric, current)


@lru_cache(maxsize=1024)
def _of_metric(of: str, was: MetricFact, now: MetricFact, current: str) -> tuple[ChangeFact, ...]:
    """Compare two months of a metric. A dashboard compares the same two until one is changed."""
    name = named(now)
    return (
        *_differs("date", of, f"{name}: target date", was.target_when, now.target_when),
        *_differs("aim", of, f"{name}: target", was.target, now.target),
        *_aims(of, was, now),
        *_lines(of, was, now, current),
    )


def _aims(of: str, was: MetricFact, now: MetricFact) -> Changes:
    earlier = {cell.quarter: cell.printed for cell in was.aims}
    for cell in now.aims:
        if cell.quarter in earlier:
            place = f"{named(now)}: aim of {cell.quarter}"
            yield from _differs("aim", of, place, earlier[cell.quarter], cell.printed)


def _lines(of: str, was: MetricFact, now: MetricFact, current: str) -> Changes:
    for line in now.lines:
        if old := row_before(line, was):
            place = _line_named(now, line)
            yield from _crossed(of, place, old, line, now.remark)
            yield from _restated(of, place, old, line, current)


def _line_named(metric: MetricFact, line: LineFact) -> str:
    return f"{named(metric)}, {line.name}" if len(metric.lines) > 1 else named(metric)


def _crossed(of: str, place: str, was: LineFact, now: LineFact, why: str) -> Changes:
    """A line whose latest figure met its aim and no longer does, or the other way round.

    A figure that was awaited has no verdict: the last one that had is what is compared with.
    """
    judged = [cell for cell in was.cells if cell.verdict in _VERDICTS]
    if not judged or now.latest is None:
        return
    if {judged[-1].verdict, now.latest.verdict} == _VERDICTS:
        yield ChangeFact("crossed", of, place, _judged_as(judged[-1]), _judged_as(now.latest), why)


def _judged_as(figure: CellFact | LatestFact) -> str:
    return f"{Verdict(figure.verdict).words} ({figure.printed} in {figure.quarter})"


def _restated(of: str, place: str, was: LineFact, now: LineFact, current: str) -> Changes:
    """A figure of a quarter that was over, printed otherwise than it was before."""
    earlier = {cell.quarter: cell for cell in was.cells}
    for cell in now.cells:
        old = earlier.get(cell.quarter)
        if old and old.printed and old.printed != cell.printed and _is_over(cell.quarter, current):
            where = f"{place}, {cell.quarter}"
            yield ChangeFact("restated", of, where, old.printed, cell.printed or NOTHING, cell.note)


def _is_over(quarter: str, current: str) -> bool:
    return not current or Quarter.parse(quarter) < Quarter.parse(current)


def _current_figures(was: WorkstreamFact, now: WorkstreamFact, current: str) -> Changes:
    """Figures entered where there was none, which only two versions of one month can differ by."""
    earlier = {one.id: one for one in was.metrics}
    for metric in now.metrics:
        before = earlier.get(metric.id)
        for line in metric.lines:
            old = row_before(line, before) if before else None
            blank = {cell.quarter for cell in old.cells if not cell.printed} if old else set()
            for cell in line.cells:
                if cell.quarter in blank and cell.printed:
                    place = f"{_line_named(metric, line)}, {cell.quarter}"
                    yield ChangeFact("figure", now.name, place, NOTHING, cell.printed)


# ---- Texts ------------------------------------------------------------------


def _texts(before: Contents, now: Contents) -> Changes:
    earlier = {(one.workstream, one.place): one.words for one in texts_of(before)}
    for text in texts_of(now):
        was = earlier.get((text.workstream, text.place), "")
        yield from _differs("text", text.of, text.place, was, text.words)
