"""Revisions of a trajectory: aims agreed anew, with the line they replace."""

from __future__ import annotations

from django.db import models

from improvement.models import Person
from improvement.models.history_row import sealed_history

from .metric import Metric


class TrajectoryRevision(models.Model):
    """A change of a metric's aims: why, who agreed it and when. ``aims_before`` by quarter.

    Quarters that were over keep their aims, so that their actuals stay judged by the aim then in
    force; the earlier line is drawn faintly.
    """

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="revisions")
    reason = models.TextField()
    agreed_by = models.CharField(max_length=200)
    agreed_on = models.DateField()
    aims_before = models.JSONField()
    revised_at = models.DateTimeField()
    revised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    history = sealed_history()

    class Meta:
        ordering = ["revised_at", "pk"]

    def __str__(self) -> str:
        return f"Trajectory revision of {self.metric}"

    @property
    def words(self) -> str:
        """What a reader has to know of it, beside the line it replaced."""
        agreed = f"{self.agreed_on.day} {self.agreed_on:%B %Y}"
        return f"Revised, agreed by {self.agreed_by} on {agreed}: {self.reason}"
