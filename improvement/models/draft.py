"""Drafts: what somebody typed on a page and has not saved yet."""

from __future__ import annotations

from django.db import models

from .people import Person


class Draft(models.Model):
    """A form as it was last typed, by its address: nobody's but its writer's, and no record.

    ``fields`` holds each field's values as the browser sends them.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    path = models.CharField(max_length=300)
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "path"], name="one_draft_a_page"),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.person}, {self.path}"
