"""Ratings that move, as a lead moves them, and the history that tells of it."""

from __future__ import annotations

from improvement.audit.changes import record
from improvement.models import Action, ActionRating, Month, Person, Programme
from reporting.history.describe import FieldLine, describe_changes
from reporting.history.find import HistoryFilter, find_changes


def rate(action: Action, month: Month, by: Person, **ratings: object) -> None:
    row = ActionRating.objects.get(action=action, report__month=month)
    for name, rating in ratings.items():
        setattr(row, name, rating)
    row.carried = False
    record(row, by=by)


def entries(programme: Programme, **asked: object) -> list[FieldLine]:
    """Return what the history says to a question, the newest first."""
    return describe_changes(programme, list(find_changes(programme, HistoryFilter(**asked))))
