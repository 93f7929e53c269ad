"""The month before as its latest pack has it, also while it is open again for a correction.

A pack does not change and is at hand, so that its month's rows need not be read. What is not issued
yet is no month before: a dashboard would tell moves that no pack bears out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from improvement.models import Month
from improvement.values.ratings import Rating, movement
from reporting.contents.facts import ActionFact, Contents, CriterionFact, WorkstreamFact
from reporting.contents.rating_facts import RatingFact
from reporting.timelines.ratings import MonthRating, RatingsBefore


def with_ratings_before_as_issued(issued: Contents, contents: Contents) -> Contents:
    """Return ``contents`` with ratings that moved from what ``issued`` says of the month before."""
    streams = {stream.slug: stream for stream in issued.workstreams}
    over, earlier = contents.overview, issued.overview
    return replace(
        contents,
        overview=replace(
            over,
            delivery=replace(over.delivery, before=earlier.delivery.judged),
            embedding=replace(over.embedding, before=earlier.embedding.judged),
        ),
        workstreams=tuple(
            _stream(streams.get(stream.slug), stream) for stream in contents.workstreams
        ),
    )


def _stream(issued: WorkstreamFact | None, now: WorkstreamFact) -> WorkstreamFact:
    actions = {action.id: action for action in issued.actions} if issued else {}
    criteria = {criterion.id: criterion for criterion in issued.criteria} if issued else {}
    return replace(
        now,
        delivery=replace(now.delivery, before=issued.delivery.judged if issued else None),
        embedding=replace(now.embedding, before=issued.embedding.judged if issued else None),
        actions=tuple(_action(actions.get(action.id), action) for action in now.actions),
        criteria=tuple(
            _criterion(criteria.get(criterion.id), criterion) for criterion in now.criteria
        ),
    )


def _action(issued: ActionFact | None, now: ActionFact) -> ActionFact:
    delivery = issued.delivery if issued else None
    embedding = issued.embedding if issued else None
    moves = (
        _move("Delivery", delivery, now.delivery),
        _move("Embedding", embedding, now.embedding),
    )
    said = (now.explanation, now.mitigation)
    said_before = any(said) and bool(issued and said == (issued.explanation, issued.mitigation))
    return replace(
        now,
        delivery_before=delivery,
        embedding_before=embedding,
        moves=tuple(move for move in moves if move),
        said_before=said_before,
    )


def _criterion(issued: CriterionFact | None, now: CriterionFact) -> CriterionFact:
    before = issued.rating if issued else None
    move = _move("Rating", before, now.rating)
    return replace(now, before=before, moves=(move,) if move else ())


def _move(dimension: str, before: RatingFact | None, now: RatingFact) -> str:
    return movement(dimension, _rating(before) if before else None, _rating(now))


def _rating(fact: RatingFact) -> Rating:
    return Rating(fact.code or "")


def with_ratings_as_issued(ratings: RatingsBefore, month: Month, issued: Contents) -> RatingsBefore:
    """Return ``ratings`` with those of ``month`` as its pack, ``issued``, has them."""
    streams = issued.workstreams
    actions = {
        action.id: (action.delivery, action.embedding, action.carried)
        for stream in streams
        for action in stream.actions
    }
    criteria = {
        criterion.id: (criterion.rating, criterion.rating, criterion.carried)
        for stream in streams
        for criterion in stream.criteria
    }
    judged = {
        stream.slug: (stream.delivery.judged, stream.embedding.judged, stream.carried)
        for stream in streams
    }
    day = month.starts_on.isoformat()
    return replace(
        ratings,
        actions=_with_month(ratings.actions, actions, day),
        criteria=_with_month(ratings.criteria, criteria, day),
        workstreams=_with_month(ratings.workstreams, judged, day),
    )


Key = TypeVar("Key")


def _with_month(
    ratings: Mapping[Key, tuple[MonthRating, ...]],
    issued: Mapping[Key, tuple[RatingFact, RatingFact, bool]],
    day: str,
) -> dict[Key, tuple[MonthRating, ...]]:
    by_item: dict[Key, tuple[MonthRating, ...]] = dict(ratings)
    for key, (delivery, embedding, carried) in issued.items():
        rated: MonthRating = (day, delivery.code or "", embedding.code or "", carried)
        others = (month for month in by_item.get(key, ()) if month[0] != day)
        by_item[key] = (*others, rated)
    return by_item
