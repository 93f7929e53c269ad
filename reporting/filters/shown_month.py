"""The month that a page to read shows: as it is, as its pack has it, or as at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, TypeVar

from improvement.access.permissions import Standing, Verb, refusal, require
from improvement.models import HighlightReport
from improvement.values.clock import day_of, now, today
from improvement.values.refusals import NotThere
from reporting.contents.facts import Contents
from reporting.filters.bar import FilterBar, filter_bar
from reporting.filters.filters import Filters
from reporting.filters.month_choice import (
    Choice,
    choice_at,
    choose,
    contents_chosen,
    ratings_chosen,
)
from reporting.filters.narrow import narrow
from reporting.snapshots.as_at import month_as_at
from reporting.snapshots.moments import moment_for_link, moment_in_words, moment_of
from reporting.timelines.ratings import RatingsBefore
from reporting.timelines.ratings_as_at import ratings_before_as_at

F = TypeVar("F", bound=Filters)


@dataclass(frozen=True)
class ShownMonth(Generic[F]):
    """A month's facts, with the ratings of the months before and the day they are counted to.

    ``contents`` is the whole month; ``filters`` name the month shown, whatever was asked.
    ``moment`` is None but as at a moment, and ``reports`` are the month's as they stood then.
    """

    standing: Standing
    filters: F
    choice: Choice
    contents: Contents
    ratings: RatingsBefore
    on: date
    moment: datetime | None = None
    reports: Sequence[HighlightReport] = ()

    @property
    def narrowed(self) -> Contents:
        """What the filters that all pages share leave of the contents."""
        return narrow(self.contents, self.filters)

    @property
    def month_name(self) -> str:
        """The month shown without its year: December."""
        return f"{self.choice.month.starts_on:%B}"

    @property
    def as_at(self) -> str:
        """The moment in words; empty for the month as it is."""
        return moment_in_words(self.moment) if self.moment else ""

    @property
    def bar(self) -> FilterBar:
        """The form of the filters that all pages share."""
        return filter_bar(
            self.filters,
            self.contents,
            offered=self.choice.offered,
            shown=self.choice.slug,
            sees_changes=not refusal(self.standing, Verb.READ_CHANGES),
            at_words=self.as_at,
        )


def show_month(standing: Standing, filters: F, *, brief: bool = True) -> ShownMonth[F] | None:
    """Return the month that ``filters`` ask for, or None where there is none that may be read.

    Whoever reads packs alone gets what was issued. An open month has no texts where it is
    ``brief``. Raises ``NotThere``, and ``Refused`` to who asks for a moment and may not see
    changes.
    """
    if filters.at:
        require(standing, Verb.READ_CHANGES)
        return _as_at(standing, filters, moment_of(filters.at, now=now()))
    choice = choose(standing, filters.month, on=today())
    if choice is None:
        return None
    return ShownMonth(
        standing=standing,
        filters=replace(filters, month=choice.slug),
        choice=choice,
        contents=contents_chosen(choice, brief=brief),
        ratings=ratings_chosen(choice, all_months=True),
        on=choice.month.period.ends_on if choice.version else today(),
    )


def require_month(standing: Standing, filters: F, *, brief: bool = True) -> ShownMonth[F]:
    """Return the month as ``show_month`` does. Raises ``NotThere`` where there is none, too."""
    month = show_month(standing, filters, brief=brief)
    if month is None:
        raise NotThere("There is no month here that you may read yet.")
    return month


def _as_at(standing: Standing, filters: F, moment: datetime) -> ShownMonth[F]:
    stood = month_as_at(standing.programme, filters.month, moment)
    choice = choice_at(stood)
    return ShownMonth(
        standing=standing,
        filters=replace(filters, month=choice.slug, at=moment_for_link(moment)),
        choice=choice,
        contents=stood.contents,
        ratings=ratings_before_as_at(stood, all_months=True),
        on=day_of(moment),
        moment=moment,
        reports=stood.rows.reports,
    )
