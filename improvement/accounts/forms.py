"""Forms of accounts: invite somebody, accept an invitation, deactivate a leaver, make a token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)

from improvement.accounts.invite import refuse_address_of_another
from improvement.accounts.sign_in import password_too_long
from improvement.accounts.tokens import MOST_DAYS, USUAL_DAYS
from improvement.models import WORKSTREAM_ROLES, Appointment, Person, Programme, Role, Workstream
from improvement.values.refusals import Refused
from improvement.web.nhsuk_forms import (
    Button,
    Buttons,
    DatePartsField,
    LongText,
    Question,
    form_helper,
)

AN_ADDRESS = "Enter an e-mail address, such as name@trust.nhs.uk."


class AppointmentField(forms.ChoiceField):
    """One question for a role and, for the roles on a workstream, the workstream."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "required": "Choose what they are appointed to.",
            "invalid_choice": "Choose what they are appointed to.",
        }
        super().__init__(label="What are they appointed to?", error_messages=errors, **kwargs)

    def offer(self, programme: Programme) -> None:
        """Offer the roles on each workstream of a programme, then those on the programme."""
        self.workstreams = {str(row.pk): row for row in programme.workstreams.all()}
        on_workstreams = [
            (f"{role.value}:{pk}", f"{role.label} of {workstream}")
            for pk, workstream in self.workstreams.items()
            for role in WORKSTREAM_ROLES
        ]
        others = [(role.value, role.label) for role in Role if role not in WORKSTREAM_ROLES]
        self.choices = [("", "Choose one"), *on_workstreams, *others]

    def clean(self, value: Any) -> tuple[Role | None, Workstream | None]:
        role, _, workstream = str(super().clean(value)).partition(":")
        return (Role(role) if role else None), self.workstreams.get(workstream)


class InvitationForm(forms.Form):
    """Invite somebody new, or ``person``, who was named or appointed before."""

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
        invited = person.invitations.first() if person and not person.email else None
        email = invited.email if invited else (person and person.email) or ""
        super().__init__(data, initial={"email": email})
        self.programme, self.person = programme, person
        if person is not None:
            del self.fields["name"], self.fields["job_title"]
            self.fields["email"].disabled = bool(person.email) and not by.is_superuser
        field = self.fields["appointment"]
        assert isinstance(field, AppointmentField)  # noqa: S101 - for mypy
        field.offer(programme)
        current = Appointment.objects.current(on).filter(person=person, programme=programme)
        if person is not None and person.is_active and current.exists():
            del self.fields["appointment"]

    def clean_email(self) -> str:
        """Refuse the address of somebody else on the programme."""
        email: str = self.cleaned_data["email"].lower()
        name = self.person.name if self.person else self.cleaned_data.get("name")
        if name:
            try:
                refuse_address_of_another(email, self.programme, name=name, person=self.person)
            except Refused as refusal:
                raise forms.ValidationError(refusal.sentence) from refusal
        return email

    @property
    def facts(self) -> dict[str, Any]:
        """The arguments of ``invite`` and ``invite_again`` that the form asks for."""
        facts = dict(self.cleaned_data)
        facts["role"], facts["workstream"] = facts.pop("appointment", (None, None))
        return facts

    @property
    def helper(self) -> FormHelper:
        questions = [Question(name, size="s") for name in self.fields]
        return form_helper(*questions, Buttons(Button("Send the invitation")))


class LeavingForm(forms.Form):
    why = LongText(
        label="Why?",
        help_text="Read in the history alone, for example: left the trust.",
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
        if why := password_too_long(password):
            raise forms.ValidationError(why)
        validate_password(password, self.person)
        return password

    @property
    def helper(self) -> FormHelper:
        return form_helper(Question("password"), Buttons(Button("Save and sign in")))


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
        initial = {"expires_on": today + timedelta(days=USUAL_DAYS)}
        super().__init__(data, initial=initial, **kwargs)
        self.today = today
        choices = [(programme.slug, programme.name) for programme in programmes]
        self.fields["programme"].choices = choices  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        latest = self.today + timedelta(days=MOST_DAYS)
        if not self.today <= day <= latest:
            raise forms.ValidationError(f"Enter a day from today to {latest:%-d %B %Y}.")
        return day

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Question("name", size="s"),
            Question("programme", size="s"),
            Question("expires_on", size="s"),
            Buttons(Button("Make a token")),
        )
