"""Tokens: what lets a reporting tool read one programme in the name of one person."""

from __future__ import annotations

from datetime import date

from django.db import models

from .history_row import sealed_history
from .month import person_field
from .pairs import paired
from .people import Person
from .programme import Programme


class ApiToken(models.Model):
    """A person's key to the data of a programme. What it opens is what the person may see.

    The key itself is not kept: ``digest`` is its SHA-256, ``prefix`` its first letters, by which
    its owner knows it again. ``last_used`` is no change worth a history row.
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
        """Say whether its last day is over on ``on``."""
        return on > self.expires_on
