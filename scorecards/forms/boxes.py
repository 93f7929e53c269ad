"""Boxes that stand in a table, named by their labels for screen readers only."""

from __future__ import annotations

from django import forms

_LOOK = {"class": "app-grid__input", "autocomplete": "off"}


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
