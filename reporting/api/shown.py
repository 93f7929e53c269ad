"""Shown: the months somebody may see, as issued or as they stand, and how fresh each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from improvement.finding import months_seen
from improvement.models import Month
from improvement.periods import CalendarMonth
from improvement.permissions import Standing, Verb, refusal
from improvement.refusals import NotThere
from reporting.api.last_changed import LastChanged
from reporting.assembly import assemble
from reporting.contents import Contents
from reporting.models import Pack


@dataclass(frozen=True)
class Frozen:
    """When the rows of an issued month last changed: all of them when its pack was issued."""

    at: datetime

    def of_month(self) -> datetime:
        return self.at

    def of_workstream(self, slug: str) -> datetime:
        return self.at

    def of_action(self, pk: int) -> datetime:
        return self.at

    def of_criterion(self, pk: int) -> datetime:
        return self.at

    def of_metric(self, pk: int) -> datetime:
        return self.at

    def of_aim(self, metric: int, quarter: str) -> datetime:
        return self.at

    def of_actual(self, metric: int, line: str, quarter: str) -> datetime:
        return self.at


@dataclass(frozen=True)
class Shown:
    """One month as somebody sees it. ``pack`` is none while it is open to them."""

    contents: Contents
    changed: LastChanged | Frozen
    pack: Pack | None


def shown_months(
    standing: Standing, *, month: str, newest: bool, since: datetime | None
) -> Iterator[Shown]:
    """Give the months that may be seen, newest first, each with its contents.

    ``month`` names one; ``newest`` stops at the first. A pack issued before ``since`` is not
    opened, for nothing in it changed. Two queries, and those of one assembly while a month is
    open, however many months there are. Raises ``NotThere``.
    """
    months = _chosen(standing, month, newest=newest)
    packs = _packs(standing, months)
    for one in months:
        pack = packs.get(one.pk)
        if pack is None:
            yield Shown(assemble(one), LastChanged(one), None)
        elif since is None or pack.issued_at >= since:
            yield Shown(pack.contents, Frozen(pack.issued_at), pack)


def _chosen(standing: Standing, month: str, *, newest: bool) -> list[Month]:
    months = months_seen(standing)
    if month:
        months = [one for one in months if one.slug == month]
        if not months:
            words = CalendarMonth.parse(month).words
            raise NotThere(f"{standing.programme} has no report for {words} that you may see.")
    return months[:1] if newest else months


def _packs(standing: Standing, months: list[Month]) -> dict[int, Pack]:
    """Give the latest pack of each month that is shown as issued. One query.

    Of a reopened month, whoever may not see open months goes on seeing the pack.
    """
    sees_open = not refusal(standing, Verb.READ_OPEN)
    issued = [one for one in months if not (one.is_open and sees_open)]
    packs = Pack.objects.filter(month__in=issued).order_by("version")
    return {pack.month_id: pack for pack in packs}
