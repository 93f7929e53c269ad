"""The form that issues a pack: a reason for each thing that is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html

from improvement.web.nhsuk_forms import Button, Buttons, LongText, Question, form_helper
from reporting.pack.issue import Raised
from reporting.pack.readiness import Concern


class IssueForm(forms.Form):
    """Asks for a reason for each thing that is missing and that no lead gave a reason for."""

    def __init__(
        self, data: Any = None, *, raised: Sequence[Raised], address_of: Callable[[Concern], str]
    ) -> None:
        super().__init__(data)
        self.advice = [(item, address_of(item.concern)) for item in raised if not item.to_waive]
        self.missing = [item.concern for item in raised if item.to_waive]
        for concern in self.missing:
            where = address_of(concern)
            hint = format_html(
                '<a href="{}">Put it right</a>, or say why it may be missing. The pack prints it.',
                where,
            )
            field = LongText.optional(concern.in_words, hint, 2)
            field.required = True
            field.error_messages["required"] = "Say why the pack is issued without it."
            self.fields[_waiver(concern)] = field

    @property
    def was_asked(self) -> bool:
        """Whether the reasons were asked for: the button elsewhere sends none."""
        return any(name in self.data for name in self.fields)

    @property
    def reasons(self) -> dict[str, str]:
        cleaned = getattr(self, "cleaned_data", {})
        return {concern.key: cleaned.get(_waiver(concern), "") for concern in self.missing}

    @property
    def helper(self) -> FormHelper:
        reasons = [Question(_waiver(concern)) for concern in self.missing]
        return form_helper(*reasons, Buttons(Button("Issue the pack")))


def _waiver(concern: Concern) -> str:
    return f"waive-{concern.key}".replace("/", "-").replace(" ", "-")
