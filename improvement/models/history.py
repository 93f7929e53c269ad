"""Rows that are written once: history, seals of secrets, and the log of what changed no row.

A seal is a fingerprint of a row and of the seal before it in its chain, so a row that is changed or
cut out beneath the app breaks the chain.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from simple_history.models import HistoricalRecords

from improvement.values.clock import now

LONGEST = 200  # characters of a place
_PLACE: ContextVar[str] = ContextVar("place", default="")


@contextmanager
def changes_from(place: str) -> Iterator[None]:
    """Record changes made inside as coming from ``place``: `command load_programme, x.json`."""
    before = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(before)


def current_place() -> str:
    """Return where a change made now comes from: the place of ``changes_from``, or else the page.

    An empty text where neither is known, as in a shell.
    """
    request = getattr(HistoricalRecords.context, "request", None)
    place = _PLACE.get() or (request.path if request is not None else "")
    return place[:LONGEST]


def seal(row: models.Model, before: str, *, leave_out: Collection[str] = ()) -> str:
    """Return 64 hexadecimal digits over the row's values and ``before``, the seal before it."""
    return sha256(f"{before}\n{row_text(row, leave_out=leave_out)}".encode()).hexdigest()


def row_text(row: models.Model, *, leave_out: Collection[str] = ()) -> str:
    """Return a row's values as one text, the same before it is stored and after it is read back.

    ``leave_out`` names fields. Values go by the name of their column, so renaming a field in the
    code alone changes nothing. Empty values are left out, so a new column changes no old row; zero
    is a figure and stays.
    """
    facts = {
        str(field.column): field.to_python(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in leave_out
    }
    filled = {
        column: fact
        for column, fact in facts.items()
        if not (fact is None or fact is False or fact == "")
    }
    return json.dumps(filled, sort_keys=True, ensure_ascii=False, default=_as_text)


def _as_text(fact: Any) -> str:
    if isinstance(fact, datetime):
        return fact.astimezone(UTC).isoformat(timespec="microseconds")
    return fact.isoformat() if isinstance(fact, date) else str(fact)


class WrittenOnce(models.Model):
    """A row that is never saved again or deleted. ``REFUSED`` is the error's sentence."""

    REFUSED = "This stays as it was written."

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(self.REFUSED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(self.REFUSED)


class Fingerprinted(WrittenOnce):
    """A row whose column ``sha256`` is the fingerprint of its field named by ``HOLDS``."""

    HOLDS: ClassVar[str]
    sha256: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = self.sha256 or self.fingerprint_of(self)
        super().save(*args, **kwargs)

    @classmethod
    def fingerprint_of(cls, row: models.Model) -> str:
        """Return the fingerprint of a row, which may be of the model as a migration knew it."""
        content = getattr(row, cls.HOLDS)
        return sha256(content.encode() if isinstance(content, str) else bytes(content)).hexdigest()


NOT_SEALED = ("history_id", "history_seal")


class HistoryRow(WrittenOnce):
    """A row as it was from a moment on, who saved it, and from which page, command or import."""

    REFUSED = "History stays as it was written."

    history_place = models.CharField(max_length=LONGEST, blank=True)
    history_seal = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.history_date = now()
        # The row itself is locked by its save, so nobody else adds to its chain meanwhile.
        self.history_place = current_place()
        self.history_seal = self.seal_after(self._find_seal_before())
        super().save(*args, **kwargs)

    def seal_after(self, before: str) -> str:
        """Return the seal this row must have where the row before it has the seal ``before``."""
        return seal(self, before, leave_out=NOT_SEALED)

    def _find_seal_before(self) -> str:
        facts: Any = self
        if facts.history_type == "+":
            return ""
        key = facts.instance_type._meta.pk.attname
        chain = type(self)._default_manager.filter(**{key: getattr(self, key)})
        before = chain.order_by("-history_id").values_list("history_seal", flat=True).first()
        return before or ""


def sealed_history(**options: Any) -> HistoricalRecords:
    """Return ``HistoricalRecords`` whose rows are sealed."""
    return HistoricalRecords(bases=[HistoryRow], **options)


class SecretSeal(WrittenOnce):
    """A fingerprint of the secret columns of a row of ``of_table``, as they are from now on.

    Nothing secret can be read from a fingerprint: passwords are kept as slow salted hashes, and
    keys are random. It is empty once the row is deleted. Each row has a chain of its own.
    """

    REFUSED = "A seal stays as it was written."

    of_table = models.CharField(max_length=100)
    of_row = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["of_table", "of_row"], name="seals_of_a_secret")]

    def __str__(self) -> str:
        return f"{self.of_table}, id {self.of_row}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = self.last_of(self.of_table, self.of_row)
        self.seal = self.seal_after(before.seal if before else "")
        super().save(*args, **kwargs)

    def seal_after(self, before: str) -> str:
        """Return the seal this row must have where the row before it has the seal ``before``."""
        return seal(self, before, leave_out=("id", "seal"))

    @classmethod
    def last_of(cls, table: str, row: int) -> SecretSeal | None:
        return cls._default_manager.filter(of_table=table, of_row=row).order_by("-pk").first()


class LogKind(models.TextChoices):
    SIGN_IN = "sign_in", "Sign-in"
    FAILED_SIGN_IN = "failed_sign_in", "Failed sign-in"
    SIGN_OUT = "sign_out", "Sign-out"
    SECOND_STEP = "second_step", "Second step"
    DIRECTORY = "directory", "Directory account"
    DOWNLOAD = "download", "Download"


class LogEntry(WrittenOnce):
    """One event: who, when, what of, and the page or command it came from.

    ``person`` is empty for a failed sign-in with an address of no account.
    ``about`` is the thing (“December 2023 pack, version 1”, “Authenticator app”), ``detail`` more
    of it (“pdf”, “set up”). All entries are one chain of seals.
    """

    REFUSED = "The log stays as it was written."

    kind = models.CharField(max_length=20, choices=LogKind)
    person = models.ForeignKey("Person", models.PROTECT, null=True, related_name="log_entries")
    programme = models.ForeignKey(
        "Programme", models.PROTECT, null=True, related_name="log_entries"
    )
    about = models.CharField(max_length=200)
    detail = models.CharField(max_length=200)
    place = models.CharField(max_length=200, help_text="The page or the command.")
    at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "log entries"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["programme", "kind", "about"], name="log_of_a_thing")]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.get_kind_display(), self.about, self.detail)))

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(savepoint=False):
            self.seal = self.seal_after(_last_seal())
            super().save(*args, **kwargs)

    def seal_after(self, before: str) -> str:
        """Return the seal this entry must have where the one before it has the seal ``before``."""
        return seal(self, before, leave_out=("id", "seal"))


def _last_seal() -> str:
    """Return the seal of the last entry, once nobody else is writing one.

    The lock is on the row that names this table, which exists from the first migration on.
    """
    ContentType.objects.select_for_update().get(app_label="improvement", model="logentry")
    return LogEntry.objects.order_by("-pk").values_list("seal", flat=True).first() or ""
