"""Assembling actions and exit criteria: as rated in a month, and which of them ended with it.

A rating that was made before its item ended stays in the tables, and the month leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from improvement.models import (
    Action,
    ActionRating,
    CriterionRating,
    Endable,
    HighlightReport,
    Workstream,
)
from improvement.values.ratings import Rating, movement
from reporting.contents.item_facts import (
    ActionFact,
    CriterionFact,
    EndedFact,
    RewordedFact,
    SubActionFact,
)
from reporting.contents.queries import Rows
from reporting.contents.rating_facts import rating_fact


def rated_actions(rows: Rows, report: HighlightReport) -> list[ActionRating]:
    """Return the ratings of what a report says of its actions, without those of sub-actions."""
    ratings = _still_reported(rows, report)
    return [rating for rating in ratings if rating.action.parent_id is None]


def _still_reported(rows: Rows, report: HighlightReport) -> list[ActionRating]:
    on = rows.month.starts_on
    return [rating for rating in rows.action_ratings[report.pk] if rating.action.is_reported_on(on)]


def actions_of(rows: Rows, report: HighlightReport, came_from: str) -> tuple[ActionFact, ...]:
    """Return a report's actions, each with its sub-actions."""
    before = rows.reports_before.get(report.workstream_id)
    earlier = {rated.action_id: rated for rated in rows.action_ratings[before.pk]} if before else {}
    below: dict[int, list[SubActionFact]] = {}
    for rating in _still_reported(rows, report):
        if parent := rating.action.parent_id:
            below.setdefault(parent, []).append(_rated_sub_action(rating, came_from))
    for parent, sub_actions in rows.sub_actions.items():
        reported = [each for each in sub_actions if each.is_reported_on(rows.month.starts_on)]
        below.setdefault(parent, []).extend(map(_sub_action, reported))
    return tuple(
        _action(rated, earlier.get(rated.action_id), came_from, below.get(rated.action_id, ()))
        for rated in rated_actions(rows, report)
    )


def _action(
    rated: ActionRating,
    before: ActionRating | None,
    came_from: str,
    sub_actions: Iterable[SubActionFact],
) -> ActionFact:
    action = rated.action
    delivery, embedding = Rating(rated.delivery), Rating(rated.embedding)
    delivery_before = Rating(before.delivery) if before else None
    embedding_before = Rating(before.embedding) if before else None
    moves = (
        movement("Delivery", delivery_before, delivery),
        movement("Embedding", embedding_before, embedding),
    )
    month = came_from if rated.carried else ""
    said = (rated.explanation, rated.mitigation)
    return ActionFact(
        id=rated.action_id,
        ref=action.reference,
        strength=action.called_kind,
        wording=action.wording,
        text=action.text,
        regulation=action.regulation,
        source=action.printed_source,
        delivery=rating_fact(delivery, month),
        embedding=rating_fact(embedding, month),
        delivery_before=rating_fact(delivery_before) if delivery_before is not None else None,
        embedding_before=rating_fact(embedding_before) if embedding_before is not None else None,
        red=delivery.is_red or embedding.is_red,
        moves=tuple(move for move in moves if move),
        explanation=rated.explanation,
        mitigation=rated.mitigation,
        carried=rated.carried,
        short_name=action.short_name,
        said_before=any(said) and bool(before and said == (before.explanation, before.mitigation)),
        source_id=action.source_id,
        source_about=action.source.particulars if action.source else "",
        owner=str(action.owner or ""),
        due_first=_iso(action.due_first),
        due_on=_iso(action.due_on),
        due_moved_because=action.due_moved_because,
        percent_complete=action.percent_complete,
        sub_actions=tuple(sub_actions),
    )


def _sub_action(action: Action) -> SubActionFact:
    return SubActionFact(
        id=action.pk,
        ref=action.reference,
        text=action.wording,
        owner=str(action.owner or ""),
        due_first=_iso(action.due_first),
        due_on=_iso(action.due_on),
        due_moved_because=action.due_moved_because,
        done_on=_iso(action.done_on),
    )


def _rated_sub_action(rated: ActionRating, came_from: str) -> SubActionFact:
    month = came_from if rated.carried else ""
    delivery = rating_fact(Rating(rated.delivery), month)
    embedding = rating_fact(Rating(rated.embedding), month)
    return replace(_sub_action(rated.action), delivery=delivery, embedding=embedding)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def criteria_of(rows: Rows, report: HighlightReport, came_from: str) -> tuple[CriterionFact, ...]:
    """Return a report's exit criteria."""
    before = rows.reports_before.get(report.workstream_id)
    ratings = rows.criterion_ratings[before.pk] if before else ()
    earlier = {rated.criterion_id: Rating(rated.rating) for rated in ratings}
    return tuple(
        _criterion(rated, earlier.get(rated.criterion_id), came_from)
        for rated in rows.criterion_ratings[report.pk]
        if rated.criterion.is_reported_on(rows.month.starts_on)
    )


def _criterion(rated: CriterionRating, before: Rating | None, came_from: str) -> CriterionFact:
    criterion = rated.criterion
    move = movement("Rating", before, Rating(rated.rating))
    return CriterionFact(
        id=criterion.pk,
        number=criterion.number,
        text=criterion.text,
        owner=str(criterion.owner or ""),
        rating=rating_fact(Rating(rated.rating), came_from if rated.carried else ""),
        before=rating_fact(before) if before is not None else None,
        moves=(move,) if move else (),
        carried=rated.carried,
    )


# ---- What ended, and what was worded otherwise ----------------------------------


def ended_in(rows: Rows, report: HighlightReport) -> tuple[EndedFact, ...]:
    """Return the actions and criteria that this month is the first to leave out.

    They are rated in the month before, or were in this one until they ended.
    """
    before = rows.reports_before.get(report.workstream_id)
    both = [each.pk for each in (before, report) if each]
    actions = {rated.action_id: rated.action for pk in both for rated in rows.action_ratings[pk]}
    criteria = {
        rated.criterion_id: rated.criterion for pk in both for rated in rows.criterion_ratings[pk]
    }
    return (
        *_ended("action", actions.values(), rows),
        *_ended("criterion", criteria.values(), rows),
    )


def ended_workstreams(rows: Rows) -> tuple[EndedFact, ...]:
    """Return the workstreams that the month before reported and this one does not."""
    workstreams = [report.workstream for report in rows.reports_before.values()]
    return tuple(_ended("workstream", workstreams, rows))


def _ended(kind: str, things: Iterable[Endable], rows: Rows) -> Iterator[EndedFact]:
    """Yield those that the month before still had, and that have ended since."""
    for thing in things:
        was_there = rows.before is None or thing.is_reported_on(rows.before.starts_on)
        if was_there and not thing.is_reported_on(rows.month.starts_on):
            reason = thing.ended_because or ""
            key = thing.slug if isinstance(thing, Workstream) else str(thing.pk)
            yield EndedFact(kind, key, thing.ended_words, reason)


def reworded_in(rows: Rows, report: HighlightReport) -> tuple[RewordedFact, ...]:
    """Return what the month's pack tells of wordings that were changed."""
    return tuple(
        RewordedFact(str(row.thing), row.wording_before, row.wording_after, row.reason)
        for row in rows.reworded.get(report.workstream_id, ())
    )
