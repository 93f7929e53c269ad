"""Invitations: the link that lets one person begin to sign in, once."""

from __future__ import annotations

from django.db import models

from .history_row import sealed_history
from .month import person_field
from .pairs import paired
from .people import Person
from .programme import Programme


class Invitation(models.Model):
    """A mail to ``email`` with a link that works once, until its last day or a newer one.

    The key in the link is not kept: ``digest`` is its SHA-256. The address becomes the person's
    own when they use the link, for only then is it known to be theirs.
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
