"""The month before as its latest pack has it, while it is open again for a correction.

What is not issued yet is no month before: a dashboard would tell moves that no pack bears out.
"""

from __future__ import annotations

from dataclasses import replace

from improvement.models import Month
from improvement.ratings import Rating, movement
from reporting.contents import (
    ActionFact,
    Contents,
    CriterionFact,
    RatingFact,
    WorkstreamFact,
)
from reporting.rating_history import Histories, Rated


def moved_since(issued: Contents, contents: Contents) -> Contents:
    """Give ``contents`` with ratings that moved from what ``issued`` says of the month before."""
    streams = {stream.slug: stream for stream in issued.workstreams}
    over, earlier = contents.overview, issued.overview
    return replace(
        contents,
        overview=replace(
            over,
            delivery=replace(over.delivery, before=earlier.delivery.judged),
            embedding=replace(over.embedding, before=earlier.embedding.judged),
        ),
        workstreams=tuple(_stream(streams.get(one.slug), one) for one in contents.workstreams),
    )


def _stream(issued: WorkstreamFact | None, now: WorkstreamFact) -> WorkstreamFact:
    actions = {action.id: action for action in issued.actions} if issued else {}
    criteria = {criterion.id: criterion for criterion in issued.criteria} if issued else {}
    return replace(
        now,
        delivery=replace(now.delivery, before=issued.delivery.judged if issued else None),
        embedding=replace(now.embedding, before=issued.embedding.judged if issued else None),
        actions=tuple(_action(actions.get(one.id), one) for one in now.actions),
        criteria=tuple(_criterion(criteria.get(one.id), one) for one in now.criteria),
    )


def _action(issued: ActionFact | None, now: ActionFact) -> ActionFact:
    delivery = issued.delivery if issued else None
    embedding = issued.embedding if issued else None
    moves = (
        _move("Delivery", delivery, now.delivery),
        _move("Embedding", embedding, now.embedding),
    )
    told = tuple(move for move in moves if move)
    return replace(now, delivery_before=delivery, embedding_before=embedding, moves=told)


def _criterion(issued: CriterionFact | None, now: CriterionFact) -> CriterionFact:
    before = issued.rating if issued else None
    move = _move("Rating", before, now.rating)
    return replace(now, before=before, moves=(move,) if move else ())


def _move(dimension: str, before: RatingFact | None, now: RatingFact) -> str:
    return movement(dimension, _rating(before) if before else None, _rating(now))


def _rating(fact: RatingFact) -> Rating:
    return Rating(fact.code or "")


def rated_as_issued(read: Histories, month: Month, issued: Contents) -> Histories:
    """Give the histories with the actions of ``month`` rated as ``issued`` has them."""
    day = month.starts_on.isoformat()
    said = {
        action.id: (day, action.delivery.code or "", action.embedding.code or "")
        for stream in issued.workstreams
        for action in stream.actions
    }
    items = read.actions.keys() | said.keys()
    return replace(read, actions={item: _rated(read, item, day, said) for item in items})


def _rated(read: Histories, item: int, day: str, said: dict[int, Rated]) -> tuple[Rated, ...]:
    others = tuple(one for one in read.actions.get(item, ()) if one[0] != day)
    return (*others, said[item]) if item in said else others
