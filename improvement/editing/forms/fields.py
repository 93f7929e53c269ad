"""The questions that several forms ask."""

from __future__ import annotations

from typing import Any

from django import forms

from improvement.values.bullets import tidy
from improvement.values.ratings import CHOICES
from improvement.web.nhsuk_forms import LongText

ONE_BULLET_A_LINE = "One bullet a line. Start a line with two spaces to nest it."


class BulletText(LongText):
    """A text of one bullet a line. What Word puts in front of a pasted bullet goes."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return tidy(text) if isinstance(text, str) else text


def rating_question(label: str, hint: str = "") -> forms.ChoiceField:
    """Return the field of a rating. Not yet rated is an answer like the others."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=CHOICES, required=False, widget=forms.RadioSelect
    )


def rows_for(text: str, at_least: int = 4) -> int:
    """Return how many rows show ``text`` with a line to spare."""
    lines = sum(1 + len(line) // 90 for line in text.split("\n"))
    return min(20, max(at_least, lines + 1))
