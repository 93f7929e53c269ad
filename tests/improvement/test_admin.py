"""The administrator's site: accounts and appointments, with history."""

import re
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin import site
from django.core import mail
from django.db.models import Model
from django.test import Client

from improvement import audit
from improvement.accepting import open_invitation
from improvement.clock import now, today
from improvement.inviting import digest_of
from improvement.models import Appointment, Invitation, LogEntry, Person, Programme

PASSWORD = "a long enough pass phrase"


def administrator() -> Client:
    person = Person.objects.create_superuser("admin@trust.example", PASSWORD, name="Admin")
    client = Client()
    client.force_login(person)
    return client


def test_a_person_added_here_sets_a_password_by_reset_and_gets_in(programme):
    client = administrator()
    given = {"name": "New lead", "email": "new@trust.example", "is_active": "on", "slug": ""}
    client.post("/admin/improvement/person/add/", {**given, "programme": programme.pk})
    person = Person.objects.get(email="new@trust.example")
    assert person.history.first().history_user.name == "Admin"
    visitor = Client()
    visitor.post("/accounts/password/reset/", {"email": person.email})
    address = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = visitor.get(address, follow=True)
    both = {"password1": PASSWORD, "password2": PASSWORD}
    visitor.post(form.redirect_chain[-1][0], both)
    answer = visitor.post(
        "/accounts/login/", {"login": person.email, "password": PASSWORD}, follow=True
    )
    assert "You have no appointment on any programme yet" in answer.content.decode()


