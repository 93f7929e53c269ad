"""A month as at a moment: what the pages showed of it then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from improvement.models import HighlightReport, Month, Programme
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import NotThere
from reporting.changes.compare import changes_since
from reporting.contents.assemble import contents_of_rows
from reporting.contents.facts import Contents
from reporting.contents.queries import Rows
from reporting.models import Pack
from reporting.snapshots.as_at_rows import gather_as_at, months_as_at, rows_as_at
from reporting.snapshots.moments import moment_in_words
from reporting.snapshots.month import default_month


@dataclass(frozen=True)
class MonthAsAt:
    """A month as at a moment, with its contents and the rows they are made of.

    ``months`` are all the months there were and ``earlier`` those before this one, newest first.
    ``version`` is that of its pack at that moment, None while it was open.
    """

    at: datetime
    month: Month
    earlier: tuple[Month, ...]
    months: tuple[Month, ...]
    rows: Rows
    contents: Contents
    version: int | None


def month_as_at(programme: Programme, slug: str, at: datetime) -> MonthAsAt:
    """Return a month as at a moment; for an empty ``slug`` the one the dashboard opened on then.

    An issued month has the contents of its pack of that moment, an open one those of its rows.
    Raises ``NotThere`` where the month had not been opened.
    """
    months = months_as_at(programme, at)
    month = _find_month(months, slug, at)
    earlier = [other for other in months if other.starts_on < month.starts_on]
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
    return MonthAsAt(at, month, tuple(earlier), tuple(months), rows, contents, version)


def _find_month(months: Sequence[Month], slug: str, at: datetime) -> Month:
    """Return the month of ``slug``. The version in `2023-12-v1` is ignored: ``at`` decides it."""
    if not slug:
        if not months:
            raise NotThere(f"No month had been opened on {moment_in_words(at)}.")
        reports = rows_as_at(HighlightReport, at, month__in=[month.pk for month in months])
        submitted = {report.month_id for report in reports.values() if report.submitted_at}
        return default_month(months, submitted)
    try:
        wanted = CalendarMonth.parse(slug.partition("-v")[0])
    except ValueError as error:
        raise NotThere(str(error)) from error
    for month in months:
        if month.period == wanted:
            return month
    raise NotThere(f"{wanted.words} had not been opened on {moment_in_words(at)}.")


def pack_at(month: Month, at: datetime) -> Pack | None:
    """Return the latest pack that a month had at a moment, or None."""
    return Pack.objects.filter(month=month.pk, issued_at__lte=at).first()
