"""Finding things: the loader is the lock. Nothing is found by somebody who may not see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from improvement.models import ApiToken, Appointment, HighlightReport, Month, Person, Programme
from improvement.periods import CalendarMonth
from improvement.permissions import Standing, Verb, refusal, require, standing_of
from improvement.refusals import NotThere, Refused


def find_programme(person: Person, slug: str, *, on: date) -> Standing:
    """Give what ``person`` is on the programme. One query.

    Raises ``NotThere``, for strangers to it too.
    """
    held = Appointment.objects.current(on).filter(person=person, programme__slug=slug)
    appointments = tuple(held.select_related("programme", "workstream"))
    if not appointments:
        raise NotThere(
            f"There is no programme “{slug}”, or you have no appointment on it. "
            "Its programme office can appoint you."
        )
    return Standing(person, appointments[0].programme, appointments)


def find_programmes(person: Person, *, on: date) -> list[Programme]:
    """Give the programmes somebody has an appointment on. One query."""
    held = Appointment.objects.current(on).filter(person=person)
    return list(Programme.objects.filter(pk__in=held.values("programme")))


def find_standings(person: Person, *, on: date) -> list[Standing]:
    """Give what somebody is on each programme they have an appointment on. One query."""
    held: dict[Programme, list[Appointment]] = defaultdict(list)
    appointments = Appointment.objects.current(on).filter(person=person)
    for appointment in appointments.select_related("programme", "workstream"):
        held[appointment.programme].append(appointment)
    return [Standing(person, programme, tuple(roles)) for programme, roles in held.items()]


def find_people(person: Person, slug: str, *, on: date) -> Standing:
    """Give a programme whose people ``person`` looks after, and what they are on it.

    Raises ``NotThere`` for strangers, and ``Refused`` for its other members.
    """
    programme = Programme.objects.filter(slug=slug).first() if person.is_superuser else None
    if programme is not None:
        return standing_of(person, programme, on=on)
    standing = find_programme(person, slug, on=on)
    require(standing, Verb.LOOK_AFTER_PEOPLE)
    return standing


def find_person(programme: Programme, pk: int) -> Person:
    """Give somebody who is, or was, appointed on a programme. Raises ``NotThere``."""
    found = Person.objects.filter(appointments__programme=programme, pk=pk).first()
    if found is None:
        raise NotThere(f"Nobody of that number was ever appointed on {programme}.")
    return found


def find_month(standing: Standing, slug: str) -> Month:
    """Give the month written 2023-12. Raises ``NotThere``, or ``Refused`` if it may not be read."""
    period = CalendarMonth.parse(slug)
    months = standing.programme.months.select_related("issued_by", "opened_by", "reopened_by")
    month = months.filter(starts_on=period.starts_on).first()
    if month is None:
        raise NotThere(f"{standing.programme} has no report for {period.words}.")
    return _readable(standing, month)


def months_seen(standing: Standing, asked: QuerySet[Month] | None = None) -> list[Month]:
    """Give the months that may be read, the newest first. One query.

    ``asked`` are the programme's months with what else is wanted of them.
    """
    wanted = standing.programme.months.all() if asked is None else asked
    return _seen([standing], wanted)


def all_months_seen(standings: Sequence[Standing]) -> list[Month]:
    """Give the months that may be read on several programmes, the newest first. One query."""
    programmes = [standing.programme for standing in standings]
    return _seen(standings, Month.objects.filter(programme__in=programmes))


def _seen(standings: Sequence[Standing], months: Iterable[Month]) -> list[Month]:
    """Leave out what is open to those who may not see it so, unless it was issued before."""
    by_programme = {standing.programme.pk: standing for standing in standings}
    seen = []
    for month in months:
        standing = by_programme[month.programme_id]
        month.programme = standing.programme
        if not month.is_open or month.is_reopened or not refusal(standing, Verb.READ_OPEN):
            seen.append(month)
    return seen


def find_report(standing: Standing, month_slug: str, workstream_slug: str) -> HighlightReport:
    """Give a workstream's report of a month, with its month. One query where it is there.

    Raises ``NotThere``, or ``Refused`` if it may not be read.
    """
    people = ("submitted_by", "submitted_for", "approved_by", "returned_by", "extended_by")
    report = (
        HighlightReport.objects.select_related("workstream", "month", *people)
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
    _readable(standing, report.month)
    return report


def _readable(standing: Standing, month: Month) -> Month:
    """Of a reopened month everybody goes on seeing the pack as it was issued last."""
    month.programme = standing.programme
    sentence = refusal(standing, Verb.READ_OPEN)
    if sentence and month.is_open and not month.is_reopened:
        raise Refused(sentence)
    return month


def earlier_report(report: HighlightReport) -> HighlightReport | None:
    """Give the same workstream's report of the month before, with its month. One query."""
    earlier = HighlightReport.objects.filter(
        workstream=report.workstream_id, month__starts_on__lt=report.month.starts_on
    )
    return earlier.select_related("month").order_by("-month__starts_on").first()


def find_token(person: Person, pk: int, *, on: date) -> ApiToken:
    """Give a token: one's own, or as programme office one of the programme's.

    Raises ``NotThere``, for strangers to its programme too, or ``Refused`` for its other people.
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
