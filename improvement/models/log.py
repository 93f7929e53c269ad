"""The log: what happened and changed nothing, such as a sign-in or a download."""

from __future__ import annotations

from django.db import models

from .people import Person
from .programme import Programme
from .written_once import WrittenOnce


class LogKind(models.TextChoices):
    SIGN_IN = "sign_in", "Sign-in"
    FAILED_SIGN_IN = "failed_sign_in", "Failed sign-in"
    SIGN_OUT = "sign_out", "Sign-out"
    DOWNLOAD = "download", "Download"


class LogEntry(WrittenOnce):
    """One event: who, when, what of, and the page or command it came from.

    ``person`` is empty where nobody is known: a failed sign-in with an e-mail of no account.
    ``about`` is the thing (“December 2023 pack, version 1”), ``detail`` more of it (“pdf”).
    """

    REFUSED = "The log stays as it was written."

    kind = models.CharField(max_length=20, choices=LogKind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="log_entries")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="log_entries")
    about = models.CharField(max_length=200)
    detail = models.CharField(max_length=200)
    place = models.CharField(max_length=200, help_text="The page or the command.")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "log entries"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["programme", "kind", "about"], name="log_of_a_thing")]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.get_kind_display(), self.about, self.detail)))
