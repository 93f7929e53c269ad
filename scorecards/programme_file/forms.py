"""The forms that take a programme file, and what is ticked of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.programme_file.uploaded import MOST_BYTES, TOO_LARGE
from improvement.web.nhsuk_forms import Question, form_helper

MOST_TOLD = 20  # faults shown of one file
LONGEST_NAME = 100


class ProgrammeFileForm(forms.Form):
    """Asks for the file."""

    programme_file = forms.FileField(
        label="The file of this programme",
        help_text="A .json file of at most 2 MB. You see what it would do before it does.",
        widget=forms.FileInput({"accept": ".json,application/json"}),
        error_messages={
            "required": "Choose the file of this programme.",
            "empty": "This file is empty: choose the file of this programme.",
        },
    )

    def clean_programme_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["programme_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file

    @property
    def content(self) -> bytes:
        return bytes(self.cleaned_data["programme_file"].read())

    @property
    def name(self) -> str:
        return str(self.cleaned_data["programme_file"].name)[-LONGEST_NAME:]

    def refuse(self, sentences: Iterable[str]) -> None:
        """Say at the field why the file is not taken."""
        reasons = list(sentences)
        for sentence in reasons[:MOST_TOLD]:
            self.add_error("programme_file", sentence)
        if len(reasons) > MOST_TOLD:
            more = len(reasons) - MOST_TOLD
            self.add_error("programme_file", f"And {more} more like these.")

    @property
    def helper(self) -> FormHelper:
        helper = form_helper(Question("programme_file"), form_id="page-form")
        helper.attrs = {"enctype": "multipart/form-data"}
        return helper


class TakenForm(forms.Form):
    """What was shown of a file, and what of it is ticked: the file comes back with the ticks."""

    text = forms.CharField(max_length=MOST_BYTES, strip=False)
    name = forms.CharField(max_length=LONGEST_NAME)
    shown = forms.CharField(max_length=64)
    take = forms.Field(required=False, widget=forms.MultipleHiddenInput)
