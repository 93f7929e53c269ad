"""Rows of the history: written once, each sealed to the one before it of the same thing."""

from __future__ import annotations

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from improvement.places import LONGEST, place_now
from improvement.seals import seal

from .written_once import WrittenOnce

NOT_SEALED = ("history_id", "history_seal")


class HistoryRow(WrittenOnce):
    """What a thing said from a moment on, who said so, and from which page, command or import."""

    REFUSED = "History stays as it was written."

    history_place = models.CharField(max_length=LONGEST, blank=True)
    history_seal = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The thing's own row is locked by its save, so nobody else adds to this chain meanwhile.
        self.history_place = place_now()
        self.history_seal = self.seal_after(self._find_seal_before())
        super().save(*args, **kwargs)

    def seal_after(self, before: str) -> str:
        """Give the seal this row has to have where the one before in its chain has ``before``."""
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
    """Give a model its history: ``HistoricalRecords`` of sealed rows."""
    return HistoricalRecords(bases=[HistoryRow], **options)
