"""What a workstream is committed to: actions and exit criteria."""

from __future__ import annotations

from django.db import models

from improvement.models.history import sealed_history
from improvement.models.people import Person
from improvement.models.programme import Workstream
from improvement.values.short_names import ACTION_CHARACTERS


class Strength(models.TextChoices):
    MUST = "must", "Must"
    SHOULD = "should", "Should"


class Action(models.Model):
    """A Must Do or Should Do from an inspection."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    strength = models.CharField(max_length=6, choices=Strength.choices)
    text = models.TextField()
    short_name = models.CharField(
        max_length=ACTION_CHARACTERS,
        blank=True,
        default="",
        db_default="",
        help_text="For lists; without one the text is cut.",
    )
    regulation = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)

    # Seals name no table, but its triggers and the version before go by these names.
    history = sealed_history(table_name="improvement_historicalcqcaction")

    class Meta:
        db_table = "improvement_cqcaction"
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
    """Return a text with its regulation after it, unless the text names it already."""
    return text if not regulation or regulation in text else f"{text} {regulation}"


class ExitCriterion(models.Model):
    """A numbered condition for leaving the segment.

    Without an ``owner`` it belongs to the workstream's executive lead.
    """

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
