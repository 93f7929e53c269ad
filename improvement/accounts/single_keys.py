"""Single-key shortcuts: on until a person switches them off, on every machine they sign in on."""

from __future__ import annotations

from django.db import transaction

from improvement.audit import changes
from improvement.models import Person


@transaction.atomic
def switch_single_keys(*, off: bool, by: Person) -> None:
    """Switch one's own single-key shortcuts off, or on again."""
    person = Person.objects.select_for_update().get(pk=by.pk)
    changes.change(person, by=by, single_keys_off=off)
