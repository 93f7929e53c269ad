"""Invitations, and tokens: what lets a reporting tool read a programme in one person's name."""

from __future__ import annotations

from datetime import date

from django.db import models

from improvement.models.fields import paired, person_field
from improvement.models.history import sealed_history
from improvement.models.people import Person
from improvement.models.programme import Programme


class Invitation(models.Model):
    """A mail to ``email`` with a link that works once, until its last day or a newer one.

    The key in the link is not kept: ``digest`` is its SHA-256. The address becomes the person's
    own when they use the link, which shows that it is theirs.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField(help_text="The last day the link works.")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = person_field()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person_field()

    history = sealed_history(excluded_fields=["digest"])

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [paired("invitation", "used"), paired("invitation", "withdrawn")]

    def __str__(self) -> str:
        return f"Invitation of {self.person}"


class ApiToken(models.Model):
    """A person's key to the data of a programme. What it opens is what the person may see.

    The key itself is not kept: ``digest`` is its SHA-256, ``prefix`` its first letters, by which
    its owner recognises it. A change of ``last_used`` alone makes no history row.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="api_tokens")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_on = models.DateField()
    expires_on = models.DateField(help_text="The last day it works.")
    last_used = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = person_field()

    history = sealed_history(excluded_fields=["digest", "last_used"])

    class Meta:
        verbose_name = "token"
        ordering = ["-created_on", "-pk"]
        constraints = [
            paired("api_token", "revoked"),
            models.CheckConstraint(
                name="api_token_expires_after_created",
                condition=models.Q(expires_on__gte=models.F("created_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Token {self.name}"

    def has_expired(self, on: date) -> bool:
        return on > self.expires_on
