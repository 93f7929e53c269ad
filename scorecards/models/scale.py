"""Scales, as the programme keeps them."""

from __future__ import annotations

from django.db import models

from improvement.models import Programme
from improvement.models.history_row import sealed_history
from scorecards import values


class Scale(models.Model):
    """An ordered set of codes, worst first. ``points`` is a list of code, label and maybe from."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="scales")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    points = models.JSONField()

    history = sealed_history()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="scale_slug_once")
        ]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> values.Scale:
        return values.Scale.from_points(self.slug, self.name, self.points)
