"""Reminders: which mails are due on a day, and sending each of them once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.mail import send_mail
from django.db import IntegrityError, transaction

from improvement.access.permissions import LEADS
from improvement.audit import changes
from improvement.models import (
    Appointment,
    HighlightReport,
    Month,
    Person,
    Programme,
    Reminder,
    ReminderKind,
    Role,
    Status,
)
from improvement.values.clock import day_of
from improvement.values.working_days import due_in_words, is_working_day, working_days_until

EXECUTIVE_WAITS = timedelta(days=2)
CLAIM_EXPIRES = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """One mail to one person. ``about_day`` keeps the same mail from being sent twice."""

    person: Person
    kind: ReminderKind
    month: Month
    report: HighlightReport | None
    about_day: date
    subject: str
    sentence: str

    @property
    def path(self) -> str:
        """The page the mail leads to."""
        month = f"/{self.month.programme.slug}/{self.month.slug}/"
        return f"{month}{self.report.workstream.slug}/" if self.report else f"{month}returns/"


def due_reminders(*, at: datetime) -> list[Due]:
    """Return the mails that are due at ``at``, sent already or not. Three queries.

    Leads are mailed 5 and 1 working days before a deadline and once it has passed, executives when
    a report has waited for more than two days, the programme office every working day. What was due
    on a day without a run is sent by the next run.
    """
    months = list(Month.objects.filter(issued_at=None).select_related("programme"))
    reports = HighlightReport.objects.filter(month__in=months).select_related("workstream")
    by_month = defaultdict(list)
    for report in reports:
        by_month[report.month_id].append(report)
    people = _People(months, on=day_of(at))
    return [
        due
        for month in months
        for due in _of_month(month, by_month[month.pk], people, at)
        if _wants(due)
    ]


class _People:
    """Who is appointed to the programmes of some months on a day. One query."""

    def __init__(self, months: Sequence[Month], *, on: date) -> None:
        current = Appointment.objects.current(on).filter(programme__months__in=months)
        self.appointments = list(current.select_related("person").distinct())

    def of_report(self, report: HighlightReport, roles: tuple[Role, ...]) -> list[Person]:
        return self._people_of(
            appointment
            for appointment in self.appointments
            if appointment.workstream_id == report.workstream_id and appointment.role in roles
        )

    def office_of(self, programme: Programme) -> list[Person]:
        return self._people_of(
            appointment
            for appointment in self.appointments
            if appointment.programme_id == programme.pk
            and appointment.role == Role.PROGRAMME_OFFICE
        )

    @staticmethod
    def _people_of(appointments: Iterator[Appointment]) -> list[Person]:
        return list(dict.fromkeys(appointment.person for appointment in appointments))


def _of_month(
    month: Month, reports: list[HighlightReport], people: _People, at: datetime
) -> Iterator[Due]:
    today = day_of(at)
    for report in reports:
        report.month = month
        if report.status is Status.DRAFT:
            yield from _of_draft(report, people, today)
        elif report.status is Status.SUBMITTED:
            yield from _of_submitted(report, people, at)
    if is_working_day(today):
        for person in people.office_of(month.programme):
            yield _digest(person, month, reports, today)


def _of_draft(report: HighlightReport, people: _People, today: date) -> Iterator[Due]:
    left = working_days_until(report.due_on, today=today)
    if today > report.due_on:
        kind = ReminderKind.OVERDUE
    elif left <= 1:
        kind = ReminderKind.DUE_TOMORROW
    elif left <= 5:
        kind = ReminderKind.DUE_IN_FIVE
    else:
        return
    due = due_in_words(report.due_on, today=today)
    name = f"{report.month} report of {report.workstream}"
    subject = f"{name}: {due}"
    sentence = f"The {name} {'' if due.startswith('was') else 'is '}{due}."
    for person in people.of_report(report, LEADS):
        yield Due(person, kind, report.month, report, report.due_on, subject, sentence)


def _of_submitted(report: HighlightReport, people: _People, at: datetime) -> Iterator[Due]:
    submitted_at = report.submitted_at
    if submitted_at is None or at - submitted_at <= EXECUTIVE_WAITS:
        return
    day = day_of(submitted_at)
    name = f"{report.month} report of {report.workstream}"
    subject = f"{name}: waits for you"
    sentence = f"The {name} has waited for you since {day:%A} {day.day} {day:%B}."
    for person in people.of_report(report, (Role.EXECUTIVE_LEAD,)):
        yield Due(person, ReminderKind.WAITING, report.month, report, day, subject, sentence)


def _digest(person: Person, month: Month, reports: list[HighlightReport], today: date) -> Due:
    drafts = [report for report in reports if report.status is Status.DRAFT]
    late = [report for report in drafts if today > report.due_on]
    counts = Counter(report.status for report in reports)
    summary = (
        f"{counts[Status.DRAFT]} in draft ({len(late)} late), "
        f"{counts[Status.SUBMITTED]} submitted, {counts[Status.APPROVED]} approved"
    )
    sentence = f"The reports for {month}: {summary}."
    return Due(person, ReminderKind.DIGEST, month, None, today, f"{month}: {summary}", sentence)


def _wants(due: Due) -> bool:
    person = due.person
    wanted = person.wants_reminders or due.kind is ReminderKind.OVERDUE
    return bool(person.email) and person.is_active and wanted


def send(due: Due, *, base_url: str, at: datetime) -> bool:
    """Send a mail unless it has been sent. Returns whether it was sent now.

    The row is written first, so that of two runs at once only one sends. Where sending fails the
    row is deleted and the error raised: the next run tries again.
    """
    claim = _claim(due, at)
    if claim is None:
        return False
    try:
        send_mail(due.subject, _body(due, base_url), None, [str(due.person.email)])
    except Exception:
        claim.delete()
        raise
    claim.sent_at = at
    claim.save()
    return True


def _claim(due: Due, at: datetime) -> Reminder | None:
    keys = {"person": due.person, "kind": due.kind, "month": due.month, "report": due.report}
    if Reminder.objects.filter(**keys, about_day=due.about_day).exists():
        return None
    try:
        with transaction.atomic():
            claim = Reminder(**keys, about_day=due.about_day, claimed_at=at)
            claim.save()
    except IntegrityError:  # another run was faster
        return None
    return claim


def _body(due: Due, base_url: str) -> str:
    ending = f"You can turn reminders off at {base_url}/reminders/"
    if due.kind is ReminderKind.OVERDUE:
        ending = "Reminders of what is late cannot be turned off."
    return f"{due.sentence}\n\n{base_url}{due.path}\n\n{ending}\n"


def never_confirmed(*, at: datetime) -> int:
    """Return how many mails an earlier run began to send and never recorded as sent.

    They may have been sent, so they are not sent again.
    """
    return Reminder.objects.filter(sent_at=None, claimed_at__lt=at - CLAIM_EXPIRES).count()


@transaction.atomic
def choose_reminders(*, wanted: bool, by: Person) -> None:
    """Turn one's own reminders on or off. What is late is mailed either way."""
    person = Person.objects.select_for_update().get(pk=by.pk)
    changes.change(person, by=by, wants_reminders=wanted)
