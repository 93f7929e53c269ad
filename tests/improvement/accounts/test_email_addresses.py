"""E-mail addresses: kept in small letters, as they are asked for at sign-in, and once."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client

from improvement.models import Person
from tests.support.signing_in import PASSWORD

TYPED, KEPT = "Office.Lead@Trust.example", "office.lead@trust.example"


def lets_in(email: str) -> bool:
    answer = Client().post("/accounts/login/", {"login": email, "password": PASSWORD})
    return answer.status_code == 302


def test_the_first_administrator_signs_in_however_the_address_was_typed(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--no-input", email=TYPED, name="Admin", verbosity=0)
    assert Person.objects.get(name="Admin").email == KEPT
    assert (lets_in(TYPED), lets_in(KEPT)) == (True, True)
    assert Person.objects.get_by_natural_key(TYPED).name == "Admin"


def test_an_address_changed_in_the_admin_site_signs_in_and_is_mailed(lead, signed_in):
    client = signed_in(Person.objects.create_superuser("admin@trust.example", name="Admin"))
    given = {"programme": lead.programme_id, "slug": lead.slug, "name": lead.name}
    given |= {"job_title": "", "email": TYPED, "is_active": "on"}
    client.post(f"/admin/improvement/person/{lead.pk}/change/", given)
    lead.refresh_from_db()
    assert (lead.email, lead.history.first().email) == (KEPT, KEPT)
    assert (lets_in(TYPED), lets_in(KEPT)) == (True, True)
    Client().post("/accounts/password/reset/", {"email": TYPED})
    assert mail.outbox[-1].to == [KEPT]


def test_a_second_person_with_the_address_in_other_capitals_is_refused(lead, signed_in):
    client = signed_in(Person.objects.create_superuser("admin@trust.example", name="Admin"))
    given = {"name": "Twin", "email": lead.email.upper(), "is_active": "on", "slug": ""}
    page = client.post("/admin/improvement/person/add/", given).content.decode()
    assert page.count("Person with this Email already exists.") == 1
    with pytest.raises(ValidationError, match="already exists"):
        Person(name="Twin", email=lead.email.upper(), password="x").full_clean()
    with pytest.raises(IntegrityError):
        Person.objects.create_user(lead.email.upper(), PASSWORD, name="Twin")


def test_the_database_itself_keeps_no_address_twice(lead, amy):
    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=amy.pk).update(email=lead.email.upper())


def test_no_address_is_nobody_s(programme):
    people = [Person.objects.create_user("", PASSWORD, name=name) for name in ("One", "Two")]
    assert [one.email for one in people] == [None, None]
