"""The rating history: every action by month in both dimensions, and since when criteria stand.

The month shown is told by its contents, so that a frozen pack is told as it was frozen; the months
before it are read in one query, however many there are. docs/adr/0015 says why an action's ratings
come as one text, and what is made of them is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, JSONArray

from improvement.models import ActionRating, CriterionRating, HighlightReport, Month
from improvement.values.periods import CalendarMonth
from reporting.contents.columns import Joined

SHOWN_MONTHS = 18  # of actions, unless all of them are asked for


# The first day of a month as ISO 8601, and what was rated in it: delivery, embedding, and whether
# that was carried and not confirmed. A criterion has one rating, given twice.
MonthRating = tuple[str, str, str, bool]


@dataclass(frozen=True)
class RatingsBefore:
    """The ratings of the months before the one shown, oldest first.

    ``months`` are those of the grid and ``reported`` all there are, both oldest first and with the
    month shown. Actions and criteria are found by their ids, workstreams, as judged, by their
    slugs; actions go back as far as the grid.
    """

    months: tuple[CalendarMonth, ...]
    reported: tuple[CalendarMonth, ...]
    actions: Mapping[int, tuple[MonthRating, ...]] = field(default_factory=dict)
    criteria: Mapping[int, tuple[MonthRating, ...]] = field(default_factory=dict)
    workstreams: Mapping[str, tuple[MonthRating, ...]] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Hash by the months alone: to hash every rating takes longer than to compare them."""
        return hash(self.reported)


def ratings_before(
    month: Month, earlier: Sequence[Month], *, all_months: bool = False
) -> RatingsBefore:
    """Return the ratings of the months before ``month``; ``earlier`` are those, newest first.

    One query. Actions are read as far back as the grid shows.
    """
    reported = [each.period for each in reversed(earlier)] + [month.period]
    shown = reported if all_months else reported[-SHOWN_MONTHS:]
    actions, criteria, workstreams = {}, {}, {}
    for kind, item, text in _ratings(month, shown[0]):
        ratings = _month_ratings(text)
        if kind == "action":
            actions[int(item)] = ratings
        elif kind == "criterion":
            criteria[int(item)] = ratings
        else:
            workstreams[item] = ratings
    return RatingsBefore(tuple(shown), tuple(reported), actions, criteria, workstreams)


@lru_cache(maxsize=4096)
def _month_ratings(text: str) -> tuple[MonthRating, ...]:
    """Return ratings by month, oldest first, from the JSON text that ``_ratings`` reads."""
    ratings = (
        (day, delivery, other, bool(carried)) for day, delivery, other, carried in json.loads(text)
    )
    return tuple(sorted(ratings))


def _ratings(month: Month, since: CalendarMonth) -> QuerySet[Any, Any]:
    """Return a row for each action, criterion and workstream, with its ratings as one text.

    Ids are read as text, so that slugs may stand beside them.
    """
    before = {"month__programme": month.programme_id, "month__starts_on__lt": month.starts_on}
    of_report = {f"report__{name}": value for name, value in before.items()}
    actions = ActionRating.objects.filter(
        **of_report, report__month__starts_on__gte=since.starts_on
    )
    both, day = ("delivery", "embedding", "carried"), "report__month__starts_on"
    texts = (
        _texts(actions, "action", "action_id", day, *both),
        _texts(
            CriterionRating.objects.filter(**of_report),
            "criterion",
            "criterion_id",
            day,
            *("rating", "rating", "carried"),
        ),
        _texts(
            HighlightReport.objects.filter(**before),
            "workstream",
            "workstream__slug",
            "month__starts_on",
            *both,
        ),
    )
    return texts[0].union(*texts[1:], all=True)


def _texts(rows: QuerySet[Any], kind: str, item: str, *columns: str) -> QuerySet[Any, Any]:
    groups = rows.order_by().values(
        kind=Value(kind, output_field=CharField()), item=Cast(item, CharField())
    )
    return groups.annotate(text=Joined(JSONArray(*columns))).values_list("kind", "item", "text")


def counted_to(shown: CalendarMonth, on: date) -> date:
    """Return the day a rating of ``shown`` counts to: the month's end, or ``on`` within it.

    What came after it, no report has said.
    """
    return min(on, shown.ends_on)


def days_of(first: date, last: date) -> int:
    """Return the number of days from ``first`` to ``last``, both included; at least one."""
    return max(1, (last - first).days + 1)
