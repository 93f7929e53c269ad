"""What a workstream is committed to: CQC actions and exit criteria."""

from __future__ import annotations

from django.db import models

from .history_row import sealed_history
from .people import Person
from .programme import Workstream


class Strength(models.TextChoices):
    MUST = "must", "Must"
    SHOULD = "should", "Should"


class CqcAction(models.Model):
    """A Must Do or Should Do from an inspection."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    strength = models.CharField(max_length=6, choices=Strength.choices)
    text = models.TextField()
    regulation = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)

    history = sealed_history()

    class Meta:
        verbose_name = "CQC action"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "reference"], name="action_reference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_strength_display()} {self.reference}"

    @property
    def wording(self) -> str:
        """The text with its regulation."""
        return wording_of(self.text, self.regulation)


def wording_of(text: str, regulation: str) -> str:
    """Give a text with its regulation, which many inspection reports print inside the text."""
    cited = not regulation or regulation in text
    return text if cited else f"{text} {regulation}"


class ExitCriterion(models.Model):
    """A numbered condition for leaving the segment. An owner overrides the executive lead."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="criteria")
    number = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    history = sealed_history()

    class Meta:
        verbose_name_plural = "exit criteria"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workstream", "number"], name="criterion_number_once")
        ]

    def __str__(self) -> str:
        return f"Criterion {self.number}"