def test_a_password_is_changed_on_the_one_page_that_limits_attempts_and_tells_its_owner(db):
    client = administrator()
    page = client.get("/admin/").content.decode()
    assert 'href="/admin/password_change/"' in page
    both = {"new_password1": "another good phrase", "new_password2": "another good phrase"}
    answer = client.post("/admin/password_change/", {"old_password": PASSWORD, **both})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")
    person = Person.objects.get(email="admin@trust.example")
    assert person.check_password(PASSWORD)
    given = {"password1": "another good phrase", "password2": "another good phrase"}
    wrong = given | {"oldpassword": "wrong"}
    first = client.post("/accounts/password/change/", given | {"oldpassword": PASSWORD})
    assert first.status_code == 302
    assert [one.to for one in mail.outbox] == [[person.email]]
    answers = [client.post(answer["Location"], wrong).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_a_row_of_the_past_is_shown_and_not_put_back(programme, nicola):
    nicola.set_password(PASSWORD)
    nicola.save()
    row = nicola.history.last().history_id
    address = f"/admin/improvement/person/{nicola.pk}/history/{row}/"
    client = administrator()
    page = client.get(address).content.decode()
    assert nicola.name in page
    assert "Revert" not in page
    given = {"name": nicola.name, "slug": nicola.slug, "programme": programme.pk}
    assert client.post(address, given).status_code == 403
    nicola.refresh_from_db()
    assert nicola.check_password(PASSWORD)


def test_two_people_without_e_mail_can_be_added(programme):
    client = administrator()
    for name in ("One", "Two"):
        client.post("/admin/improvement/person/add/", {"name": name, "email": "", "slug": ""})
    assert Person.objects.filter(name__in=("One", "Two"), email=None).count() == 2


def test_an_appointment_opens_the_programme(programme, stranger, signed_in):
    given = {"person": stranger.pk, "role": "ceo_office", "programme": programme.pk}
    administrator().post("/admin/improvement/appointment/add/", {**given, "position": 0})
    assert Appointment.objects.filter(person=stranger).count() == 1
    assert "December 2023" in signed_in(stranger).get("/scas/").content.decode()


def test_a_role_that_needs_a_workstream_is_refused_without_one(programme, stranger):
    given = {"person": stranger.pk, "role": "sro", "programme": programme.pk, "position": 0}
    page = administrator().post("/admin/improvement/appointment/add/", given)
    assert not Appointment.objects.filter(person=stranger).exists()
    assert "A lead or manager needs a workstream" in page.content.decode()


def test_the_log_of_the_whole_installation_is_there_to_be_read_only(programme):
    Client().post("/accounts/login/", {"login": "nobody@elsewhere.example", "password": "x" * 12})
    client = administrator()
    page = client.get("/admin/improvement/logentry/").content.decode()
    assert "Failed sign-in" in page
    assert "unknown account" in page
    assert client.get("/admin/improvement/logentry/add/").status_code == 403
    entry = LogEntry.objects.get(kind="failed_sign_in")
    client.post(f"/admin/improvement/logentry/{entry.pk}/delete/", {"post": "yes"})
    assert LogEntry.objects.filter(pk=entry.pk).exists()


def test_a_person_is_not_deleted(programme, nicola):
    answer = administrator().post(f"/admin/improvement/person/{nicola.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403
    assert Person.objects.filter(pk=nicola.pk).exists()


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
    assert told == ["Your sign-in is no longer tied to your account in the directory."]
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
    """Give the account of the directory that ``person`` signs in with."""
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


WITH_HISTORY = {"improvement.Person", "improvement.Appointment", "improvement.Programme"}
ONLY_REMOVED = {"mfa.Authenticator", "socialaccount.SocialAccount"}


def test_only_these_are_in_the_admin_site():
    """A library's own page of what it keeps, as new versions bring them, is looked at first."""
    shown = {model._meta.label for model in site._registry}
    assert shown == {*WITH_HISTORY, *ONLY_REMOVED, "improvement.LogEntry"}


def test_what_is_changed_here_is_in_the_history_and_the_rest_only_removed(rf, db):
    request = rf.get("/admin/")
    request.user = Person.objects.create_superuser("admin@trust.example", PASSWORD, name="Admin")
    for model, page in site._registry.items():
        label = model._meta.label
        may_write = page.has_add_permission(request) or page.has_change_permission(request)
        assert may_write == (label in WITH_HISTORY), label
        assert page.has_delete_permission(request) <= (label in WITH_HISTORY | ONLY_REMOVED), label
        assert hasattr(model, "history") == (label in WITH_HISTORY), label


def test_an_appointment_changed_or_removed_here_is_in_the_history(programme, stranger):
    keys = {"person": stranger, "programme": programme, "role": "ceo_office"}
    first = Appointment.objects.create(**keys)
    others = [
        Appointment.objects.create(**keys, starts_on=date(2024, month, 1)) for month in (1, 2)
    ]
    client, pages = administrator(), "/admin/improvement/appointment/"
    facts = {"person": stranger.pk, "programme": programme.pk, "role": "ceo_office", "position": 7}
    client.post(f"{pages}{first.pk}/change/", facts)
    client.post(f"{pages}{first.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [one.pk for one in others]}
    client.post(pages, {**chosen, "post": "yes"})
    assert not Appointment.objects.filter(person=stranger).exists()
    assert trail_of(Appointment, first) == ["- by Admin", "~ by Admin"]
    assert [trail_of(Appointment, one) for one in others] == [["- by Admin"]] * 2


def test_a_programme_changed_or_removed_here_is_in_the_history(db):
    facts = {
        "slug": "other",
        "name": "Other",
        "organisation": "A trust",
        "first_quarter": "2023/24 Q1",
        "last_quarter": "2024/25 Q4",
    }
    client, pages = administrator(), "/admin/improvement/programme/"
    client.post(f"{pages}add/", facts)
    added = Programme.objects.get(slug="other")
    client.post(f"{pages}{added.pk}/change/", {**facts, "name": "Another"})
    client.post(f"{pages}{added.pk}/delete/", {"post": "yes"})
    assert not Programme.objects.filter(slug="other").exists()
    assert trail_of(Programme, added) == ["- by Admin", "~ by Admin", "+ by Admin"]


def trail_of(model: type[Model], thing: Model) -> list[str]:
    """Give what the history says became of ``thing``, newest first, as far as anybody is named."""
    rows = model.history.filter(id=thing.pk).order_by("-history_id")
    return [f"{row.history_type} by {row.history_user}" for row in rows if row.history_user]


def with_address(programme: Programme, person: Person, email: str) -> None:
    """Save a person's page with an address."""
    given = {"name": person.name, "slug": person.slug, "job_title": "", "is_active": "on"}
    page = f"/admin/improvement/person/{person.pk}/change/"
    client = Client()
    client.force_login(Person.objects.get(email="admin@trust.example"))
    answer = client.post(page, {**given, "programme": programme.pk, "email": email})
    assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def key(programme, nicola, office) -> str:
    """The key of an open invitation, sent to an address somebody mistyped."""
    administrator()
    key = "a-key-of-this-test"
    invitation = Invitation(person=nicola, programme=programme, email="nicola@typo.example")
    invitation.digest, invitation.expires_on = digest_of(key), today() + timedelta(days=7)
    invitation.sent_at, invitation.sent_by = now(), office
    audit.record(invitation, by=office)
    return key


@pytest.mark.parametrize("address", ["nicola@trust.example", ""])
def test_another_address_entered_here_stops_the_link_sent_to_the_one_before(
    programme, nicola, key, words, address
):
    nicola.email = "nicola@old.example"
    nicola.save()
    with_address(programme, nicola, address)
    answer = Client().get(f"/accounts/invitation/{key}/")
    assert "This invitation was replaced by a newer one or withdrawn." in words(answer)
    row = Invitation.objects.get(person=nicola).history.first()
    assert (row.withdrawn_by.name, row.history_user.name) == ("Admin", "Admin")
    assert row.history_change_reason == "Another address was entered in the admin site"


def test_a_link_sent_to_the_very_address_that_is_entered_here_goes_on_working(
    programme, nicola, key
):
    with_address(programme, nicola, "Nicola@typo.example")
    assert open_invitation(key, at=now()).person == nicola


def test_what_else_is_changed_here_stops_no_link(programme, nicola, key):
    nicola.name = "Nicola Howells-Smith"
    with_address(programme, nicola, "")
    nicola.refresh_from_db()
    assert nicola.name == "Nicola Howells-Smith"
    assert open_invitation(key, at=now()).person == nicola
