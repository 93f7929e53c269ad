"""What lets people in and no history shows: changed beneath the app, it is named, never shown."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.db import connection

from improvement.accounts.invite import invite
from improvement.accounts.tokens import make_token
from improvement.audit.changes import SECRETS
from improvement.audit.verify import BrokenHistory, verify_history
from improvement.models import ApiToken, Invitation, Person, Role, SecretSeal

ADDRESS = "new.person@trust.example"


@pytest.fixture
def ways_in(programme, nicola, noon):
    """One row of each kind that lets somebody in."""
    office = Person.objects.get(slug="programme-office")
    token, _ = make_token(
        programme=programme,
        name="Reports",
        expires_on=noon.date() + timedelta(days=9),
        by=nicola,
        at=noon,
    )
    invited = invite(
        programme=programme,
        name="A new person",
        job_title="",
        email=ADDRESS,
        role=Role.CEO_OFFICE,
        workstream=None,
        base_url="",
        by=office,
        at=noon,
    )
    nicola.set_password("a pass phrase of this test")
    nicola.save(update_fields=["password"])
    return {
        Person: nicola,
        ApiToken: token,
        Invitation: invited.invitations.get(),
        EmailAddress: EmailAddress.objects.create(user=nicola, email="own@trust.example"),
        SocialAccount: SocialAccount.objects.create(user=nicola, provider="trust", uid="a-7"),
        Authenticator: Authenticator.objects.create(
            user=nicola, type="totp", data={"secret": "s", "b": [1], "a": "ö"}
        ),
    }


def execute(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def fault() -> str:
    with pytest.raises(BrokenHistory) as broken:
        verify_history()
    return str(broken.value)


CHANGES = [
    (Person, "password", make_password("another", salt="s" * 22)),
    (ApiToken, "digest", "0" * 64),
    (Invitation, "digest", "0" * 64),
    (EmailAddress, "email", "thief@elsewhere.example"),
    (EmailAddress, "verified", True),
    (SocialAccount, "uid", "another-8"),
    (Authenticator, "data", '{"secret": "of a thief"}'),
]


@pytest.mark.parametrize(
    ("kind", "column", "given"), CHANGES, ids=[f"{one[0].__name__}.{one[1]}" for one in CHANGES]
)
def test_what_lets_somebody_in_and_was_changed_beneath_the_app_is_named_and_not_shown(
    ways_in, kind, column, given
):
    assert verify_history().ways_in >= len(ways_in)
    row, table = ways_in[kind], kind._meta.db_table
    before = getattr(kind.objects.get(pk=row.pk), column)
    execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", given, row.pk)
    said = fault()
    assert said.startswith(f"{table}, id {row.pk} ")
    assert "changed beneath the app" in said
    assert not [one for one in (str(given), str(before)) if len(one) > 4 and one in said]


def test_an_address_of_a_person_changed_beneath_the_app_is_named_by_its_history_and_its_seal(
    ways_in, monkeypatch
):
    row = ways_in[Person]
    execute("UPDATE improvement_person SET email = 'thief@x.example' WHERE id = %s", row.pk)
    assert fault().startswith(f"improvement_person, id {row.pk} is not what its history says")
    monkeypatch.setattr("improvement.audit.verify.history_models", list)
    assert fault().startswith(f"improvement_person, id {row.pk} lets somebody in by what")


def test_a_way_in_slipped_in_or_taken_away_beneath_the_app_is_named(ways_in):
    execute(
        'INSERT INTO account_emailaddress (user_id, email, verified, "primary") '
        "VALUES (%s, 'thief@elsewhere.example', %s, %s)",
        ways_in[Person].pk,
        True,
        False,
    )
    slipped_in = EmailAddress.objects.get(email="thief@elsewhere.example")
    assert fault().startswith(f"account_emailaddress, id {slipped_in.pk} lets somebody in")
    execute("DELETE FROM account_emailaddress WHERE id = %s", slipped_in.pk)
    verify_history()
    gone = ways_in[Authenticator].pk
    execute("DELETE FROM mfa_authenticator WHERE id = %s", gone)
    assert fault().startswith(f"mfa_authenticator, id {gone} is gone")


def test_what_the_app_changes_adds_and_takes_away_is_in_order(ways_in):
    nicola = ways_in[Person]
    nicola.set_password("another pass phrase of this test")
    nicola.save(update_fields=["password"])
    ways_in[EmailAddress].set_verified()
    ways_in[Authenticator].delete()
    ways_in[SocialAccount].delete()
    assert verify_history().ways_in == sum(kind.objects.count() for kind in SECRETS)


def test_a_save_that_changes_nothing_secret_adds_no_seal(ways_in):
    before = SecretSeal.objects.count()
    for row in ways_in.values():
        row.save()
    nicola = ways_in[Person]
    nicola.last_login = None
    nicola.save(update_fields=["last_login"])
    assert SecretSeal.objects.count() == before


def test_nothing_secret_stands_in_a_seal(ways_in):
    kept = "\n".join(f"{one} {one.fingerprint} {one.seal}" for one in SecretSeal.objects.all())
    nicola, token = ways_in[Person], ways_in[ApiToken]
    for secret in (nicola.password, token.digest, ADDRESS, "own@trust.example"):
        assert secret not in kept


def test_a_seal_changed_or_taken_out_beneath_the_app_is_named(ways_in, tampering):
    nicola = ways_in[Person]
    first = SecretSeal.objects.filter(of_table="improvement_person", of_row=nicola.pk).first()
    with tampering():
        execute("DELETE FROM improvement_secretseal WHERE id = %s", first.pk)
    assert f"(of improvement_person, id {nicola.pk}) is not as it was written" in fault()


def test_what_let_people_in_before_there_were_seals_is_sealed_alike_by_the_migration(
    ways_in, tampering
):
    written = {(one.of_table, one.of_row): one.fingerprint for one in SecretSeal.objects.all()}
    with tampering():
        execute("DELETE FROM improvement_secretseal")
    assert "lets somebody in by what the app did not write" in fault()
    module = import_module("improvement.migrations.0005_seal_what_lets_people_in")
    module.seal_what_is_there(apps, None)
    assert {
        (one.of_table, one.of_row): one.fingerprint for one in SecretSeal.objects.all()
    } == written
    assert verify_history().ways_in == len(written)


def test_the_command_counts_what_lets_people_in_and_fails_where_it_was_changed(ways_in):
    said = StringIO()
    call_command("verify_history", stdout=said)
    count = sum(kind.objects.count() for kind in SECRETS)
    assert said.getvalue().splitlines()[2] == (
        f"{count:,} people, keys, addresses and second steps let in by what the app wrote there."
    )
    execute("UPDATE improvement_apitoken SET digest = %s", "1" * 64)
    with pytest.raises(CommandError, match="improvement_apitoken, id"):
        call_command("verify_history")
