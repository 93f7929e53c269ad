"""The questions that several forms ask."""

from __future__ import annotations

from typing import Any

from django import forms

from improvement.bullets import tidy
from improvement.nhsuk import LongText
from improvement.ratings import CHOICES

ONE_BULLET_A_LINE = "One bullet a line. Start a line with two spaces to nest it."


class BulletText(LongText):
    """A text of one bullet a line. What Word puts in front of a pasted bullet goes."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return tidy(text) if isinstance(text, str) else text


def rating_question(label: str, hint: str = "") -> forms.ChoiceField:
    """Ask for a rating. Not yet rated is an answer like the others."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=CHOICES, required=False, widget=forms.RadioSelect
    )


def long_text(label: str, hint: str = "", rows: int = 4) -> LongText:
    return LongText(**_long(label, hint, rows))


def bullet_text(label: str, hint: str = "", rows: int = 4) -> BulletText:
    return BulletText(**_long(label, hint, rows))


def rows_for(text: str, at_least: int = 4) -> int:
    """Give how many rows show ``text`` with a line to spare."""
    lines = sum(1 + len(line) // 90 for line in text.split("\n"))
    return min(20, max(at_least, lines + 1))


def _long(label: str, hint: str, rows: int) -> dict[str, Any]:
    widget = forms.Textarea({"rows": rows})
    return {
        "label": label,
        "help_text": hint,
        "required": False,
        "strip": False,
        "widget": widget,
    }
