"""Inviting, accepting and leaving: what is asked of whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)

from improvement.inviting import refuse_another_s
from improvement.models import WORKSTREAM_ROLES, Appointment, Person, Programme, Role, Workstream
from improvement.nhsuk import Button, Buttons, LongText, Question, form_helper
from improvement.refusals import Refused

AN_ADDRESS = "Enter an e-mail address, such as name@trust.nhs.uk."


class AppointmentField(forms.ChoiceField):
    """A role, with its workstream where it is held on one, in a single question."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "required": "Choose what they are appointed to.",
            "invalid_choice": "Choose what they are appointed to.",
        }
        super().__init__(label="What are they appointed to?", error_messages=errors, **kwargs)

    def offer(self, programme: Programme) -> None:
        """Offer the roles of a programme and of each of its workstreams."""
        streams = list(programme.workstreams.all())
        self.workstreams = {str(one.pk): one for one in streams}
        whole = [(role.value, role.label) for role in Role if role not in WORKSTREAM_ROLES]
        parts = [
            (f"{role.value}:{one.pk}", f"{role.label} of {one}")
            for one in streams
            for role in WORKSTREAM_ROLES
        ]
        self.choices = [("", "Choose one"), *parts, *whole]

    def clean(self, value: Any) -> tuple[Role | None, Workstream | None]:
        role, _, stream = str(super().clean(value)).partition(":")
        return (Role(role) if role else None), self.workstreams.get(stream)


class InvitationForm(forms.Form):
    """Somebody new, or who was here before: ``person`` is whom it is for, if that is known."""

    name = forms.CharField(
        label="Name",
        help_text="As it is printed in the pack.",
        max_length=200,
        error_messages={"required": "Enter their name."},
    )
    job_title = forms.CharField(label="Job title (optional)", max_length=200, required=False)
    email = forms.EmailField(
        label="E-mail address",
        help_text="The link goes there, and they sign in with it.",
        error_messages={"required": AN_ADDRESS, "invalid": AN_ADDRESS},
    )
    appointment = AppointmentField()

    def __init__(
        self,
        data: Any = None,
        *,
        programme: Programme,
        on: date,
        by: Person,
        person: Person | None = None,
    ) -> None:
        super().__init__(data, initial={"email": _address_of(person)})
        self.programme, self.person = programme, person
        if person is not None:
            del self.fields["name"], self.fields["job_title"]
            self.fields["email"].disabled = bool(person.email) and not by.is_superuser
        field = self.fields["appointment"]
        assert isinstance(field, AppointmentField)  # noqa: S101 - said for the types
        field.offer(programme)
        held = Appointment.objects.current(on).filter(person=person, programme=programme)
        if person is not None and person.is_active and held.exists():
            del self.fields["appointment"]

    def clean_email(self) -> str:
        """Refuse the address of somebody else of the programme, where it was typed."""
        email: str = self.cleaned_data["email"].lower()
        name = self.person.name if self.person else self.cleaned_data.get("name")
        if name:
            try:
                refuse_another_s(email, self.programme, name=name, person=self.person)
            except Refused as refusal:
                raise forms.ValidationError(refusal.sentence) from refusal
        return email

    @property
    def given(self) -> dict[str, Any]:
        """What the verb takes."""
        facts = dict(self.cleaned_data)
        facts["role"], facts["workstream"] = facts.pop("appointment", (None, None))
        return facts

    @property
    def helper(self) -> FormHelper:
        asked = [Question(name, size="s") for name in self.fields]
        return form_helper(*asked, Buttons(Button("Send the invitation")))


def _address_of(person: Person | None) -> str:
    """Give somebody's address, or the one they were invited by last."""
    if person is None or person.email:
        return (person.email or "") if person else ""
    invited = person.invitations.first()
    return invited.email if invited else ""


class LeavingForm(forms.Form):
    why = LongText(
        label="Why?",
        help_text="Kept in the history, for example: left the trust.",
        error_messages={"required": "Say why, for the history."},
        widget=forms.Textarea({"rows": 2}),
    )

    @property
    def helper(self) -> FormHelper:
        return form_helper(Question("why"), Buttons(Button("Deactivate", kind="warning")))


class FirstPasswordForm(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        error_messages={"required": "Choose a password."},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data)
        self.person = person
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    @property
    def helper(self) -> FormHelper:
        return form_helper(Question("password"), Buttons(Button("Save and sign in")))
