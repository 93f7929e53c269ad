"""Acknowledgements: warnings a report was submitted with, and the reason given for each."""

from __future__ import annotations

from django.db import models

from .history_row import sealed_history
from .month import HighlightReport
from .people import Person


class Acknowledgement(models.Model):
    """Why a report was submitted though the check warned. ``key`` names the warning."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="acknowledgements")
    key = models.CharField(max_length=80)
    warning = models.TextField()
    reason = models.TextField()
    acknowledged_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    history = sealed_history()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="acknowledged_once"),
            models.CheckConstraint(name="acknowledged_with_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"Acknowledged: {self.warning}"
