"""A new token: what it is for, which programme it opens, and how long it works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.models import Programme
from improvement.nhsuk import Button, Buttons, DatePartsField, Question, form_helper
from improvement.tokens import MOST_DAYS, USUAL_DAYS


class TokenForm(forms.Form):
    name = forms.CharField(
        label="What is it for?",
        help_text="For example, Power BI board report",
        max_length=80,
        error_messages={
            "required": "Say what it is for, so that you know it again.",
            "max_length": "Say what it is for in at most 80 characters.",
        },
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    programme = forms.ChoiceField(
        label="Which programme may it read?",
        error_messages={"invalid_choice": "Choose one of the programmes in the list."},
    )
    expires_on = DatePartsField(
        label="Until when does it work?",
        help_text="At most a year from now.",
        error_messages={"required": "Enter the last day it works."},
    )

    def __init__(
        self, data: Any = None, *, programmes: Sequence[Programme], today: date, **kwargs: Any
    ) -> None:
        usual = today + timedelta(days=USUAL_DAYS)
        super().__init__(data, initial={"expires_on": usual}, **kwargs)
        self.today = today
        chosen = [(programme.slug, programme.name) for programme in programmes]
        self.fields["programme"].choices = chosen  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        latest = self.today + timedelta(days=MOST_DAYS)
        if not self.today <= day <= latest:
            last = f"{latest.day} {latest:%B %Y}"
            raise forms.ValidationError(f"Enter a day from today to {last}.")
        return day

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Question("name", size="s"),
            Question("programme", size="s"),
            Question("expires_on", size="s"),
            Buttons(Button("Make a token")),
        )
