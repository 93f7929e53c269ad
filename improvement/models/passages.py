"""Passages: a section's text, one bullet a line, and whether there is nothing to report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class PassageState(StrEnum):
    """Entered, an explicit nil return, or nothing entered: never the same thing."""

    ENTERED = "entered"
    NIL = "nil"
    MISSING = "missing"


@dataclass(frozen=True)
class Bullet:
    """One line. ``level`` is 1 for a line nested under the one before it."""

    text: str
    level: int


def bullets_of(text: str) -> list[Bullet]:
    """Read one bullet a line; a line that starts with white space is nested one level."""
    lines = [line for line in text.split("\n") if line.strip()]
    return [Bullet(line.strip(), int(line[0].isspace())) for line in lines]


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
