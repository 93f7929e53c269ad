"""Ratings that move, as a lead moves them, and the history that tells of it."""

from __future__ import annotations

from improvement.audit import record
from improvement.models import ActionRating, CqcAction, Month, Person, Programme
from reporting.history import Asked, find_changes
from reporting.telling import Said, tell


def rate(action: CqcAction, month: Month, by: Person, **ratings: object) -> None:
    row = ActionRating.objects.get(action=action, report__month=month)
    for name, rating in ratings.items():
        setattr(row, name, rating)
    row.carried = False
    record(row, by=by)


def entries(programme: Programme, **asked: object) -> list[Said]:
    """Give what the history says to a question, the newest first."""
    return tell(programme, list(find_changes(programme, Asked(**asked))))
