"""What a month's pages show: its issued pack, or its rows as they stand now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from improvement.models import Month
from reporting.changes.compare import changes_since
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents
from reporting.models import Pack


def contents_of(month: Month, *, sees_open: bool = True) -> Contents:
    """Return an issued month's contents as frozen in its latest pack, an open month's as they are.

    For somebody who may not see an open month, a reopened one has those of its latest pack.
    """
    if pack := shown_pack(month, sees_open=sees_open):
        return pack.contents
    return with_changes(assemble(month), month)


def shown_pack(month: Month, *, sees_open: bool = True) -> Pack | None:
    """Return the latest pack of a month, or None while it is open and the reader may see that."""
    return None if month.is_open and sees_open else month.packs.first()


def before(month: Month) -> Contents | None:
    """Return the contents of the month before, or None."""
    earlier = month.find_before()
    return contents_of(earlier) if earlier else None


def with_changes(contents: Contents, month: Month) -> Contents:
    """Return ``contents`` of ``month`` with what changed since the pack of the month before it."""
    return replace(contents, changes=changes_since(before(month), contents))


def default_month(months: Sequence[Month], submitted: Collection[int]) -> Month:
    """Return the month a dashboard opens on where nobody chose one.

    That is the latest that is issued or has a submitted report, or the latest of all. ``months``
    has at least one, newest first; ``submitted`` are the ids of those with a submitted report.
    """
    with_content = (month for month in months if not month.is_open or month.pk in submitted)
    return next(with_content, months[0])
