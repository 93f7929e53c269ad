"""The ratings of earlier months as they stood at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from reporting.snapshots.as_at import MonthAsAt
from reporting.snapshots.as_at_rows import rated_as_at
from reporting.timelines.ratings import SHOWN_MONTHS, MonthRating, RatingsBefore


def ratings_before_as_at(snapshot: MonthAsAt, *, all_months: bool = False) -> RatingsBefore:
    """Return the ratings of the months before, as they stood: what ``ratings_before`` is today."""
    reported = [month.period for month in reversed(snapshot.earlier)] + [snapshot.month.period]
    shown = reported if all_months else reported[-SHOWN_MONTHS:]
    action_ratings, criterion_ratings, reports = rated_as_at(snapshot.month.programme, snapshot.at)
    slugs = {row.workstream_id: row.workstream.slug for row in snapshot.rows.reports}
    before = snapshot.month.starts_on
    actions = _by_item(
        (rating.action_id, (day.isoformat(), rating.delivery, rating.embedding, rating.carried))
        for rating, day in action_ratings
        if shown[0].starts_on <= day < before
    )
    criteria = _by_item(
        (one.criterion_id, (day.isoformat(), one.rating, one.rating, one.carried))
        for one, day in criterion_ratings
        if day < before
    )
    workstreams = _by_item(
        (slugs[one.workstream_id], (day.isoformat(), one.delivery, one.embedding, one.carried))
        for one, day in reports
        if day < before and one.workstream_id in slugs
    )
    return RatingsBefore(tuple(shown), tuple(reported), actions, criteria, workstreams)


Item = TypeVar("Item", int, str)


def _by_item(rated: Iterable[tuple[Item, MonthRating]]) -> dict[Item, tuple[MonthRating, ...]]:
    by_item: dict[Item, list[MonthRating]] = defaultdict(list)
    for item, rating in rated:
        by_item[item].append(rating)
    return {item: tuple(sorted(ratings)) for item, ratings in by_item.items()}
