"""Second steps and accounts of the directory in the admin site: removed, told, and logged."""

from contextlib import contextmanager

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db.models import Model

from improvement.models import LogEntry, Person
from tests.support.admin_site import administrator


def second_steps(person: Person) -> list[Authenticator]:
    return [
        Authenticator.objects.create(user=person, type=kind, data={"secret": "unreadable"})
        for kind in ("totp", "recovery_codes")
    ]


def logged() -> list[tuple[str, str, str]]:
    found = LogEntry.objects.filter(kind="second_step").order_by("about")
    return [(str(one.person), one.about, one.detail) for one in found]


REMOVED = [
    ("Admin", "Authenticator app of Nicola Howells", "removed in the admin site"),
    ("Admin", "Recovery codes of Nicola Howells", "removed in the admin site"),
]
STEPS = "/admin/mfa/authenticator/"


def test_a_second_step_removed_here_is_in_the_log_and_leaves_no_codes_alone(programme, nicola):
    app, _ = second_steps(nicola)
    administrator().post(f"{STEPS}{app.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(user=nicola).exists()
    assert logged() == REMOVED
    entry = LogEntry.objects.filter(kind="second_step").latest("pk")
    assert (entry.programme, entry.place) == (programme, f"{STEPS}{app.pk}/delete/")


def test_second_steps_removed_together_are_each_in_the_log(programme, nicola):
    chosen = [step.pk for step in second_steps(nicola)]
    given = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    administrator().post(STEPS, given)
    assert not Authenticator.objects.filter(user=nicola).exists()
    assert logged() == REMOVED


def test_a_second_step_is_made_and_changed_by_its_owner_alone(programme, nicola):
    client, (app, _) = administrator(), second_steps(nicola)
    page = client.get(f"{STEPS}{app.pk}/change/")
    assert page.status_code == 200
    assert "unreadable" not in page.content.decode()
    assert client.get(f"{STEPS}add/").status_code == 403
    changed = {"user": nicola.pk, "type": "totp", "data": "{}"}
    assert client.post(f"{STEPS}{app.pk}/change/", changed).status_code == 403


@pytest.fixture
def owner(nicola: Person) -> Person:
    """Somebody who has an address to be told at."""
    nicola.email = "nicola@trust.example"
    nicola.save()
    return nicola


@pytest.fixture
def committing(rf, django_capture_on_commit_callbacks):
    """Do at the end what waits for a commit: while a page is asked for, as that is."""

    @contextmanager
    def until_committed():
        with (
            context.request_context(rf.get("/admin/")),
            django_capture_on_commit_callbacks(execute=True),
        ):
            yield
            assert not mail.outbox  # what is told may be rolled back yet

    return until_committed


@pytest.fixture
def removed_here(owner: Person, committing):
    """Remove what is on a page of the admin site, and give the subjects of the mails that left."""

    def remove(page: str, *chosen: Model) -> list[str]:
        given = {"action": "delete_selected", "_selected_action": [one.pk for one in chosen]}
        client = administrator()
        with committing():
            client.post(page, {**given, "post": "yes"})
        assert {address for one in mail.outbox for address in one.to} <= {owner.email}
        return sorted(one.subject for one in mail.outbox)

    return remove


APP_REMOVED = "The authenticator app was removed from your sign-in."
PASSKEY_REMOVED = "A passkey was removed from your sign-in."


def test_whose_app_is_removed_here_is_told_as_if_they_had_removed_it(owner, removed_here):
    app, _ = second_steps(owner)
    assert removed_here(STEPS, app) == [APP_REMOVED]
    body = mail.outbox[0].body
    assert APP_REMOVED in body
    assert "By: Admin, an administrator" in body
    assert "If you did not ask for this, tell your programme office now." in body
    assert "From: " not in body  # that would be the administrator's own place


def test_one_step_removed_on_its_own_page_is_told_too(owner, committing):
    app, _ = second_steps(owner)
    client = administrator()
    with committing():
        client.post(f"{STEPS}{app.pk}/delete/", {"post": "yes"})
    assert [(one.subject, one.to) for one in mail.outbox] == [(APP_REMOVED, [owner.email])]


def test_each_step_that_is_removed_here_is_told(owner, removed_here):
    data = {"name": "My laptop", "credential": {}}
    keys = [Authenticator.objects.create(user=owner, type="webauthn", data=data) for _ in range(2)]
    told = removed_here(STEPS, *keys, *second_steps(owner))
    codes = "The recovery codes were removed from your sign-in."
    assert told == [PASSKEY_REMOVED, PASSKEY_REMOVED, APP_REMOVED, codes]


def test_an_administrator_s_own_step_is_told_as_their_own_doing(db, committing):
    client = administrator()
    app, _ = second_steps(Person.objects.get(email="admin@trust.example"))
    with committing():
        client.post(f"{STEPS}{app.pk}/delete/", {"post": "yes"})
    [notice] = mail.outbox
    assert notice.to == ["admin@trust.example"]
    assert "If this was not you, tell your programme office now." in notice.body


def test_whose_account_of_the_directory_is_removed_here_is_told(owner, removed_here):
    told = removed_here(DIRECTORY, tied(owner))
    assert told == ["Your sign-in is no longer linked to your account in the directory."]
    assert "By: Admin, an administrator" in mail.outbox[0].body


def test_a_notice_that_cannot_be_mailed_takes_nothing_back(owner, removed_here, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("no server")

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", fails)
    app, _ = second_steps(owner)
    assert removed_here(STEPS, app) == []
    assert not Authenticator.objects.filter(user=owner).exists()


DIRECTORY = "/admin/socialaccount/socialaccount/"


def tied(person: Person) -> SocialAccount:
    """Return the account of the directory that ``person`` signs in with."""
    return SocialAccount.objects.create(user=person, provider="directory", uid="subject-1")


def directory_in_log() -> list[tuple[str, str, str]]:
    found = LogEntry.objects.filter(kind="directory").order_by("pk")
    return [(str(one.person), one.about, one.detail) for one in found]


def test_an_account_of_the_directory_removed_here_is_in_the_log(programme, nicola):
    account = tied(nicola)
    administrator().post(f"{DIRECTORY}{account.pk}/delete/", {"post": "yes"})
    assert not SocialAccount.objects.exists()
    said = ("Admin", "subject-1 of Nicola Howells", "removed in the admin site")
    assert directory_in_log() == [said]
    entry = LogEntry.objects.get(kind="directory")
    assert (entry.programme, entry.place) == (programme, f"{DIRECTORY}{account.pk}/delete/")


def test_accounts_of_the_directory_removed_together_are_each_in_the_log(programme, nicola):
    second = SocialAccount.objects.create(user=nicola, provider="directory", uid="subject-2")
    given = {"action": "delete_selected", "_selected_action": [tied(nicola).pk, second.pk]}
    administrator().post(DIRECTORY, {**given, "post": "yes"})
    assert not SocialAccount.objects.exists()
    assert sorted(directory_in_log()) == [
        ("Admin", f"subject-{number} of Nicola Howells", "removed in the admin site")
        for number in (1, 2)
    ]


def test_nobody_s_sign_in_is_given_to_another_here(programme, nicola, stranger):
    client, account = administrator(), tied(nicola)
    assert client.get(f"{DIRECTORY}?q=nicola").status_code == 200
    assert client.get(f"{DIRECTORY}{account.pk}/change/").status_code == 200
    given = {"user": stranger.pk, "provider": "directory", "uid": "subject-1", "extra_data": "{}"}
    assert client.post(f"{DIRECTORY}{account.pk}/change/", given).status_code == 403
    assert client.post(f"{DIRECTORY}add/", {**given, "uid": "subject-2"}).status_code == 403
    assert SocialAccount.objects.get().user == nicola
