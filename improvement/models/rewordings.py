"""Rewordings: a wording that stands in an issued pack was changed, which the next pack tells."""

from __future__ import annotations

from typing import Any

from django.db import models

from improvement.models.commitments import Action, ExitCriterion
from improvement.models.history import sealed_history
from improvement.models.people import Person
from improvement.values.periods import CalendarMonth


class Reworded(models.Model):
    """What a wording was and is now, why, and the month whose pack tells it.

    ``starts_on`` is that month's first day; the month need not be open yet.
    """

    starts_on = models.DateField(verbose_name="told in")
    wording_before = models.TextField()
    wording_after = models.TextField()
    reason = models.TextField()
    reworded_at = models.DateTimeField()
    reworded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def thing(self) -> Any:
        """The action, criterion or metric that was reworded."""
        raise NotImplementedError

    @property
    def told_in(self) -> CalendarMonth:
        return CalendarMonth.of(self.starts_on)


def told_with_reason(model: str) -> list[models.BaseConstraint]:
    """Return the constraints that a rewording has a month and a reason."""
    return [
        models.CheckConstraint(
            name=f"{model}_told_from_the_first", condition=models.Q(starts_on__day=1)
        ),
        models.CheckConstraint(name=f"{model}_with_reason", condition=~models.Q(reason="")),
    ]


class ActionRewording(Reworded):
    action = models.ForeignKey(Action, models.PROTECT, related_name="rewordings")

    history = sealed_history()

    class Meta:
        ordering = ["pk"]
        constraints = told_with_reason("action_rewording")

    def __str__(self) -> str:
        return f"Rewording of {self.action}"

    @property
    def thing(self) -> Any:
        return self.action


class CriterionRewording(Reworded):
    criterion = models.ForeignKey(ExitCriterion, models.PROTECT, related_name="rewordings")

    history = sealed_history()

    class Meta:
        ordering = ["pk"]
        constraints = told_with_reason("criterion_rewording")

    def __str__(self) -> str:
        return f"Rewording of {self.criterion}"

    @property
    def thing(self) -> Any:
        return self.criterion
