"""Look up programmes, months, reports and people. Each lookup checks that the person may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from improvement.access.permissions import Standing, Verb, refusal, require, standing_of
from improvement.models import ApiToken, Appointment, HighlightReport, Month, Person, Programme
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import NotThere, Refused


def find_programme(person: Person, slug: str, *, on: date) -> Standing:
    """Return what ``person`` is on the programme. One query.

    Raises ``NotThere``, also for people with no appointment on it.
    """
    current = Appointment.objects.current(on).filter(person=person, programme__slug=slug)
    appointments = tuple(current.select_related("programme", "workstream"))
    if not appointments:
        raise NotThere(
            f"There is no programme “{slug}”, or you have no appointment on it. "
            "Its programme office can appoint you."
        )
    return Standing(person, appointments[0].programme, appointments)


def find_programmes(person: Person, *, on: date) -> list[Programme]:
    """Return the programmes somebody has an appointment on. One query."""
    current = Appointment.objects.current(on).filter(person=person)
    return list(Programme.objects.filter(pk__in=current.values("programme")))


def standings_of(person: Person, *, on: date) -> list[Standing]:
    """Return what somebody is on each programme they have an appointment on. One query."""
    by_programme: dict[Programme, list[Appointment]] = defaultdict(list)
    current = Appointment.objects.current(on).filter(person=person)
    for appointment in current.select_related("programme", "workstream"):
        by_programme[appointment.programme].append(appointment)
    return [Standing(person, programme, tuple(own)) for programme, own in by_programme.items()]


def find_people(person: Person, slug: str, *, on: date) -> Standing:
    """Return what ``person`` is on a programme whose people they look after.

    Raises ``NotThere`` for people with no appointment on it, ``Refused`` for its other people.
    """
    programme = Programme.objects.filter(slug=slug).first() if person.is_superuser else None
    if programme is not None:
        return standing_of(person, programme, on=on)
    standing = find_programme(person, slug, on=on)
    require(standing, Verb.LOOK_AFTER_PEOPLE)
    return standing


def find_person(programme: Programme, pk: int) -> Person:
    """Return somebody who is, or was, appointed on a programme. Raises ``NotThere``."""
    person = Person.objects.filter(appointments__programme=programme, pk=pk).first()
    if person is None:
        raise NotThere(f"Nobody of that number was ever appointed on {programme}.")
    return person


def find_month(standing: Standing, slug: str) -> Month:
    """Return the month written 2023-12. Raises ``NotThere``, or ``Refused`` if it is hidden."""
    period = CalendarMonth.parse(slug)
    months = standing.programme.months.select_related("issued_by", "opened_by", "reopened_by")
    month = months.filter(starts_on=period.starts_on).first()
    if month is None:
        raise NotThere(f"{standing.programme} has no report for {period.words}.")
    _require_visible(standing, month)
    return month


def visible_months(standing: Standing, months: QuerySet[Month] | None = None) -> list[Month]:
    """Return the months that may be read, the newest first. One query.

    ``months`` is the query for the programme's months where related rows are to be read with them.
    """
    return _visible([standing], standing.programme.months.all() if months is None else months)


def visible_months_across(standings: Sequence[Standing]) -> list[Month]:
    """Return the months that may be read on several programmes, the newest first. One query."""
    programmes = [standing.programme for standing in standings]
    return _visible(standings, Month.objects.filter(programme__in=programmes))


def _visible(standings: Sequence[Standing], months: Iterable[Month]) -> list[Month]:
    by_programme = {standing.programme.pk: standing for standing in standings}
    return [month for month in months if not _refusal(by_programme[month.programme_id], month)]


def _require_visible(standing: Standing, month: Month) -> None:
    if sentence := _refusal(standing, month):
        raise Refused(sentence)


def _refusal(standing: Standing, month: Month) -> str:
    """Return why a month may not be read, or an empty text.

    Of a reopened month everybody goes on seeing the pack that was issued last.
    """
    month.programme = standing.programme
    return refusal(standing, Verb.READ_OPEN) if month.is_open and not month.is_reopened else ""


def find_report(standing: Standing, month_slug: str, workstream_slug: str) -> HighlightReport:
    """Return a workstream's report of a month, with its month and plan. One query where found.

    Raises ``NotThere``, or ``Refused`` where it may not be read.
    """
    report = (
        HighlightReport.objects.select_related("workstream", "month", "plan")
        .filter(
            month__programme=standing.programme,
            month__starts_on=CalendarMonth.parse(month_slug).starts_on,
            workstream__slug=workstream_slug,
        )
        .first()
    )
    if report is None:
        month = find_month(standing, month_slug)
        raise NotThere(f"{standing.programme} has no workstream “{workstream_slug}” in {month}.")
    _require_visible(standing, report.month)
    return report


def earlier_report(report: HighlightReport) -> HighlightReport | None:
    """Return the same workstream's report of the month before, with its month. One query."""
    earlier = HighlightReport.objects.filter(
        workstream=report.workstream_id, month__starts_on__lt=report.month.starts_on
    )
    return earlier.select_related("month").order_by("-month__starts_on").first()


def find_token(person: Person, pk: int, *, on: date) -> ApiToken:
    """Return a token: one's own, or, for the programme office, one of the programme's.

    Raises ``NotThere``, also for people with no appointment on its programme, and ``Refused`` for
    its other people.
    """
    not_there = "There is no such token, or it is on a programme you have no appointment on."
    token = ApiToken.objects.filter(pk=pk).select_related("programme", "person").first()
    if token is None:
        raise NotThere(not_there)
    if token.person_id != person.pk:
        standing = standing_of(person, token.programme, on=on)
        if not standing.appointments:
            raise NotThere(not_there)
        require(standing, Verb.REVOKE_TOKENS)
    return token
