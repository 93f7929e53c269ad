"""Packs: the frozen, versioned, issued reports of a month."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models

from improvement.models import Month, Person, WrittenOnce
from reporting.contents import Contents, from_json

FROZEN = "A pack is frozen: issue a new version instead."


class Pack(WrittenOnce):
    """A month's contents as issued. A pack is written once; a correction is a new version."""

    REFUSED = FROZEN

    month = models.ForeignKey(Month, models.PROTECT, related_name="packs")
    version = models.PositiveSmallIntegerField()
    contents_json = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["month", "version"], name="pack_version_once"),
            models.CheckConstraint(
                name="pack_correction_has_reason",
                condition=models.Q(version=1) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} pack, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = self.sha256 or hashlib.sha256(self.contents_json.encode()).hexdigest()
        super().save(*args, **kwargs)

    @property
    def contents(self) -> Contents:
        return from_json(self.contents_json)


class PackFile(WrittenOnce):
    """A pack as a document, in the bytes it was issued in."""

    REFUSED = FROZEN

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="files")
    format = models.CharField(max_length=10)
    body = models.BinaryField()
    size = models.PositiveIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["pack", "format"], name="pack_format_once")]

    def __str__(self) -> str:
        return f"{self.pack}, {self.format}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.size = len(self.body)
        self.sha256 = self.sha256 or hashlib.sha256(self.body).hexdigest()
        super().save(*args, **kwargs)
