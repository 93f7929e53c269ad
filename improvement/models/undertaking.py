"""Undertakings: what last month’s “month ahead” said would be done, and what became of it."""

from __future__ import annotations

from django.db import models

from .history_row import sealed_history
from .month import HighlightReport


class Outcome(models.TextChoices):
    """What became of an undertaking. The empty value has not been said yet."""

    DONE = "done", "Done"
    OPEN = "open", "Still open"
    DROPPED = "dropped", "Dropped"


class Undertaking(models.Model):
    """One bullet of last month's month ahead, to be answered in this month's report."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="undertakings")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")

    history = sealed_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="undertaking_once")
        ]

    def __str__(self) -> str:
        return f"You said you would: {self.text}"
