"""Mornings on which reminders are sent: what comes on which day, once, whatever happened before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.audit import changes
from improvement.models import Appointment, Month, Person, Role, Workstream
from improvement.workflow import transitions
from improvement.workflow.open_month import open_report
from improvement.workflow.reminders import choose_reminders, due_reminders
from tests.support.reminders import FIVE, OVERDUE, TOMORROW, kinds, morning


def mails_to(slug: str) -> list[mail.EmailMessage]:
    return [one for one in mail.outbox if one.to == [f"{slug}@trust.example"]]


@pytest.mark.parametrize(
    ("due_on", "day", "expected"),
    [
        (date(2024, 4, 5), "03-26", []),
        (date(2024, 4, 5), "03-27", [FIVE]),  # Good Friday and Easter Monday do not count
        (date(2024, 4, 5), "04-01", [FIVE]),
        (date(2024, 4, 5), "04-06", [OVERDUE]),  # no working day since, and past all the same
        (date(2024, 4, 2), "03-27", [FIVE]),
        (date(2024, 4, 2), "03-28", [TOMORROW]),  # the next working day is Tuesday 2 April
        (date(2024, 4, 2), "04-01", [TOMORROW]),  # nothing ran over Easter
        (date(2024, 4, 6), "04-04", [TOMORROW]),  # due on a Saturday
        (date(2024, 4, 6), "04-06", [TOMORROW]),
    ],
)
def test_around_easter(run, culture, nicola, office, due_on, day, expected):
    at = morning("02-01")
    transitions.extend_deadline(report=culture, due_on=due_on, reason="Late data", by=office, at=at)
    run(morning(day))
    assert kinds(nicola) == expected


@pytest.mark.parametrize(
    "missed", [(), range(27, 32), (29, 30, 33), range(33, 36), range(22, 36, 2)], ids=str
)
def test_whatever_mornings_are_missed_each_mail_comes_once_and_in_order(run, nicola, missed):
    """Counted from 1 January: 29 is the first of the five days, 33 the last working day before."""
    for number in range(22, 45):
        if number not in missed:
            run(morning("01-01") + timedelta(days=number - 1))
    assert kinds(nicola) == [FIVE, TOMORROW, OVERDUE]


def test_an_extended_deadline_is_reminded_of_from_the_start(run, culture, nicola, office):
    for day in ("01-29", "02-02"):
        run(morning(day))
    given = {"due_on": date(2024, 2, 19), "reason": "Late data", "by": office}
    transitions.extend_deadline(report=culture, at=morning("02-05"), **given)
    for day in ("02-05", "02-06", "02-12", "02-16", "02-19", "02-20", "02-21"):
        run(morning(day))
    assert kinds(nicola) == [FIVE, TOMORROW, FIVE, TOMORROW, OVERDUE]


@pytest.mark.parametrize(
    ("facts", "reminded"),
    [
        ({"ends_on": date(2024, 1, 28)}, False),
        ({"ends_on": date(2024, 1, 29)}, True),
        ({"starts_on": date(2024, 1, 30)}, False),
        ({"starts_on": date(2024, 1, 29)}, True),
    ],
    ids=["ended yesterday", "ends today", "starts tomorrow", "starts today"],
)
def test_appointments_count_on_the_day(run, nicola, office, facts, reminded):
    changes.change(nicola.appointments.get(role=Role.SRO), by=office, **facts)
    run(morning("01-29"))
    assert bool(kinds(nicola)) is reminded


def test_two_roles_on_a_workstream_are_one_mail(run, nicola, office, culture):
    place = {"workstream": culture.workstream, "programme": culture.month.programme}
    changes.record(Appointment(person=nicola, role=Role.PROGRAMME_MANAGER, **place), by=office)
    run(morning("01-29"))
    assert len(mails_to("nicola-howells")) == 1


def test_mails_about_two_workstreams_say_which(run, programme):
    run(morning("01-29"))
    for person in programme.people.all():
        subjects = [one.subject for one in mails_to(person.slug)]
        assert len(subjects) == len(set(subjects))


def test_an_executive_hears_once_a_submission(run, culture, nicola, melanie):
    submitted = morning("01-08", 12)
    transitions.submit(report=culture, by=nicola, at=submitted)
    for hours in (0, 1, 2, 72):
        run(submitted + timedelta(days=2, hours=hours))
        assert len(mails_to("melanie-saunders")) == (1 if hours else 0)
    at = submitted + timedelta(days=6)
    transitions.return_to_lead(report=culture, comment="Say why", by=melanie, at=at)
    transitions.submit(report=culture, by=nicola, at=at)
    run(at + timedelta(days=3))
    assert kinds(melanie) == ["waiting", "waiting"]


@pytest.mark.parametrize(
    ("at", "comes"),
    [
        (datetime(2024, 3, 29, 8, tzinfo=UTC), False),  # Good Friday
        (datetime(2024, 4, 1, 8, tzinfo=UTC), False),  # Easter Monday
        (datetime(2024, 4, 5, 22, 59, tzinfo=UTC), True),  # Friday, 23:59 in London
        (datetime(2024, 4, 5, 23, 0, tzinfo=UTC), False),  # Saturday in London
        (datetime(2024, 4, 7, 23, 0, tzinfo=UTC), True),  # Monday in London
    ],
)
def test_the_day_of_a_digest_is_londons(run, at, comes):
    run(at)
    assert bool(mails_to("programme-office")) is comes


def test_a_digest_comes_once_a_day_and_counts(run, culture, nicola, january, amy, melanie):
    governance = january.reports.get(workstream__slug="governance-and-well-led")
    transitions.submit(report=culture, by=nicola, at=morning("02-05", 12))
    transitions.approve(report=culture, by=melanie, at=morning("02-05", 13))
    transitions.submit(report=governance, by=amy, at=morning("02-05", 12))
    for day, hour in (("02-05", 14), ("02-05", 18), ("02-06", 8)):
        run(morning(day, hour))
    before, after = mails_to("programme-office")
    assert "2 in draft (0 late), 1 submitted, 1 approved" in before.body
    assert "2 in draft (2 late), 1 submitted, 1 approved" in after.body


def test_running_again_sends_nothing(run):
    first = run(morning("02-06"))
    assert first.count("sent: ") == len(mail.outbox) > 5
    assert run(morning("02-06", 9)) == "0 sent, 0 failed\n"


def test_an_issued_month_reminds_nobody(run):
    run(morning("03-20"))
    months = Month.objects.filter(reminders__isnull=False).distinct()
    assert [month.slug for month in months] == ["2024-01"]


def more_workstreams(month: Month, office: Person, lead: Person, count: int) -> None:
    for number in range(count):
        stream = Workstream(programme=month.programme, slug=f"more-{number}", name=f"More {number}")
        stream.position = 100 + number
        changes.record(stream, by=office)
        place = {"workstream": stream, "programme": month.programme}
        changes.record(Appointment(person=lead, role=Role.SRO, **place), by=office)
        open_report(month, stream, None, by=office)


def test_it_takes_the_same_queries_for_4_and_for_40_reports(run, january, office, nicola):
    counted = []
    for more in (0, 36):
        more_workstreams(january, office, nicola, more)
        with CaptureQueriesContext(connection) as queries:
            due = due_reminders(at=morning("02-06"))
        counted.append((january.reports.count(), len(queries)))
    assert counted == [(4, 3), (40, 3)]
    assert len([one for one in due if one.person == nicola]) == 37


def test_turning_reminders_off_and_on_is_in_the_history(nicola):
    rows = nicola.history.count()
    for wanted in (False, False, True):
        choose_reminders(wanted=wanted, by=nicola)
    assert nicola.history.count() == rows + 2
    on, off = nicola.history.all()[:2]
    assert (off.wants_reminders, on.wants_reminders) == (False, True)
    assert off.history_user == on.history_user == nicola


def test_the_page_leads_to_what_each_mail_was_about(run, signed_in, nicola, office):
    run(morning("01-29"))
    of_lead = " ".join(signed_in(nicola).get("/reminders/").content.decode().split())
    of_office = signed_in(office).get("/reminders/").content.decode()
    assert '<a href="/scas/2024-01/culture-and-staff-wellbeing/">January 2024, Culture' in of_lead
    assert '<a href="/scas/2024-01/returns/">January 2024</a>' in of_office
    assert "Nothing has been sent" not in of_lead + of_office
