"""Passages: a section's text, one bullet a line, and whether there is nothing to report."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from improvement.bullets import Bullet, bullets_of


class PassageState(StrEnum):
    """Entered, an explicit nil return, or nothing entered: never the same thing."""

    ENTERED = "entered"
    NIL = "nil"
    MISSING = "missing"


class Passage(models.Model):
    """A section's text. Nothing to report is said with a tick and leaves no text."""

    text = models.TextField(blank=True)
    nothing_to_report = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def bullets(self) -> list[Bullet]:
        return bullets_of(self.text)

    @property
    def state(self) -> PassageState:
        if self.nothing_to_report:
            return PassageState.NIL
        return PassageState.ENTERED if self.text.strip() else PassageState.MISSING


def nil_has_no_text(model: str) -> models.CheckConstraint:
    """Give the constraint that a nil return carries no text."""
    return models.CheckConstraint(
        name=f"{model}_nil_has_no_text",
        condition=models.Q(nothing_to_report=False) | models.Q(text=""),
    )
