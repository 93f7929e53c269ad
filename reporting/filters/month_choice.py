"""Choosing what a dashboard shows: a month as it stands, or a version of its frozen pack."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef, Subquery

from improvement.access.lookup import visible_months
from improvement.access.permissions import Standing, Verb, refusal
from improvement.models import HighlightReport, Month
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import NotThere
from reporting.changes.compare import changes_since
from reporting.changes.endings import with_endings
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents
from reporting.filters.month_before import with_ratings_as_issued, with_ratings_before_as_issued
from reporting.models import Pack, frozen_contents
from reporting.snapshots.as_at import MonthAsAt
from reporting.snapshots.month import default_month
from reporting.timelines.ratings import RatingsBefore, ratings_before

_WANTED = re.compile(r"(?P<month>.*?)(?:-v(?P<version>[0-9]{1,4}))?")


@dataclass(frozen=True)
class Choice:
    """The month shown, as version ``version`` of its pack, or as it stands where that is None.

    ``offered`` is every month and pack to choose from, ``earlier`` the months before this one,
    newest first, ``later`` those after it, the next one first. ``why`` says why this month was
    chosen, where nobody asked for it, and ``waiting`` is the month, as an address writes it, whose
    returns are awaited meanwhile.
    """

    month: Month
    version: int | None
    latest: int | None
    offered: tuple[tuple[str, str], ...]
    earlier: tuple[Month, ...]
    why: str = ""
    waiting: str = ""
    later: tuple[Month, ...] = ()

    @property
    def slug(self) -> str:
        """How the choice is written in an address."""
        return _slug(self.month, self.version, self.latest)

    @property
    def open_month(self) -> Month | None:
        """The month whose reports are awaited, as far as it may be read."""
        return next((each for each in (*self.later[::-1], self.month) if each.is_open), None)

    @property
    def is_superseded(self) -> bool:
        """An earlier version of a pack that was issued again."""
        return self.version is not None and self.version != self.latest


def choose(standing: Standing, wanted: str, *, on: date) -> Choice | None:
    """Return the month written 2023-12, or the pack written 2023-12-v1; None without any month.

    Without a wish it is the latest month that says something. One query. Raises ``NotThere``.
    """
    months = _months(standing)
    if not months:
        return None
    sees_open = not refusal(standing, Verb.READ_OPEN)
    month, version = _wanted(months, wanted) if wanted else (_latest_with_reports(months), None)
    shown = version or (None if month.is_open and sees_open else _latest(month))
    return Choice(
        month=month,
        version=shown,
        latest=_latest(month),
        offered=tuple(pair for each in months for pair in _offers(each, sees_open)),
        earlier=tuple(each for each in months if each.starts_on < month.starts_on),
        later=tuple(each for each in reversed(months) if each.starts_on > month.starts_on),
        why="" if wanted else _why(months, month, on),
        waiting="" if wanted or months[0] is month else months[0].slug,
    )


def contents_chosen(choice: Choice, *, brief: bool = True) -> Contents:
    """Return what is shown, with what changed since the last pack.

    No query where the pack is the latest and this process has read it, 10 of an open month.

    An open month's contents are without its texts where they are ``brief``. What moved is told
    since the pack of the month before, also while that is open again.
    """
    if choice.version == choice.latest and (issued := _latest_contents(choice.month)):
        return issued
    if choice.version:
        sha256 = choice.month.packs.values_list("sha256", flat=True).get(version=choice.version)
        return frozen_contents(choice.month.pk, choice.version, sha256)
    issued = _latest_contents(choice.earlier[0] if choice.earlier else None)
    contents = assemble(choice.month, brief=brief, earlier=choice.earlier, alone=bool(issued))
    return _since(issued, with_endings(contents, issued)) if issued else contents


@lru_cache(maxsize=8)
def _since(issued: Contents, contents: Contents) -> Contents:
    """Return a month with what moved since its month before was ``issued``.

    It is kept by both, so that pages of a month that nobody has changed compare them once.
    """
    moved = with_ratings_before_as_issued(issued, contents)
    return replace(moved, changes=changes_since(issued, moved))


def ratings_chosen(choice: Choice, *, all_months: bool = False) -> RatingsBefore:
    """Return the ratings up to the month shown: 1 query, 2 where the month before is open again.

    That month is then told by its latest pack, as everything that moved since is.
    """
    ratings = ratings_before(choice.month, choice.earlier, all_months=all_months)
    before = choice.earlier[0] if choice.earlier and not choice.version else None
    if before and before.is_reopened and (issued := _latest_contents(before)):
        return with_ratings_as_issued(ratings, before, issued)
    return ratings


def _latest_contents(month: Month | None) -> Contents | None:
    """Return what the latest pack of a month says. No query where this process has read it."""
    version, sha256 = getattr(month, "latest", None), getattr(month, "latest_sha256", "")
    return frozen_contents(month.pk, version, sha256) if month and version else None


def choice_at(stood: MonthAsAt) -> Choice:
    """Return the choice of a month as it stood, offering every month there was at that moment."""
    offered = tuple((month.slug, str(month)) for month in stood.months)
    return Choice(stood.month, stood.version, stood.version, offered, stood.earlier)


def _months(standing: Standing) -> list[Month]:
    """Return the months seen, with their latest versions and whether a report is in."""
    packs = Pack.objects.filter(month=OuterRef("pk")).order_by("-version")
    returned = HighlightReport.objects.filter(month=OuterRef("pk"), submitted_at__isnull=False)
    months = standing.programme.months.annotate(
        latest=Subquery(packs.values("version")[:1]),
        latest_sha256=Subquery(packs.values("sha256")[:1]),
        has_returns=Exists(returned),
    )
    return visible_months(standing, months)


def _latest_with_reports(months: list[Month]) -> Month:
    return default_month(
        months, {month.pk for month in months if getattr(month, "has_returns", False)}
    )


def _latest(month: Month) -> int | None:
    return getattr(month, "latest", None)


def _why(months: list[Month], chosen: Month, on: date) -> str:
    newest = months[0]
    if newest is chosen:
        return ""
    due = newest.due_on
    late = f" though all were due on {due.day} {due:%B %Y}," if due < on else ""
    return (
        f"{newest} is open and no report for it has been submitted yet,{late} "
        f"so this is {chosen}, the latest month issued."
    )


def _wanted(months: list[Month], wanted: str) -> tuple[Month, int | None]:
    match = _WANTED.fullmatch(wanted)
    try:
        period = CalendarMonth.parse(match["month"] if match else wanted)
    except ValueError as error:
        raise NotThere(str(error)) from error
    month = next((each for each in months if each.period == period), None)
    if month is None:
        raise NotThere(f"There is no report for {period.words} that you may read.")
    version = int(match["version"]) if match and match["version"] else None
    if version is not None and not 1 <= version <= (_latest(month) or 0):
        raise NotThere(f"{month} has no version {version} of its pack.")
    return month, version


def _offers(month: Month, sees_open: bool) -> list[tuple[str, str]]:
    """Return a month as it stands, where it is open, and each version of its pack."""
    latest = _latest(month)
    stands = month.is_open and sees_open
    words = "open again" if month.is_reopened else "open"
    offers = [(month.slug, f"{month} ({words})")] if stands or latest is None else []
    for version in range(latest or 0, 0, -1):
        offers.append((_slug(month, version, latest), f"{month}, pack {version}"))
    return offers


def _slug(month: Month, version: int | None, latest: int | None) -> str:
    plain = version is None or (version == latest and not month.is_open)
    return month.slug if plain else f"{month.slug}-v{version}"
