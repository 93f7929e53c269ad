"""One question: whether somebody wants to be reminded."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms

from improvement.nhsuk import Button, Buttons, Question, form_helper


class RemindersForm(forms.Form):
    wanted = forms.BooleanField(
        label="Send me reminders by e-mail",
        help_text="What is overdue is mailed either way.",
        required=False,
    )

    @property
    def helper(self) -> FormHelper:
        return form_helper(Question("wanted"), Buttons(Button("Save")))
