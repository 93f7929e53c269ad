"""Boxes that stand in a table, named by their labels for screen readers only."""

from __future__ import annotations

from django import forms

from scorecards.models import ActualLine

_LOOK = {"class": "app-grid__input", "autocomplete": "off"}


def cell_name(line: ActualLine, when: str) -> str:
    """Name a cell by its metric and quarter or month, and by its line where that says something."""
    of = f"{line.metric}" if line.name == "Actual" else f"{line.metric}, {line}"
    return f"{of}, {when}"


def text_box(label: str, longest: int = 200) -> forms.CharField:
    widget = forms.TextInput(_LOOK)
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def day_box(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({**_LOOK, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as 2023-11-30, or leave it empty."},
    )
