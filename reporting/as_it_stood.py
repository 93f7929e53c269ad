"""As it stood: a month at a moment, as whoever asked at that moment would have been shown it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from improvement.models import HighlightReport, Month, Programme
from improvement.periods import CalendarMonth
from improvement.refusals import NotThere
from reporting.as_at import gather_as_at, months_as_at, rated_as_at, rows_as_at
from reporting.assembly import contents_of_rows
from reporting.contents import Contents
from reporting.gathering import Rows
from reporting.models import Pack
from reporting.moments import in_words
from reporting.rating_history import SHOWN_MONTHS, Histories, Rated
from reporting.saying_something import latest_telling
from reporting.what_changed import changes_since


@dataclass(frozen=True)
class AsItStood:
    """A month at a moment: its row and those of the months before it, newest first.

    ``version`` is that of the pack it was shown by, None while it was open; ``rows`` are what it is
    made of. ``months`` are all there were.
    """

    at: datetime
    month: Month
    earlier: tuple[Month, ...]
    months: tuple[Month, ...]
    rows: Rows
    contents: Contents
    version: int | None


def as_it_stood(programme: Programme, slug: str, at: datetime) -> AsItStood:
    """Give a month, or for an empty ``slug`` the latest that said something at the moment.

    Raises ``NotThere`` before it was opened. An issued month is told by its pack of that
    moment, an open one by its rows.
    """
    months = months_as_at(programme, at)
    month = _chosen(months, slug, at)
    earlier = [one for one in months if one.starts_on < month.starts_on]
    before = earlier[0] if earlier else None
    rows = gather_as_at(month, before, at)
    pack = None if month.is_open else pack_at(month, at)
    if pack:
        contents = pack.contents
    else:
        issued = pack_at(before, at) if before else None
        drawn = contents_of_rows(rows)
        contents = replace(drawn, changes=changes_since(issued.contents if issued else None, drawn))
    version = pack.version if pack else None
    return AsItStood(at, month, tuple(earlier), tuple(months), rows, contents, version)


def _chosen(months: Sequence[Month], slug: str, at: datetime) -> Month:
    if not slug and months:
        return _latest_telling_at(months, at)
    wanted = _period(slug) if slug else None
    month = next((one for one in months if one.period == wanted), None)
    if month is None:
        asked = f"{wanted.words} had not" if wanted else "No month had"
        raise NotThere(f"{asked} been opened on {in_words(at)}.")
    return month


def _latest_telling_at(months: Sequence[Month], at: datetime) -> Month:
    """Give the month the dashboard itself opened on at that moment. One query."""
    reports = rows_as_at(HighlightReport, at, month__in=[one.pk for one in months]).values()
    return latest_telling(months, {one.month_id for one in reports if one.submitted_at})


def _period(slug: str) -> CalendarMonth:
    """Read 2023-12, or 2023-12-v1: which version it was shown by is for the moment to say."""
    try:
        return CalendarMonth.parse(slug.partition("-v")[0])
    except ValueError as error:
        raise NotThere(str(error)) from error


def pack_at(month: Month, at: datetime) -> Pack | None:
    """Give the pack a month had at a moment, or none."""
    return Pack.objects.filter(month=month.pk, issued_at__lte=at).first()


def histories_as_it_stood(stood: AsItStood, *, all_months: bool = False) -> Histories:
    """Give the ratings of the months before, as they stood: what ``histories`` gives of today."""
    reported = [one.period for one in reversed(stood.earlier)] + [stood.month.period]
    shown = reported if all_months else reported[-SHOWN_MONTHS:]
    rated, judged = rated_as_at(stood.month.programme, stood.at)
    actions: dict[int, tuple[Rated, ...]] = defaultdict(tuple)
    for one, day in sorted(rated, key=lambda pair: pair[1]):
        if shown[0].starts_on <= day < stood.month.starts_on:
            actions[one.action_id] += ((day.isoformat(), one.delivery, one.embedding),)
    criteria: dict[int, list[tuple[str, date, date]]] = defaultdict(list)
    for judgement, day in judged:
        if day < stood.month.starts_on:
            criteria[judgement.criterion_id].append((judgement.rating, day, day))
    return Histories(tuple(shown), tuple(reported), actions, criteria)
