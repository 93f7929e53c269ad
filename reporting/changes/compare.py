"""What changed: a month's contents beside the month before, or a version beside the one before.

Pure: it compares facts with facts, as frozen, so that what an old pack says of itself stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from improvement.ratings import Rating
from reporting.change_kinds import KINDS, Changes, arrivals, differs, named
from reporting.contents import (
    ActionFact,
    Contents,
    CriterionFact,
    JudgedFact,
    LeadFact,
    OverviewFact,
    RatingFact,
    WorkstreamFact,
)
from reporting.figures_changed import changes_of_metrics, figures_entered
from reporting.issue_facts import NO_EARLIER, ChangeFact, ChangesFact
from reporting.texts import texts_of

PROGRAMME = ""
DEADLINE = "Deadline of the return"


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
    yield from differs("date", "", "Exit date", before.programme.exit_on, now.programme.exit_on)
    yield from _chairs(before, now)
    earlier = {one.slug: one for one in before.workstreams}
    yield from arrivals("", earlier, {one.slug: one for one in now.workstreams})
    current = "" if same_month else now.month_quarter
    for workstream in now.workstreams:
        if was := earlier.get(workstream.slug):
            yield from _of_workstream(was, workstream)
            first = _due(was, before) if same_month else now.month.due_on
            yield from _deadline(first, workstream, now)
            yield from changes_of_metrics(was, workstream, current)
            if same_month:
                yield from figures_entered(was, workstream, now.month_quarter)


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
    yield from differs("people", "", "Workstream’s name", was.name, now.name)


def _judged(of: str, was: JudgedFact, now: JudgedFact, dimension: str, why: str = "") -> Changes:
    yield from _moved(of, f"Overall {dimension}", was.judged, now.judged, why)


def _moved(of: str, place: str, was: RatingFact, now: RatingFact, why: str = "") -> Changes:
    if was.code != now.code:
        yield ChangeFact("rating", of, place, was.words, now.words, why)


# ---- Items ------------------------------------------------------------------


def _actions(was: WorkstreamFact, now: WorkstreamFact) -> Changes:
    earlier = {one.id: one for one in was.actions}
    yield from arrivals(now.name, earlier, {one.id: one for one in now.actions})
    for action in now.actions:
        if old := earlier.get(action.id):
            name, why = named(action), action.explanation
            yield from _moved(now.name, f"{name}: delivery", old.delivery, action.delivery, why)
            yield from _moved(now.name, f"{name}: embedding", old.embedding, action.embedding, why)
            closed = (_is_closed(old), _is_closed(action))
            yield from _closed_or_open_again(now.name, name, closed, action.wording)


def _criteria(was: WorkstreamFact, now: WorkstreamFact) -> Changes:
    earlier = {one.id: one for one in was.criteria}
    yield from arrivals(now.name, earlier, {one.id: one for one in now.criteria})
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


# ---- People and dates -------------------------------------------------------


def _leads(
    of: str, prefix: str, was: Sequence[LeadFact], now: Sequence[LeadFact]
) -> Iterator[ChangeFact]:
    earlier = {one.role: one for one in was}
    for lead in now:
        if old := earlier.get(lead.role):
            names = (" / ".join(old.names), " / ".join(lead.names))
            yield from differs("people", of, prefix + lead.words, *names)


def _chairs(before: Contents, now: Contents) -> Changes:
    earlier = {one.name: one.chair for one in before.programme.meetings}
    for meeting in now.programme.meetings:
        place = f"Chair of {meeting.name}"
        yield from differs("people", "", place, earlier.get(meeting.name, ""), meeting.chair)


def _deadline(first: str, workstream: WorkstreamFact, now: Contents) -> Changes:
    """A return that is due on another day than it was at first: each month has a first day."""
    due, why = _due(workstream, now), workstream.returned.extension_reason
    yield from differs("date", workstream.name, DEADLINE, first, due, why)


def _due(workstream: WorkstreamFact, contents: Contents) -> str:
    return workstream.returned.extended_to or contents.month.due_on


def _milestones(of: str, was: WorkstreamFact, now: WorkstreamFact) -> Changes:
    """A milestone that left a quarter for another; one that is repeated in a second has not."""
    earlier, later = _quarters_of(was), _quarters_of(now)
    for item, quarters in later.items():
        before = earlier.get(item, set())
        left, gained = sorted(before - quarters), sorted(quarters - before)
        for quarter, other in zip(left, gained, strict=False):  # the rest came anew, or went
            yield from differs("date", of, f"Milestone “{item}”", quarter, other)


def _quarters_of(workstream: WorkstreamFact) -> dict[str, set[str]]:
    """Give the quarters that each milestone stands in, by its words."""
    quarters: dict[str, set[str]] = {}
    for one in workstream.plan.milestones if workstream.plan else ():
        for item in one.items:
            quarters.setdefault(item, set()).add(one.quarter)
    return quarters


# ---- Texts ------------------------------------------------------------------


def _texts(before: Contents, now: Contents) -> Changes:
    earlier = {(one.workstream, one.place): one.words for one in texts_of(before)}
    for text in texts_of(now):
        was = earlier.get((text.workstream, text.place), "")
        yield from differs("text", text.of, text.place, was, text.words)
