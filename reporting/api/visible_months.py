"""The months a person may see, as issued or as they are today, and when each row last changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from improvement.access.lookup import visible_months
from improvement.access.permissions import Standing, Verb, refusal
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import NotThere
from reporting.api.last_changed import LastChanged
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents
from reporting.models import Pack


@dataclass(frozen=True)
class VisibleMonth:
    """One month as a person sees it. ``pack`` is None while it is open to them."""

    contents: Contents
    changed: LastChanged
    pack: Pack | None

    def changed_at(self, of: Callable[..., datetime], *key: object) -> datetime:
        """Return when a row last changed; of an issued month, when its pack was issued.

        ``of`` is the method of ``LastChanged`` for the kind of row, ``key`` identifies the row.
        """
        return self.pack.issued_at if self.pack else of(self.changed, *key)


def shown_months(
    standing: Standing, *, slug: str, newest: bool, since: datetime | None
) -> Iterator[VisibleMonth]:
    """Yield the months that may be seen, newest first, each with its contents.

    ``slug`` chooses one month; with ``newest`` only the first is yielded. A pack issued before
    ``since`` is not read, because nothing in it has changed since. Two queries, and those of one
    assembly while a month is open, however many months there are. Raises ``NotThere``.
    """
    months = [month for month in visible_months(standing) if slug in ("", month.slug)]
    if slug and not months:
        words = CalendarMonth.parse(slug).words
        raise NotThere(f"{standing.programme} has no report for {words} that you may see.")
    months = months[:1] if newest else months
    # People who may not see open months go on seeing the pack of a reopened month.
    sees_open = not refusal(standing, Verb.READ_OPEN)
    issued = [month for month in months if not (month.is_open and sees_open)]
    packs = Pack.objects.filter(month__in=issued).order_by("version")
    latest = {pack.month_id: pack for pack in packs}
    for month in months:
        pack = latest.get(month.pk)
        if pack is None:
            yield VisibleMonth(assemble(month), LastChanged(month), None)
        elif since is None or pack.issued_at >= since:
            yield VisibleMonth(pack.contents, LastChanged(month), pack)
