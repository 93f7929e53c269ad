"""Packs: the frozen, versioned, issued reports of a month."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db import models

from improvement.models import Fingerprinted, Month, Person
from reporting.contents.facts import Contents, from_json
from reporting.contents.metric_facts import first_equal

FROZEN = "A pack is frozen: issue a new version instead."


class Pack(Fingerprinted):
    """A month's contents as issued. A pack is written once; a correction is a new version."""

    REFUSED = FROZEN
    HOLDS = "contents_json"

    month = models.ForeignKey(Month, models.PROTECT, related_name="packs")
    version = models.PositiveSmallIntegerField()
    contents_json = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        # The fingerprint of the latest version is found without reading past its long text.
        indexes = [models.Index(fields=["month", "version", "sha256"], name="pack_fingerprint")]
        constraints = [
            models.UniqueConstraint(fields=["month", "version"], name="pack_version_once"),
            models.CheckConstraint(
                name="pack_correction_has_reason",
                condition=models.Q(version=1) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} pack, version {self.version}"

    @property
    def contents(self) -> Contents:
        return from_json(self.contents_json)


@lru_cache(maxsize=4)
def frozen_contents(month: int, version: int, sha256: str) -> Contents:
    """Return the contents of a month's pack, which are cached by its fingerprint.

    One query and the parsing of a long text where they are not cached.
    """
    packs = Pack.objects.only("contents_json")
    contents = packs.get(month=month, version=version, sha256=sha256).contents
    workstreams = (
        replace(workstream, metrics=tuple(map(first_equal, workstream.metrics)))
        for workstream in contents.workstreams
    )
    return replace(contents, workstreams=tuple(workstreams))


class PackFile(Fingerprinted):
    """A pack as a document, in the bytes it was issued in."""

    REFUSED = FROZEN
    HOLDS = "body"

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
        super().save(*args, **kwargs)
