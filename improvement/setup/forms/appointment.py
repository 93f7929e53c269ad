"""The forms of appointments: who holds which post from when, and that one ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from improvement.accounts.forms import AN_ADDRESS
from improvement.accounts.invite import ids_that_sign_in, refuse_address_of_another
from improvement.models import WORKSTREAM_ROLES, Appointment, Person, Programme, Role
from improvement.setup.forms.parts import PAGE_FORM, chosen, row, short, why
from improvement.setup.people.appointments import (
    Appointee,
    Appointing,
    Post,
    Term,
    appointing_refusal,
    ending_refusal,
    holders_of,
    people_known,
)
from improvement.values.refusals import Refused
from improvement.web.nhsuk_forms import DatePartsField, Fieldset, Question, form_helper

ENDS, TOGETHER = "ends", "together"


class AppointmentForm(forms.Form):
    """Asks who is appointed to what, from when, and in whose place."""

    def __init__(self, data: Any = None, *, programme: Programme, on: date, **asked: Any) -> None:
        if data is not None and "replaces" not in data:  # not asked before somebody holds it
            data = data.copy()
            data["replaces"] = ENDS
        super().__init__(data, initial={"starts_on": on, "replaces": ENDS, **asked})
        self.programme = programme
        self.known = list(people_known(programme))
        self.workstreams = {str(one.pk): one for one in programme.workstreams.all()}
        self.fields |= _fields(self)
        self.appointing: Appointing | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        of_workstream = role in WORKSTREAM_ROLES
        if of_workstream and not cleaned.get("of") and "of" not in self.errors:
            self.add_error("of", "Choose the workstream.")
        if not of_workstream:
            cleaned["of"] = ""
            if cleaned.get("is_deputy"):
                self.add_error("is_deputy", "Only a role of a workstream has a deputy.")
        if cleaned.get("email") and self._signs_in(self._person(cleaned.get("who", ""))):
            self.add_error("email", "They sign in already: leave this empty.")
        if not self.errors:
            try:
                self.appointing = appointing = self._appointing(cleaned)
                names = " and ".join(str(one.person) for one in appointing.holders)
                self.fields["replaces"].label = f"{names} holds this now"
            except Refused as refused:
                self.add_error(None, refused.sentence)
        return cleaned

    def clean_who(self) -> str:
        """Refuse a name that two people have: an address tells them apart."""
        name = " ".join(str(self.cleaned_data["who"]).split())
        if len([one for one in self.known if _folded(one.name) == _folded(name)]) > 1:
            raise ValidationError(f"Two people here are called {name}: rename one of them first.")
        return name

    def _appointing(self, cleaned: dict[str, Any]) -> Appointing:
        workstream = self.workstreams.get(cleaned["of"])
        post = Post(self.programme, Role(cleaned["role"]), workstream, cleaned["is_deputy"])
        term = Term(cleaned["starts_on"], cleaned["ends_on"] or None)
        person, email = self._person(cleaned["who"]), cleaned["email"].strip().lower()
        name = person.name if person else cleaned["who"]
        if email:
            refuse_address_of_another(email, self.programme, name=name, person=person)
        appointing = Appointing(
            post,
            Appointee(name, person, email, cleaned["job_title"]),
            term,
            replaces=cleaned.get("replaces") != TOGETHER,
            why=cleaned["why"],
            holders=tuple(holders_of(post, term)),
        )
        if refusal := appointing_refusal(appointing):
            raise Refused(refusal)
        return appointing

    def _person(self, name: str) -> Person | None:
        found = [one for one in self.known if _folded(one.name) == _folded(name)]
        return found[0] if found else None

    def _signs_in(self, person: Person | None) -> bool:
        return bool(person and ids_that_sign_in([person]))

    @property
    def helper(self) -> FormHelper:
        held = self.appointing.holders if self.appointing else ()
        holders = [Question("replaces", size="s", small=True)] if held else []
        return form_helper(
            Question("who", size="s"),
            row("two", Question("role", size="s", small=True), Question("of", size="s")),
            Question("is_deputy", small=True),
            row("two", Question("starts_on", size="s"), Question("ends_on", size="s")),
            *holders,
            Fieldset(
                "Somebody who cannot sign in yet",
                row("two", Question("email"), Question("job_title")),
                hint="With an address they are invited and choose their own password. "
                "Without one they are a name in the pack.",
                size="s",
            ),
            Question("why", size="s"),
            form_id=PAGE_FORM,
        )


def _fields(form: AppointmentForm) -> dict[str, forms.Field]:
    who = short("Who", 200, "Begin to type: those known here are offered.", required="Say who.")
    who.widget.attrs |= {"list": "people-known", "autocomplete": "off"}
    roles = [(role.value, str(role.label)) for role in Role]
    streams = [(pk, str(workstream)) for pk, workstream in form.workstreams.items()]
    return {
        "who": who,
        "role": forms.ChoiceField(
            label="As",
            choices=roles,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose what they are appointed to."},
        ),
        "of": chosen("Of", [("", "The whole programme"), *streams]),
        "is_deputy": forms.BooleanField(
            label="As a deputy",
            help_text="May do the same, and the pack does not name them.",
            required=False,
        ),
        "starts_on": DatePartsField(
            label="From", error_messages={"required": "Enter the first day."}
        ),
        "ends_on": DatePartsField(label="Until (leave empty if open)", required=False),
        "replaces": forms.ChoiceField(
            choices=[
                (ENDS, "Their appointment ends the day before"),
                (TOGETHER, "Both hold it together"),
            ],
            widget=forms.RadioSelect,
            required=False,
        ),
        "email": forms.EmailField(
            label="E-mail address", required=False, error_messages={"invalid": AN_ADDRESS}
        ),
        "job_title": short("Job title", 200),
        "why": why("Reason (optional)", "Kept in the history, not printed."),
    }


class EndingForm(forms.Form):
    """Asks for the last day of an appointment and why it ends."""

    ends_on = DatePartsField(label="Last day", error_messages={"required": "Enter the last day."})
    why = why("Why? (optional)", "Kept in the history, not printed.")

    def __init__(self, data: Any = None, *, appointment: Appointment, on: date) -> None:
        super().__init__(data, initial={"ends_on": on})
        self.appointment = appointment

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if refusal := ending_refusal(self.appointment, day):
            raise ValidationError(refusal)
        return day

    @property
    def helper(self) -> FormHelper:
        return form_helper(Question("ends_on"), Question("why"), form_id=PAGE_FORM)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
