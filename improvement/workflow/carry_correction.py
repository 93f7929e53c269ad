"""Carrying a correction from a reopened month into the month that is open after it.

Only where nobody has changed or confirmed what was carried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import transaction

from improvement.audit import changes
from improvement.models import HighlightReport, Milestone, Month, Person, Plan, Section
from improvement.models.report import OVERALL, RATED
from improvement.workflow.open_month import CARRIED_SECTIONS

REASON = "Carried again after the correction of"
TEXT = ("text", "nothing_to_report")
MARKS = ("carried", "ratings_carried")


@transaction.atomic
def carry_again(*, corrected: Month, by: Person) -> None:
    """Carry ``corrected`` again into the open month after it; without one do nothing.

    Called where a later version of a pack is issued. Each row that changes gets a row of history.
    Undertakings stay as they were asked.
    """
    later = corrected.programme.months.filter(starts_on__gt=corrected.starts_on, issued_at=None)
    month = later.select_for_update().last()
    if month is None:
        return
    carrying = _CarriesAgain(by, f"{REASON} {corrected}")
    carrying.carry(corrected, month, OVERALL)
    earlier = {report.workstream_id: report for report in corrected.reports.all()}
    reports = HighlightReport.objects.select_for_update(of=("self",)).filter(month=month)
    for report in reports:  # locked: whoever saves one of them waits, and then sees the correction
        if source := earlier.get(report.workstream_id):
            carrying.carry_report(source, report)


@dataclass(frozen=True)
class _CarriesAgain:
    """Carries rows over, recorded as changes of one person for one reason."""

    by: Person
    why: str

    def carry(self, source: Any, target: Any, names: Sequence[str]) -> None:
        """Copy facts where they differ and ``target`` is as it was carried."""
        facts = {name: getattr(source, name) for name in names}
        if facts == {name: getattr(target, name) for name in names}:
            return
        if _is_as_carried(target, names):
            mark = {name: any(facts.values()) for name in MARKS if hasattr(target, name)}
            changes.change(target, by=self.by, why=self.why, **facts, **mark)

    def carry_report(self, source: HighlightReport, target: HighlightReport) -> None:
        """Copy everything of a report that opening its month carries."""
        self.carry(source, target, OVERALL)
        self._carry_each("kind", TEXT, _carried_sections(source), _carried_sections(target))
        self._carry_each("action_id", RATED, source.action_ratings, target.action_ratings)
        ratings = (source.criterion_ratings, target.criterion_ratings)
        self._carry_each("criterion_id", ("rating",), *ratings)
        plans = {plan.report_id: plan for plan in Plan.objects.filter(report__in=(source, target))}
        if plans.keys() == {source.pk, target.pk}:
            self._carry_plan(plans[source.pk], plans[target.pk])

    def _carry_each(self, key: str, names: Sequence[str], sources: Any, targets: Any) -> None:
        """Copy each source to the target with the same ``key``."""
        by_key = {getattr(source, key): source for source in sources.all()}
        for target in targets.all():
            if source := by_key.get(getattr(target, key)):
                self.carry(source, target, names)

    def _carry_plan(self, source: Plan, target: Plan) -> None:
        """Milestones have no mark of their own: their plan's is cleared when one is changed."""
        recorded = {milestone.quarter: milestone for milestone in target.milestones.all()}
        untouched = target.carried or not recorded
        self.carry(source, target, (*Plan.LEADS, *Plan.PARTS))
        for milestone in source.milestones.all() if untouched else ():
            quarter = milestone.quarter
            copy = recorded.get(quarter) or Milestone(plan=target, quarter=quarter)
            changes.change(copy, by=self.by, why=self.why, text=milestone.text)


def _carried_sections(report: HighlightReport) -> Any:
    return Section.objects.filter(report=report, kind__in=CARRIED_SECTIONS)


def _is_as_carried(row: Any, names: Sequence[str]) -> bool:
    """Return whether nobody has changed or confirmed these facts since they were carried.

    What was empty when the month opened was not marked, nor were months in early releases: for
    these the history says.
    """
    marked = next((getattr(row, name) for name in MARKS if hasattr(row, name)), None)
    if marked or (marked is False and any(getattr(row, name) for name in names)):
        return bool(marked)
    last = _last_change(row, names)
    reason = (last.history_change_reason or "") if last else ""
    return bool(last) and (reason.startswith(REASON) or (last.history_type == "+" and not reason))


def _last_change(row: Any, names: Sequence[str]) -> Any:
    """Return the row of history that set these facts to what they are, if there is one."""
    rows = list(row.history.order_by("-history_id"))
    for now, before in pairwise(rows):
        if any(getattr(now, name) != getattr(before, name) for name in names):
            return now
    return rows[-1] if rows else None
