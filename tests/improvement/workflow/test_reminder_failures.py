"""Reminders when something fails: no mail comes twice, and none keeps another back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError
from django.db import connection

from improvement.models import Reminder
from improvement.workflow.reminders import due_reminders, send
from tests.support.reminders import FIVE, give_addresses, kinds, morning


class Dies(EmailBackend):
    """The process ends while a mail is on its way."""

    def send_messages(self, messages):
        raise SystemExit


class Chokes(EmailBackend):
    """No mail can be made of one address, which is a ``ValueError`` and no ``OSError``."""

    def send_messages(self, messages):
        if messages[0].to == ["nicola-howells@trust.example"]:
            raise ValueError("Invalid address")
        return super().send_messages(messages)


LOCAL = "django.core.mail.backends.locmem.EmailBackend"


def test_a_mail_whose_process_died_is_never_sent_twice_and_is_counted(run, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Dies"
    with pytest.raises(SystemExit):
        run(morning("01-29"))
    settings.EMAIL_BACKEND = LOCAL
    lost = Reminder.objects.get(sent_at=None)
    assert "ended before" not in run(morning("01-29", 9))
    assert "1 claimed by an earlier run that ended before" in run(morning("01-29", 10))
    assert Reminder.objects.filter(person=lost.person, kind=lost.kind, report=lost.report).get()


def test_one_mail_that_fails_keeps_no_other_back(run, settings, nicola):
    settings.EMAIL_BACKEND = f"{__name__}.Chokes"
    with pytest.raises(CommandError, match="1 could not be sent; the next run tries again"):
        run(morning("01-29"))
    assert len(mail.outbox) == len(due_reminders(at=morning("01-29"))) - 1
    assert kinds(nicola) == []
    settings.EMAIL_BACKEND = LOCAL
    assert "1 sent, 0 failed" in run(morning("01-29", 9))
    assert kinds(nicola) == [FIVE]


def test_of_two_runs_at_once_one_sends_each_mail(committed_demo):
    give_addresses(committed_demo)
    at, start = morning("02-06"), Barrier(2)

    def send_all() -> int:
        try:
            due = due_reminders(at=at)
            start.wait()
            return sum(send(one, base_url="https://trust.example", at=at) for one in due)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(send_all) for _ in range(2)]
        sent = sum(one.result() for one in runs)
    assert sent == len(due_reminders(at=at)) == len(mail.outbox) > 5
    assert Reminder.objects.filter(sent_at=at).count() == sent


def test_a_mail_server_that_never_answers_is_given_up_on(settings):
    """A run that hung would hold its claims and every run of cron after it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert 0 < mail.get_connection().timeout <= 60
