"""Rows that are written once and stay: packs, and the log."""

from __future__ import annotations

from typing import Any

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
