"""The form that ends something reported: how, from which month on, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.models import Endable, Ending
from improvement.setup.forms.parts import PAGE_FORM, chosen
from improvement.values.periods import CalendarMonth
from improvement.web.nhsuk_forms import LongText, Question, form_helper

MONTHS = 3  # to choose from
_LABELS = {
    Ending.COMPLETED: "Completed",
    Ending.WITHDRAWN: "Withdrawn",
    Ending.MERGED: "Merged into another",
}


class EndForm(forms.Form):
    """Asks how and from when something ends. ``others`` are what it may be merged into."""

    def __init__(
        self,
        data: Any = None,
        *,
        first: CalendarMonth,
        others: Sequence[Endable],
        asked: str = "",
    ) -> None:
        super().__init__(data, initial={"ending": asked})
        self.others = {str(other.pk): other for other in others}
        months = [first]
        for _ in range(MONTHS - 1):
            months.append(months[-1].next())
        self.fields["ending"] = forms.ChoiceField(
            label="How does it end?",
            choices=[(ending.value, words) for ending, words in _LABELS.items()],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how it ends."},
        )
        self.fields["merged_into"] = chosen(
            "Merged into which? (only where it is merged)",
            [("", "None"), *((pk, _named(other)) for pk, other in self.others.items())],
        )
        self.fields["month"] = chosen(
            "From which month on is it no longer reported?",
            [(month.slug, month.words) for month in months],
            required="Choose a month.",
        )
        self.fields["reason"] = LongText(
            label="Why?",
            help_text="The first pack without it prints this. Earlier months and packs keep it.",
            error_messages={"required": "Say why it ends: the first pack without it prints it."},
            widget=forms.Textarea({"rows": 3}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        merged = cleaned.get("ending") == Ending.MERGED
        if merged and not cleaned.get("merged_into"):
            self.add_error("merged_into", "Choose another one that it is merged into.")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """The arguments of the verbs that end something."""
        cleaned = self.cleaned_data
        merged = cleaned["ending"] == Ending.MERGED
        return {
            "ending": Ending(cleaned["ending"]),
            "month": CalendarMonth.parse(cleaned["month"]),
            "reason": cleaned["reason"],
            "merged_into": self.others[cleaned["merged_into"]] if merged else None,
        }

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Question("ending", small=True),
            Question("merged_into"),
            Question("month"),
            Question("reason"),
            form_id=PAGE_FORM,
        )


def _named(thing: Any) -> str:
    text = getattr(thing, "text", "")
    return f"{thing}: {text}"[:120] if text else str(thing)
