"""Fields and constraints that several models share."""

from __future__ import annotations

from django.db import models

from improvement.models.people import Person
from improvement.values.ratings import CHOICES


def rating_field() -> models.CharField[str, str]:
    return models.CharField(max_length=10, choices=CHOICES, blank=True, default="")


def person_field(words: str | None = None) -> models.ForeignKey[Person | None, Person | None]:
    return models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=words
    )


def carried_field() -> models.BooleanField[bool, bool]:
    """Return the column of rows carried from the month before that nobody confirmed yet."""
    return models.BooleanField(default=False, verbose_name="carried and not confirmed")


def paired(model: str, fact: str) -> models.CheckConstraint:
    """Return the constraint that ``<fact>_at`` and ``<fact>_by`` are both set or both empty."""
    at, by = f"{fact}_at__isnull", f"{fact}_by__isnull"
    return models.CheckConstraint(
        name=f"{model}_{fact}_at_with_by",
        condition=models.Q(**{at: True, by: True}) | models.Q(**{at: False, by: False}),
    )
