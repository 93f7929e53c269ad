"""The administrator's site: accounts and appointments, with history."""

import re

from django.core import mail
from django.test import Client

from improvement.models import Appointment, Person

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
