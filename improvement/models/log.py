"""The log: what happened and changed nothing, such as a sign-in or a download."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from improvement.seals import seal

from .people import Person
from .programme import Programme
from .written_once import WrittenOnce


class LogKind(models.TextChoices):
    SIGN_IN = "sign_in", "Sign-in"
    FAILED_SIGN_IN = "failed_sign_in", "Failed sign-in"
    SIGN_OUT = "sign_out", "Sign-out"
    SECOND_STEP = "second_step", "Second step"
    DIRECTORY = "directory", "Directory account"
    DOWNLOAD = "download", "Download"


class LogEntry(WrittenOnce):
    """One event: who, when, what of, and the page or command it came from.

    ``person`` is empty where nobody is known: a failed sign-in with an e-mail of no account.
    ``about`` is the thing (“December 2023 pack, version 1”, “Authenticator app”), ``detail`` more
    of it (“pdf”, “set up”). All entries are one chain of seals.
    """

    REFUSED = "The log stays as it was written."

    kind = models.CharField(max_length=20, choices=LogKind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="log_entries")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="log_entries")
    about = models.CharField(max_length=200)
    detail = models.CharField(max_length=200)
    place = models.CharField(max_length=200, help_text="The page or the command.")
    at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "log entries"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["programme", "kind", "about"], name="log_of_a_thing")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(savepoint=False):
            self.seal = self.seal_after(_last_seal())
            super().save(*args, **kwargs)

    def seal_after(self, before: str) -> str:
        """Give the seal this entry has to have where the one before it has ``before``."""
        return seal(self, before, leave_out=("id", "seal"))

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.get_kind_display(), self.about, self.detail)))


def _last_seal() -> str:
    """Wait for whoever is writing an entry, and give the seal of the last one.

    The lock is on the row that names this table: it is there from the first migration on.
    """
    ContentType.objects.select_for_update().get(app_label="improvement", model="logentry")
    return LogEntry.objects.order_by("-pk").values_list("seal", flat=True).first() or ""
