"""Setting a metric's aims by quarter, and revising aims that were agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from improvement.audit import changes
from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import Person
from improvement.values.periods import Quarter
from improvement.values.refusals import Refused
from scorecards.models import Aim, Metric, TrajectoryRevision


@dataclass(frozen=True)
class Agreement:
    """Why a trajectory was revised, who agreed it, and when."""

    reason: str = ""
    agreed_by: str = ""
    agreed_on: date | None = None

    @property
    def is_whole(self) -> bool:
        return bool(self.reason.strip() and self.agreed_by.strip() and self.agreed_on)


def aim_key(quarter: str) -> str:
    """Return the name of a quarter's aim on the page and in its writer's seen texts."""
    return f"aim-{quarter.replace('/', '-').replace(' ', '-').lower()}"


def is_settled(aim: Aim | None, quarter: Quarter, now: Quarter) -> bool:
    """Return whether a quarter is over and had an aim: its actual stays judged by that aim.

    ``now`` is the quarter that is reported. One that never had an aim may still be given one.
    """
    return bool(aim and aim.printed and quarter < now)


@transaction.atomic
def set_aims(
    *,
    metric: Metric,
    aims: Mapping[str, str],
    agreement: Agreement,
    now: Quarter,
    seen_texts: SeenTexts,
    by: Person,
    at: datetime,
) -> TrajectoryRevision | None:
    """Set a metric's aims by quarter. Changing an existing aim is a revision: it needs agreement.

    Returns the revision, or None where only blanks were filled; the history has its reason. Raises
    ``Refused`` for a quarter that is over or without a whole agreement, and ``StaleSave``; then
    nothing is saved.
    """
    Metric.objects.select_for_update().get(pk=metric.pk)
    recorded = {aim.quarter: aim for aim in metric.aims.all()}
    before = {quarter: aim.printed for quarter, aim in recorded.items() if aim.printed}
    for aim in recorded.values():
        _refuse_settled(aim, aims.get(aim.quarter, aim.printed), now)
    page_save = PageSave(seen_texts, by=by)
    for quarter, printed in aims.items():
        aim = recorded.get(quarter) or Aim(metric=metric, quarter=quarter)
        page_save.change(aim_key(quarter), aim, place=f"{metric}, {aim}", printed=printed)
    revised = [row for row, _ in page_save.changes.values() if isinstance(row, Aim) and row.printed]
    revision = _revision(metric, before, agreement, by, at) if revised else None
    page_save.write(why=revision.reason if revision else "")
    if revision:
        changes.record(revision, by=by, why=revision.reason)
    return revision


def _refuse_settled(aim: Aim, printed: str, now: Quarter) -> None:
    if printed != aim.printed and is_settled(aim, Quarter.parse(aim.quarter), now):
        raise Refused(
            f"{aim.quarter} is over: its figure stays judged by the aim it had, {aim.printed}."
        )


def _revision(
    metric: Metric, before: Mapping[str, str], agreement: Agreement, by: Person, at: datetime
) -> TrajectoryRevision:
    if not (agreement.is_whole and agreement.agreed_on):
        raise Refused("Say why the aims are revised, who agreed it and when.")
    return TrajectoryRevision(
        metric=metric,
        reason=agreement.reason.strip(),
        agreed_by=agreement.agreed_by.strip(),
        agreed_on=agreement.agreed_on,
        aims_before=dict(before),
        revised_at=at,
        revised_by=by,
    )
