"""Two administrators at the same moment: one saves, the other gets a sentence."""

from __future__ import annotations

import pytest

from improvement.audit import changes
from improvement.models import Person, Programme
from tests.support.admin_site import administrator
from tests.support.threads import while_held

ADDRESS = "nina@trust.example"


@pytest.mark.django_db(transaction=True)
def test_an_address_entered_for_two_people_at_once_is_saved_for_one(
    committed_demo: Programme, words
) -> None:
    nicola = Person.objects.get(programme=committed_demo, slug="nicola-howells")
    amy = Person.objects.get(programme=committed_demo, slug="amy-carden")
    admin = administrator()
    given = {"programme": committed_demo.pk, "slug": amy.slug, "name": amy.name, "email": ADDRESS}

    def save() -> str:
        answer = admin.post(
            f"/admin/improvement/person/{amy.pk}/change/", {**given, "is_active": 1}
        )
        return words(answer)

    said = while_held(lambda: changes.change(nicola, by=nicola, email=ADDRESS), save)
    assert "this address" in said
    amy.refresh_from_db()
    assert amy.email != ADDRESS
    assert Person.objects.get(email=ADDRESS) == nicola
