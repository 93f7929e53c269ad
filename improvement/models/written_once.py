"""Rows that are written once and stay: packs, and the log."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, ClassVar

from django.db import models


class WrittenOnce(models.Model):
    """A row that is neither saved again nor deleted. ``REFUSED`` says what to do instead."""

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
    """A row whose column ``sha256`` is the fingerprint of what it holds, in the field ``HOLDS``."""

    HOLDS: ClassVar[str]
    sha256: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = self.sha256 or self.fingerprint_of(self)
        super().save(*args, **kwargs)

    @classmethod
    def fingerprint_of(cls, row: models.Model) -> str:
        """Work out the fingerprint of a row, which may be of the table as it was at a migration."""
        held = getattr(row, cls.HOLDS)
        return sha256(held.encode() if isinstance(held, str) else bytes(held)).hexdigest()
