"""Ratings that move, as a lead moves them."""

from __future__ import annotations

from improvement.audit import record
from improvement.models import ActionRating, CqcAction, Month, Person


def rate(action: CqcAction, month: Month, by: Person, **ratings: object) -> None:
    row = ActionRating.objects.get(action=action, report__month=month)
    for name, rating in ratings.items():
        setattr(row, name, rating)
    row.carried = False
    record(row, by=by)
