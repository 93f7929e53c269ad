"""What changed: a month's contents beside the month before, or a version beside the one before.

It compares facts with facts, as frozen: what an old pack says of itself is not worked out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from reporting.changes.kinds import KINDS, Changes, arrivals, differs, item_name
from reporting.changes.metrics import changes_of_metrics, figures_entered
from reporting.changes.parts import with_parts_of_both
from reporting.contents.facts import (
    ActionFact,
    Contents,
    CriterionFact,
    LeadFact,
    OverviewFact,
    WorkstreamFact,
)
from reporting.contents.in_words import day_in_words
from reporting.contents.pack_facts import NO_EARLIER, ChangeFact, ChangesFact
from reporting.contents.rating_facts import RatingFact
from reporting.contents.texts import texts_of, texts_of_workstream


def changes_since(before: Contents | None, now: Contents) -> ChangesFact:
    """Return what changed since the month before, in the order of ``KINDS``.

    Without a month before there are no changes.
    """
    if before is None:
        return NO_EARLIER
    return ChangesFact(before.month.words, _sorted(_of_month(before, now)))


def differences(before: Contents, now: Contents) -> ChangesFact:
    """Return all that differs between two versions of one month's pack, texts and figures too."""
    earlier = f"version {before.issue.version}" if before.issue else before.month.words
    items = list(_of_month(before, now, same_month=True))
    reworded = {(item.before, item.now) for item in items if item.kind == "wording"}
    texts = (text for text in _texts(before, now) if (text.before, text.now) not in reworded)
    return ChangesFact(earlier, _sorted([*items, *texts]))


def report_changes(before: WorkstreamFact, now: WorkstreamFact) -> ChangesFact:
    """Return all that differs between a workstream's report and the one issued a month before."""
    earlier = {text.place: text.words for text in texts_of_workstream(before)}
    texts = (
        change
        for text in texts_of_workstream(now)
        for change in differs("text", now.name, text.place, earlier.get(text.place, ""), text.words)
    )
    changes = [*_of_workstream(before, now), *changes_of_metrics(before, now, "")]
    return ChangesFact("", _sorted([*changes, *figures_entered(before, now), *texts]))


def _sorted(items: Iterable[ChangeFact]) -> tuple[ChangeFact, ...]:
    order = list(KINDS)
    return tuple(sorted(items, key=lambda change: order.index(change.kind)))


def _of_month(before: Contents, now: Contents, *, same_month: bool = False) -> Changes:
    before, now = with_parts_of_both(before, now)
    yield from _overall_ratings("", before.overview, now.overview, now.overview.rag_assessment)
    was, is_now = (
        day_in_words(date.fromisoformat(exit_on)) if exit_on else ""
        for exit_on in (before.programme.exit_on, now.programme.exit_on)
    )
    yield from differs("date", "", "Exit date", was, is_now, now.programme.exit_moved_because)
    chairs = {meeting.name: meeting.chair for meeting in before.programme.meetings}
    for meeting in now.programme.meetings:
        place = f"Chair of {meeting.name}"
        yield from differs("people", "", place, chairs.get(meeting.name, ""), meeting.chair)
    earlier = {workstream.slug: workstream for workstream in before.workstreams}
    reported = {workstream.slug: workstream for workstream in now.workstreams}
    yield from arrivals("", earlier, reported, _endings(now, "workstream"))
    current = "" if same_month else now.month_quarter
    for workstream in now.workstreams:
        if old := earlier.get(workstream.slug):
            yield from _of_workstream(old, workstream)
            yield from changes_of_metrics(old, workstream, current)
            if same_month:
                yield from figures_entered(old, workstream)
            yield from _rewordings(old, workstream)


def _of_workstream(before: WorkstreamFact, now: WorkstreamFact) -> Changes:
    yield from _overall_ratings(now.name, before, now)
    yield from _actions(before, now)
    yield from _criteria(before, now)
    yield from _leads(now.name, "", before.leads, now.leads)
    if before.plan and now.plan:
        yield from _leads(now.name, "Plan, ", before.plan.leads, now.plan.leads)
        yield from _milestones(now.name, before, now)
    yield from differs("people", "", "Workstream’s name", before.name, now.name)


def _rewordings(before: WorkstreamFact, now: WorkstreamFact) -> Changes:
    """Yield what the month tells of changed wordings, and its version before did not yet."""
    for reworded in now.reworded:
        if reworded in before.reworded:
            continue
        texts = (reworded.before, reworded.after)
        yield from differs("wording", now.name, reworded.name, *texts, reworded.reason)


