"""Finding things: the loader is the lock. Nothing is found by somebody who may not see it."""

from __future__ import annotations

from datetime import date

from improvement.models import HighlightReport, Month, Person, Programme
from improvement.periods import CalendarMonth
from improvement.permissions import Standing, Verb, refusal, standing_of
from improvement.refusals import NotThere, Refused


def find_programme(person: Person, slug: str, *, on: date) -> Standing:
    """Give what ``person`` is on the programme. Raises ``NotThere`` for strangers to it too."""
    programme = Programme.objects.filter(slug=slug).first()
    standing = standing_of(person, programme, on=on) if programme else None
    if standing is None or refusal(standing, Verb.READ):
        raise NotThere(
            f"There is no programme “{slug}”, or you have no appointment on it. "
            "Its programme office can appoint you."
        )
    return standing


def find_month(standing: Standing, slug: str) -> Month:
    """Give the month written 2023-12. Raises ``NotThere``, or ``Refused`` if it may not be read."""
    period = CalendarMonth.parse(slug)
    month = standing.programme.months.filter(starts_on=period.starts_on).first()
    if month is None:
        raise NotThere(f"{standing.programme} has no report for {period.words}.")
    month.programme = standing.programme
    if month.is_open and (sentence := refusal(standing, Verb.READ_OPEN)):
        raise Refused(sentence)
    return month


def find_report(standing: Standing, month: Month, workstream_slug: str) -> HighlightReport:
    """Give a workstream's report of ``month``. Raises ``NotThere``."""
    reports = month.reports.select_related("workstream", "submitted_by", "approved_by")
    report = reports.filter(workstream__slug=workstream_slug).first()
    if report is None:
        raise NotThere(f"{standing.programme} has no workstream “{workstream_slug}” in {month}.")
    report.month = month
    return report
