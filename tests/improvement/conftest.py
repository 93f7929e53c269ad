"""Somebody of the demo who can sign in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail

from improvement.models import Person
from tests.support.signing_in import PASSWORD, key_in

INVITE = "/scas/access/invite/"


@pytest.fixture
def lead(nicola: Person) -> Person:
    """The lead of Culture & Staff Wellbeing, with an address and a password."""
    nicola.email = "nicola@trust.example"
    nicola.set_password(PASSWORD)
    nicola.save()
    return nicola


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run at once what waits for a commit: a test rolls back, so that none ever comes."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **_: then())


@pytest.fixture
def invited(office, signed_in, committed) -> Callable[..., str]:
    """Invite somebody as the programme office, and give the key in the mail."""

    def send(
        email: str = "new.lead@trust.example", role: str = "ceo_office", name: str = "New Lead"
    ) -> str:
        given = {"name": name, "job_title": "Manager", "email": email, "appointment": role}
        answer = signed_in(office).post(INVITE, given)
        assert answer.status_code == 302, answer.content.decode()
        return key_in(mail.outbox[-1])

    return send