def _endings(now: Contents | WorkstreamFact, kind: str) -> dict[str, tuple[str, str]]:
    """Return how things of a kind ended and why, by what tells them apart."""
    return {ended.key: (ended.words, ended.reason) for ended in now.ended if ended.kind == kind}


def _endings_by_id(now: WorkstreamFact, kind: str) -> dict[int, tuple[str, str]]:
    return {int(key): ending for key, ending in _endings(now, kind).items()}


def _overall_ratings(
    of: str,
    before: OverviewFact | WorkstreamFact,
    now: OverviewFact | WorkstreamFact,
    why: str = "",
) -> Changes:
    for name in ("delivery", "embedding"):
        old, new = getattr(before, name).judged, getattr(now, name).judged
        yield from _moved(of, f"Overall {name}", old, new, why)


def _moved(of: str, place: str, before: RatingFact, now: RatingFact, why: str = "") -> Changes:
    if before.code != now.code:
        yield ChangeFact("rating", of, place, before.words, now.words, why)


# ---- Items ------------------------------------------------------------------


def _actions(before: WorkstreamFact, now: WorkstreamFact) -> Changes:
    earlier = {action.id: action for action in before.actions}
    reported = {action.id: action for action in now.actions}
    yield from arrivals(now.name, earlier, reported, _endings_by_id(now, "action"))
    for action in now.actions:
        if old := earlier.get(action.id):
            name, why = item_name(action), action.explanation
            yield from _moved(now.name, f"{name}: delivery", old.delivery, action.delivery, why)
            yield from _moved(now.name, f"{name}: embedding", old.embedding, action.embedding, why)
            closed = (_is_closed(old), _is_closed(action))
            yield from _closed_or_open_again(now.name, name, closed, action.wording)


def _criteria(before: WorkstreamFact, now: WorkstreamFact) -> Changes:
    earlier = {criterion.id: criterion for criterion in before.criteria}
    reported = {criterion.id: criterion for criterion in now.criteria}
    yield from arrivals(now.name, earlier, reported, _endings_by_id(now, "criterion"))
    for criterion in now.criteria:
        if old := earlier.get(criterion.id):
            yield from _moved(now.name, item_name(criterion), old.rating, criterion.rating)
            met = (_is_met(old), _is_met(criterion))
            yield from _closed_or_open_again(now.name, item_name(criterion), met, criterion.text)


def _closed_or_open_again(of: str, name: str, closed: tuple[bool, bool], about: str) -> Changes:
    """``closed`` holds whether the item was closed before, and whether it is now."""
    if closed == (False, True):
        yield ChangeFact("closed", of, name, "Open", "Closed", about)
    if closed == (True, False):
        yield ChangeFact("reopened", of, name, "Closed", "Open again", about)


def _is_closed(action: ActionFact) -> bool:
    """Return whether an action is closed: both of its ratings are Complete & Embedded."""
    return action.delivery.judgement.is_complete and action.embedding.judgement.is_complete


def _is_met(criterion: CriterionFact) -> bool:
    return criterion.rating.judgement.is_complete


# ---- People and dates -------------------------------------------------------


def _leads(of: str, prefix: str, before: Sequence[LeadFact], now: Sequence[LeadFact]) -> Changes:
    earlier = {lead.role: lead for lead in before}
    for lead in now:
        if old := earlier.get(lead.role):
            names = (" / ".join(old.names), " / ".join(lead.names))
            yield from differs("people", of, prefix + lead.words, *names)


def _milestones(of: str, before: WorkstreamFact, now: WorkstreamFact) -> Changes:
    """Yield milestones that moved to another quarter; a milestone now in two has not moved."""
    earlier = _quarters_of(before)
    for milestone, quarters in _quarters_of(now).items():
        old = earlier.get(milestone, set())
        left, gained = sorted(old - quarters), sorted(quarters - old)
        # A quarter without a partner is a milestone that is new or was taken out: it did not move.
        for quarter, other in zip(left, gained, strict=False):
            yield from differs("date", of, f"Milestone “{milestone}”", quarter, other)


def _quarters_of(workstream: WorkstreamFact) -> dict[str, set[str]]:
    """Return the quarters that each milestone is planned for, by the milestone's words."""
    quarters: dict[str, set[str]] = {}
    for planned in workstream.plan.milestones if workstream.plan else ():
        for milestone in planned.items:
            quarters.setdefault(milestone, set()).add(planned.quarter)
    return quarters


# ---- Texts ------------------------------------------------------------------


def _texts(before: Contents, now: Contents) -> Changes:
    earlier = {(text.workstream, text.place): text.words for text in texts_of(before)}
    for text in texts_of(now):
        old = earlier.get((text.workstream, text.place), "")
        yield from differs("text", text.of, text.place, old, text.words)
