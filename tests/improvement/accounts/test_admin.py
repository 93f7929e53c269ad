"""The administrator's site: accounts, with history, and the way to who has access."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.core import mail
from django.test import Client

from improvement.accounts.accept_invitation import open_invitation
from improvement.accounts.tokens import key_digest
from improvement.audit import changes
from improvement.models import Invitation, LogEntry, Person, Programme
from improvement.values.clock import now, today
from tests.support.admin_site import PASSWORD, administrator


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


WITH_HISTORY = {"improvement.Person"}
LOOKED_AT = {"improvement.LogEntry", "improvement.Programme"}
ONLY_REMOVED = {"mfa.Authenticator", "socialaccount.SocialAccount"}


def test_only_these_are_in_the_admin_site():
    """A library's own page of what it keeps, as new versions bring them, is looked at first."""
    shown = {model._meta.label for model in site._registry}
    assert shown == {*WITH_HISTORY, *ONLY_REMOVED, *LOOKED_AT}


def test_what_is_changed_here_is_in_the_history_and_the_rest_only_removed(rf, db):
    request = rf.get("/admin/")
    request.user = Person.objects.create_superuser("admin@trust.example", PASSWORD, name="Admin")
    for model, page in site._registry.items():
        label = model._meta.label
        may_write = page.has_add_permission(request) or page.has_change_permission(request)
        assert may_write == (label in WITH_HISTORY), label
        assert page.has_delete_permission(request) <= (label in WITH_HISTORY | ONLY_REMOVED), label
        assert hasattr(model, "history") or label not in WITH_HISTORY, label


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
    invitation.digest, invitation.expires_on = key_digest(key), today() + timedelta(days=7)
    invitation.sent_at, invitation.sent_by = now(), office
    changes.record(invitation, by=office)
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
