"""Which mails are due on which day, and that each is sent once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from improvement.models import HighlightReport, Reminder, ReminderKind, Role
from improvement.values.clock import now
from improvement.workflow import transitions
from improvement.workflow.reminders import choose_reminders, due_reminders, send

LEADS = {"emma-manaton", "nicola-howells"}  # of Culture & Staff Wellbeing, due on 5 February 2024
BASE = "https://programme.trust.example"


@pytest.fixture(autouse=True)
def everybody_has_an_address(programme):
    for person in programme.people.all():
        person.email = f"{person.slug}@trust.example"
        person.save()


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)


def due(day: str, report: HighlightReport | None = None, moment: datetime | None = None):
    """Return what is due on a day about a report, or to the programme office, as kind and slug."""
    return {
        (one.kind, one.person.slug)
        for one in due_reminders(at=moment or at(day))
        if one.report == report
    }


def to_leads(kind: ReminderKind) -> set:
    return {(kind, slug) for slug in LEADS}


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2024-01-26", None),  # six working days before
        ("2024-01-29", ReminderKind.DUE_IN_FIVE),
        ("2024-01-31", ReminderKind.DUE_IN_FIVE),  # nothing ran on the 29th: caught up with
        ("2024-02-01", ReminderKind.DUE_IN_FIVE),
        ("2024-02-02", ReminderKind.DUE_TOMORROW),  # the Friday before the Monday
        ("2024-02-05", ReminderKind.DUE_TOMORROW),
        ("2024-02-06", ReminderKind.OVERDUE),
        ("2024-02-20", ReminderKind.OVERDUE),
    ],
)
def test_leads_are_reminded_before_and_after_the_deadline(culture, day, kind):
    assert due(day, culture) == (to_leads(kind) if kind else set())


def test_bank_holidays_are_not_working_days(culture):
    culture.extended_to = date(2024, 4, 3)  # a Wednesday; Good Friday and Easter Monday before it
    culture.extended_at, culture.extended_by = at("2024-02-01"), culture.month.opened_by
    culture.save()
    assert due("2024-03-22", culture) == set()
    assert due("2024-03-25", culture) == to_leads(ReminderKind.DUE_IN_FIVE)
    assert due("2024-04-02", culture) == to_leads(ReminderKind.DUE_TOMORROW)


def test_an_extended_deadline_starts_over(culture, office):
    for one in due_reminders(at=at("2024-02-06")):
        send(one, base_url=BASE, at=at("2024-02-06"))
    transitions.extend_deadline(
        report=culture, due_on=date(2024, 2, 9), reason="Flu", by=office, at=at("2024-02-06")
    )
    culture.refresh_from_db()
    assert due("2024-02-06", culture) == to_leads(ReminderKind.DUE_IN_FIVE)
    assert due("2024-02-12", culture) == to_leads(ReminderKind.OVERDUE)
    again = [one for one in due_reminders(at=at("2024-02-12")) if one.report == culture]
    assert [send(one, base_url=BASE, at=at("2024-02-12")) for one in again] == [True, True]


def test_the_executive_hears_of_a_report_that_waits_longer_than_two_days(culture, nicola):
    submitted = at("2024-02-01")
    transitions.submit(report=culture, by=nicola, at=submitted)
    assert due("", culture, moment=submitted + timedelta(days=2)) == set()
    late = due("", culture, moment=submitted + timedelta(days=2, seconds=1))
    assert late == {(ReminderKind.WAITING, "melanie-saunders")}


def test_an_approved_report_waits_for_no_lead_and_no_executive(culture, nicola, melanie):
    transitions.submit(report=culture, by=nicola, at=at("2024-02-01"))
    transitions.approve(report=culture, by=melanie, at=at("2024-02-01"))
    assert due("2024-02-20", culture) == set()


@pytest.mark.parametrize(
    ("day", "overdue"),
    [("2024-01-26", 0), ("2024-01-27", None), ("2024-02-05", 0), ("2024-02-06", 2)],
)
def test_the_programme_office_gets_a_digest_every_working_day(
    culture, nicola, office, january, day, overdue
):
    """The reports are due on 5 February, and one of them three days later."""
    transitions.submit(report=culture, by=nicola, at=at("2024-01-25"))
    later = january.reports.get(workstream__slug="patient-safety")
    moved = {"due_on": date(2024, 2, 8), "reason": "Flu", "at": at("2024-01-25")}
    transitions.extend_deadline(report=later, by=office, **moved)
    digests = [one for one in due_reminders(at=at(day)) if one.report is None]
    assert [(one.person.slug, one.subject, one.path) for one in digests] == (
        []
        if overdue is None
        else [
            (
                "programme-office",
                f"January 2024: 3 in draft ({overdue} late), 1 submitted, 0 approved",
                "/scas/2024-01/returns/",
            )
        ]
    )


def test_whoever_turned_reminders_off_hears_only_what_is_overdue(culture, nicola):
    choose_reminders(wanted=False, by=nicola)
    assert due("2024-02-02", culture) == {(ReminderKind.DUE_TOMORROW, "emma-manaton")}
    assert due("2024-02-06", culture) == to_leads(ReminderKind.OVERDUE)
    assert nicola.history.first().history_user == nicola


@pytest.mark.parametrize("fact", [{"email": None}, {"is_active": False}])
def test_whoever_cannot_read_it_gets_nothing(culture, nicola, fact):
    for name, value in fact.items():
        setattr(nicola, name, value)
    nicola.save()
    assert due("2024-02-06", culture) == {(ReminderKind.OVERDUE, "emma-manaton")}


def test_an_appointment_that_has_ended_gets_nothing(culture, nicola):
    held = nicola.appointments.get(role=Role.SRO, workstream=culture.workstream)
    held.ends_on = date(2024, 2, 1)
    held.save()
    assert due("2024-02-06", culture) == {(ReminderKind.OVERDUE, "emma-manaton")}


def test_nothing_is_sent_twice_and_what_was_sent_is_recorded(culture):
    for expected in (True, False):
        mails = [one for one in due_reminders(at=at("2024-02-06")) if one.report == culture]
        assert [send(one, base_url=BASE, at=at("2024-02-06")) for one in mails] == [expected] * 2
    assert len(mail.outbox) == 2
    assert Reminder.objects.filter(report=culture, sent_at=at("2024-02-06")).count() == 2


def test_a_mail_carries_a_link_and_nothing_of_the_report(culture, nicola, programme):
    one = next(one for one in due_reminders(at=at("2024-01-29")) if one.person == nicola)
    send(one, base_url=BASE, at=at("2024-01-29"))
    message = mail.outbox[0]
    assert message.subject == (
        "January 2024 report of Culture & Staff Wellbeing: due Monday 5 February, in 5 working days"
    )
    assert message.body == (
        "The January 2024 report of Culture & Staff Wellbeing "
        "is due Monday 5 February, in 5 working days.\n\n"
        f"{BASE}/scas/2024-01/culture-and-staff-wellbeing/\n\n"
        f"You can turn reminders off at {BASE}/reminders/\n"
    )


def test_a_mail_that_could_not_be_sent_is_tried_again(culture, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    one = next(one for one in due_reminders(at=at("2024-02-06")) if one.report == culture)
    with pytest.raises(ConnectionRefusedError):
        send(one, base_url=BASE, at=at("2024-02-06"))
    assert not Reminder.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(one, base_url=BASE, at=at("2024-02-06"))


def test_the_command_says_what_failed_and_ends_with_an_error(culture, nicola, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(CommandError, match=r"could not be sent; the next run tries again\."):
        call_command("send_reminders")
    said = capsys.readouterr()
    assert f"not sent: overdue, to person {nicola.pk}: ConnectionRefusedError" in said.err
    assert "@" not in said.out + said.err
    assert f"0 sent, {len(due_reminders(at=now()))} failed" in said.out


def test_a_run_that_died_is_told_and_its_mail_is_not_sent_again(culture, nicola, capsys):
    one = next(one for one in due_reminders(at=at("2024-02-06")) if one.person == nicola)
    keys = {"person": nicola, "kind": one.kind, "month": one.month, "report": one.report}
    Reminder(**keys, about_day=one.about_day, claimed_at=at("2024-02-06")).save()
    assert not send(one, base_url=BASE, at=at("2024-02-06"))
    call_command("send_reminders")
    assert "1 claimed by an earlier run that ended" in capsys.readouterr().out


def test_the_queries_do_not_grow_with_the_reports(programme, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(due_reminders(at=at("2024-02-06"))) > 8


def test_one_turns_reminders_off_on_a_page_that_shows_what_was_sent(signed_in, nicola, culture):
    one = next(one for one in due_reminders(at=at("2024-02-06")) if one.person == nicola)
    send(one, base_url=BASE, at=at("2024-02-06"))
    client = signed_in(nicola)
    page = client.get("/reminders/").content.decode()
    assert "January 2024, Culture &amp; Staff Wellbeing" in " ".join(page.split())
    assert "Overdue" in page
    assert "Your choice is saved." in client.post("/reminders/", {}, follow=True).content.decode()
    nicola.refresh_from_db()
    assert nicola.wants_reminders is False
