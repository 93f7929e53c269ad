"""Reminders through a real mail server, and two runs at once."""

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection

from improvement.models import Person, Reminder
from tests.support.programs import program

SEPARATOR = "=== end of mail ==="


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MailServer:
    """Debian's msmtpd, which pipes each mail it is given to a file."""

    def __init__(self, port: int, file: Path) -> None:
        self.port, self.file = port, file

    @property
    def mails(self) -> list[EmailMessage]:
        text = self.file.read_text() if self.file.exists() else ""
        parts = [part.lstrip("\n") for part in text.split(SEPARATOR) if part.strip()]
        return [message_from_string(part, policy=policy.default) for part in parts]


@pytest.fixture
def mail_server(tmp_path, settings) -> Iterator[MailServer]:
    server = MailServer(free_port(), tmp_path / "mails")
    script = tmp_path / "deliver"
    script.write_text(
        f'#!/bin/sh\ncat >> "{server.file}"\necho "\n{SEPARATOR}" >> "{server.file}"\n'
    )
    script.chmod(0o755)
    options = [f"--port={server.port}", "--interface=127.0.0.1", f"--command={script}"]
    process = subprocess.Popen([program("msmtpd"), *options])
    wait_for(server.port)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    process.terminate()
    process.wait(timeout=10)


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("The mail server did not start.")


def give_address(person: Person) -> None:
    person.email = f"{person.slug}@trust.example"
    person.save()


def test_an_overdue_report_is_mailed_once_through_a_real_server(mail_server, nicola, culture):
    give_address(nicola)
    call_command("send_reminders")
    call_command("send_reminders")
    [message] = mail_server.mails
    assert message["To"] == "nicola-howells@trust.example"
    assert message["From"] == "improvement-programme@localhost"
    name = "January 2024 report of Culture & Staff Wellbeing"
    assert message["Subject"].startswith(f"{name}: was due Monday 5 February 2024")
    text = message.get_content()
    assert "/scas/2024-01/culture-and-staff-wellbeing/" in text
    assert "cannot be turned off" in text
    risk = culture.sections.get(kind="risks").bullets[0].text
    assert risk[:30] not in text


def test_two_runs_at_once_mail_once(committed_demo):
    give_address(committed_demo.people.get(slug="nicola-howells"))

    def run() -> None:
        call_command("send_reminders")
        connection.close()

    runs = [threading.Thread(target=run) for _ in range(4)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert Reminder.objects.count() == 1
    assert len(mail.outbox) == 1
