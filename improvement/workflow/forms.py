"""Forms of the workflow: a return, a later deadline, the reopening of a month, reminders."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.models import HighlightReport, SectionKind
from improvement.web.nhsuk_forms import (
    Button,
    Buttons,
    DatePartsField,
    LongText,
    Question,
    form_helper,
)

THE_WHOLE = "The whole report"
PARTS = (
    THE_WHOLE,
    "Ratings of actions",
    "Exit criteria",
    "Overall ratings",
    *(str(kind.label) for kind in SectionKind),
    "Scorecard",
    "Plan on a page",
)


class ReturnForm(forms.Form):
    part = forms.ChoiceField(
        label="Which part is it about?",
        choices=[(part, part) for part in PARTS],
        required=False,
    )
    comment = LongText(
        label="What should be changed?",
        help_text="The lead, the executive and the programme office read this; no pack has it.",
        error_messages={"required": "Say what should be changed, so that the lead can do it."},
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, action: str = "") -> None:
        super().__init__(data)
        self.action = action

    @property
    def about(self) -> str:
        """The part the comment is about; empty for the whole report."""
        part = str(self.cleaned_data["part"])
        return "" if part == THE_WHOLE else part

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Question("part"),
            Question("comment"),
            Buttons(Button("Return to the lead", kind="secondary")),
            action=self.action,
        )


class ExtensionForm(forms.Form):
    due_on = DatePartsField(
        label="New deadline",
        help_text="For example, 9 2 2024",
        error_messages={"required": "Enter the day it is due now."},
    )
    reason = LongText(
        label="Why does it get more time?",
        help_text="The lead, the executive and the programme office read this; no pack has it.",
        error_messages={"required": "Say why it gets more time."},
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, report: HighlightReport) -> None:
        super().__init__(data, initial={"due_on": report.due_on})

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Question("due_on"), Question("reason"), Buttons(Button("Move the deadline"))
        )


class ReopeningForm(forms.Form):
    reason = LongText(
        label="What has to be corrected?",
        help_text="This is printed on the new version of the pack as its reason.",
        error_messages={"required": "Say what has to be corrected: it is printed on the new pack."},
        widget=forms.Textarea({"rows": 3}),
    )

    @property
    def helper(self) -> FormHelper:
        return form_helper(Question("reason"), Buttons(Button("Reopen the month", kind="warning")))


class RemindersForm(forms.Form):
    wanted = forms.BooleanField(
        label="Send me reminders by e-mail",
        help_text="What is late is mailed either way.",
        required=False,
    )

    @property
    def helper(self) -> FormHelper:
        return form_helper(Question("wanted"), Buttons(Button("Save")))
