"""Packs: the frozen, versioned, issued reports of a month."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models

from improvement.models import Month, Person
from reporting.contents import Contents, from_json


class Pack(models.Model):
    """A month's contents as issued. A pack is written once; a correction is a new version."""

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
        if self.pk is not None:
            raise TypeError("A pack is frozen: issue a new version instead.")
        self.sha256 = hashlib.sha256(self.contents_json.encode()).hexdigest()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A pack is frozen: it cannot be deleted.")

    @property
    def contents(self) -> Contents:
        return from_json(self.contents_json)
