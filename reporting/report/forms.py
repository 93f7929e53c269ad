"""Submitting and issuing: a reason for each thing that stands although it was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html

from improvement.models import Person
from improvement.web.nhsuk_forms import Button, Buttons, LongText, Question, form_helper
from reporting.report.check import Finding
from reporting.report.submit import NEEDS_REASON


class SubmitForm(forms.Form):
    """Asks for a reason for each warning; the programme office also says for which lead."""

    def __init__(
        self,
        data: Any = None,
        *,
        findings: Sequence[Finding],
        address_of: Callable[[Finding], str],
        leads: Sequence[Person] = (),
    ) -> None:
        super().__init__(data)
        self.address_of = address_of
        self.questions = [finding for finding in findings if finding.is_question]
        self.to_mend = [
            finding for finding in findings if not (finding.is_warning or finding.is_question)
        ]
        self.warnings = [finding for finding in findings if finding.is_warning]
        self.leads = {str(lead.pk): lead for lead in leads}
        if leads:
            self._ask_for_whom()
        for warning in self.warnings:
            self.fields[_name(warning)] = self._reason(warning)

    def _ask_for_whom(self) -> None:
        choices = [("", "Choose a lead"), *((pk, lead.name) for pk, lead in self.leads.items())]
        self.fields["on_behalf_of"] = forms.ChoiceField(
            label="On whose behalf do you submit it?",
            help_text="Both names are recorded.",
            choices=choices,
            error_messages={"required": "Choose the lead you submit it for."},
        )

    def _reason(self, warning: Finding) -> forms.Field:
        where = self.address_of(warning)
        hint = format_html(
            '<a href="{}">Put it right</a>, or say here why it stands. Whoever works on the month '
            "reads it, and the pack prints it if it is issued without this.",
            where,
        )
        field = LongText.optional(warning.sentence, hint, 2)
        field.required = True
        field.error_messages["required"] = NEEDS_REASON
        return field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for finding in self.to_mend:
            self.add_error(None, finding.sentence)
        return cleaned

    @property
    def reasons(self) -> dict[str, str]:
        return {finding.key: self.cleaned_data[_name(finding)] for finding in self.warnings}

    @property
    def on_behalf_of(self) -> Person | None:
        return self.leads.get(self.cleaned_data.get("on_behalf_of", ""))

    @property
    def helper(self) -> FormHelper:
        asked: list[Any] = [Question(_name(warning)) for warning in self.warnings]
        if self.leads:
            asked.append(Question("on_behalf_of"))
        return form_helper(*asked, Buttons(Button("Submit to the executive")))


def _name(warning: Finding) -> str:
    return f"reason-{warning.key}"
