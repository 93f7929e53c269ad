"""Submitting and issuing: a reason for each thing that stands although it was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html

from improvement.forms.questions import long_text
from improvement.models import Person
from improvement.nhsuk import Button, Buttons, Question, form_helper
from reporting.check import Finding
from reporting.handing_in import NEEDS_REASON
from reporting.publishing import Raised
from reporting.readiness import Concern


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
        self.to_mend = [one for one in findings if not one.is_warning]
        self.warnings = [one for one in findings if one.is_warning]
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
        hint = format_html('<a href="{}">Put it right</a>, or say here why it stands.', where)
        field = long_text(warning.sentence, hint, 2)
        field.required = True
        field.error_messages["required"] = NEEDS_REASON
        return field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for finding in self.to_mend:
            self.add_error(None, finding.sentence)
        return given

    @property
    def reasons(self) -> dict[str, str]:
        return {one.key: self.cleaned_data[_name(one)] for one in self.warnings}

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


class IssueForm(forms.Form):
    """Asks for a reason for each thing that is missing and that no lead gave a reason for."""

    def __init__(
        self, data: Any = None, *, raised: Sequence[Raised], address_of: Callable[[Concern], str]
    ) -> None:
        super().__init__(data)
        self.advice = [(one, address_of(one.concern)) for one in raised if not one.to_waive]
        self.missing = [one.concern for one in raised if one.to_waive]
        for concern in self.missing:
            where = address_of(concern)
            hint = format_html(
                '<a href="{}">Put it right</a>, or say why it may be missing.', where
            )
            field = long_text(concern.in_words, hint, 2)
            field.required = True
            field.error_messages["required"] = "Say why the pack is issued without it."
            self.fields[_waiver(concern)] = field

    @property
    def was_asked(self) -> bool:
        """Whether the reasons were asked for: the button elsewhere sends none."""
        return any(name in self.data for name in self.fields)

    @property
    def reasons(self) -> dict[str, str]:
        given = getattr(self, "cleaned_data", {})
        return {one.key: given.get(_waiver(one), "") for one in self.missing}

    @property
    def helper(self) -> FormHelper:
        asked = [Question(_waiver(one)) for one in self.missing]
        return form_helper(*asked, Buttons(Button("Issue the pack")))


def _waiver(concern: Concern) -> str:
    return f"waive-{concern.key}".replace("/", "-").replace(" ", "-")
