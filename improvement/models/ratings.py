"""What a highlight report says of each action and each exit criterion."""

from __future__ import annotations

from django.db import models

from .carrying import carried_field
from .commitments import CqcAction, ExitCriterion
from .history_row import sealed_history
from .month import HighlightReport, rating_field


class ActionRating(models.Model):
    """The two ratings of an action in a month, with what explains and what mitigates them."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="action_ratings")
    action = models.ForeignKey(CqcAction, models.PROTECT, related_name="ratings")
    delivery = rating_field()
    embedding = rating_field()
    explanation = models.TextField(blank=True)
    mitigation = models.TextField(blank=True)
    carried = carried_field()

    history = sealed_history()

    class Meta:
        ordering = ["action__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "action"], name="action_rated_once")
        ]

    def __str__(self) -> str:
        return f"Ratings of {self.action}"


class CriterionRating(models.Model):
    """The rating of an exit criterion in a month."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="criterion_ratings")
    criterion = models.ForeignKey(ExitCriterion, models.PROTECT, related_name="ratings")
    rating = rating_field()
    carried = carried_field()

    history = sealed_history()

    class Meta:
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "criterion"], name="criterion_rated_once")
        ]

    def __str__(self) -> str:
        return f"Rating of {self.criterion}"
