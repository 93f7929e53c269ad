"""The forms of a programme: a new one with its office, and what one is called."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from improvement.models import Programme
from improvement.setup.forms.parts import PAGE_FORM, SetUpForm, short, why
from improvement.setup.programme import (
    ASK_WHY_MOVED,
    FACTS,
    PRINTED,
    Office,
    has_issued,
    is_exit_kept,
    quarters_refusal,
    write_programme,
)
from improvement.values.parts import CHOICES as PARTS
from improvement.values.periods import Quarter
from improvement.web.nhsuk_forms import DatePartsField, Fieldset, Question, form_helper

AN_ADDRESS = "Enter an e-mail address, such as name@trust.nhs.uk."
QUARTERS_AHEAD = 8  # that a new programme begins with


class NewProgrammeForm(forms.Form):
    """Asks for a programme and for the first of its office."""

    def __init__(self, data: Any = None, *, on: date) -> None:
        first = Quarter.of(on).before()
        last = first
        for _ in range(QUARTERS_AHEAD):
            last = last.next()
        super().__init__(data, initial={"first_quarter": first.slug, "last_quarter": last.slug})
        self.fields |= _fields()
        self.fields["slug"] = forms.SlugField(
            label="Short name in addresses",
            help_text="Letters, digits and hyphens, for example scas. It stays as it is.",
            max_length=60,
            error_messages={
                "required": "Enter a short name.",
                "invalid": "Use letters, digits and hyphens alone, for example scas.",
            },
        )
        self.fields["office_name"] = short(
            "Name", 200, "As it is printed in the pack.", required="Enter their name."
        )
        self.fields["office_email"] = forms.EmailField(
            label="E-mail address",
            help_text="They get a link that works once, and choose their own password.",
            error_messages={"required": AN_ADDRESS, "invalid": AN_ADDRESS},
        )

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if Programme.objects.filter(slug=slug).exists():
            raise ValidationError(f"There is a programme at /{slug}/ already.")
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _add_faults(self, self.programme)
        return cleaned

    @property
    def programme(self) -> Programme:
        """The programme as it was asked for."""
        names = ("slug", *FACTS)
        return Programme(**{name: self.cleaned_data.get(name) or None for name in names})

    @property
    def office(self) -> Office:
        return Office(self.cleaned_data["office_name"], self.cleaned_data["office_email"])

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Fieldset(
                "The programme",
                Question("name"),
                Question("organisation"),
                Question("slug", width=20),
                *_rest(),
            ),
            Fieldset("Its programme office", Question("office_name"), Question("office_email")),
            form_id=PAGE_FORM,
        )


class ProgrammeForm(SetUpForm):
    """Asks what a programme is called, when it is to leave, and for its quarters."""

    title = "Programme and its words"
    words = "Every page and the next pack say these words. Packs that are issued stay as they are."
    asked_at: ClassVar[dict[str, str]] = {ASK_WHY_MOVED: "exit_moved_because"}

    def __init__(self, data: Any = None, *, programme: Programme, **who: Any) -> None:
        super().__init__(data, **who)
        self.programme = programme
        self.is_printed = has_issued(programme)
        for name, field in _fields().items():
            self.add_claimed_field(name, field, getattr(programme, name))
        if is_exit_kept(programme):
            self.fields["exit_moved_because"] = short(
                "Why does that day move?", 500, first_agreed(programme)
            )
        wanted = programme.percent_complete_wanted
        self.fields["percent_complete_wanted"] = _percent_complete_wanted()
        self.initial["percent_complete_wanted"] = "yes" if wanted else "no"
        self.claim("percent_complete_wanted", wanted)
        self.fields["parts_off"] = _parts_off()
        self.initial["parts_off"] = programme.parts_off or []
        self.claim("parts_off", programme.parts_off)
        if self.is_printed:
            self.fields["why"] = why()
        self.show_drafts()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["percent_complete_wanted"] = self._wanted(cleaned)
        facts = {name: cleaned.get(name) or None for name in FACTS}
        _add_faults(self, Programme(pk=self.programme.pk, slug="of-one", **facts))
        changed = [name for name in PRINTED if facts[name] != getattr(self.programme, name)]
        if self.is_printed and changed and not cleaned.get("why"):
            self.add_error("why", "Issued packs say it otherwise: say why it changes.")
        if not self.errors and (refusal := quarters_refusal(self.programme, facts)):
            at = "last_quarter" if refusal.startswith("Aims") else "first_quarter"
            self.add_error(at, refusal)
        return cleaned

    def _wanted(self, cleaned: dict[str, Any]) -> bool | None:
        """Return the answer; a no where nobody ever answered changes nothing."""
        if cleaned.get("percent_complete_wanted") == "yes":
            return True
        return None if self.programme.percent_complete_wanted is None else False

    def save(self, *, at: datetime) -> None:
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] or None for name in FACTS}
        facts["percent_complete_wanted"] = cleaned["percent_complete_wanted"]
        write_programme(
            programme=self.programme,
            facts=facts,
            why=cleaned.get("why", ""),
            exit_moved_because=cleaned.get("exit_moved_because", ""),
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
        )

    @property
    def helper(self) -> FormHelper:
        reason = [Question("why")] if self.is_printed else []
        return self.make_helper(
            Question("name"),
            Question("organisation"),
            *_rest("exit_moved_because" in self.fields),
            Question("percent_complete_wanted", small=True),
            Question("parts_off", small=True),
            *reason,
        )


def first_agreed(programme: Programme) -> str:
    """Return what is asked about a move of the exit date: what is known of those before."""
    asked = "The next pack prints it beside both dates."
    if not programme.exit_first:
        return asked
    because = programme.exit_moved_because.rstrip(".")
    first = f"First agreed {programme.exit_first:%-d %B %Y}."
    return f"{first} It moved last because: {because}. {asked}"


def _rest(asks_why_moved: bool = False) -> list[Any]:
    return [
        Question("exit_on"),
        *([Question("exit_moved_because")] if asks_why_moved else []),
        Question("first_quarter", width=10),
        Question("last_quarter", width=10),
    ]


def _fields() -> dict[str, forms.Field]:
    return {
        "name": short(
            "Name of the programme",
            200,
            "On every page and on the cover of the pack.",
            required="Enter the name of the programme.",
        ),
        "organisation": short(
            "Organisation",
            200,
            "For example, your trust, council or service",
            required="Enter the organisation.",
        ),
        "exit_on": DatePartsField(
            label="When is it to leave oversight? (optional)",
            help_text="The date agreed, for example 30 9 2024",
            required=False,
        ),
        "first_quarter": short(
            "First quarter of the scorecards",
            10,
            "For example, 2023/24 Q1",
            required="Enter a quarter, for example 2023/24 Q1.",
        ),
        "last_quarter": short(
            "Last quarter",
            10,
            "A later one can be entered at any time.",
            required="Enter a quarter, for example 2024/25 Q4.",
        ),
    }


def _percent_complete_wanted() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Do actions say how complete they are, in percent?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        help_text="With yes, the page of an action asks for it.",
        required=False,
    )


def _parts_off() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Which parts do you leave out? (optional)",
        choices=PARTS,
        widget=forms.CheckboxSelectMultiple,
        help_text="What is left out is neither asked for nor printed. What stands in it is kept.",
        required=False,
    )


def _add_faults(form: forms.Form, programme: Programme) -> None:
    """Say at its field what the programme itself refuses: a reserved name, what is no quarter."""
    if not {"slug", "first_quarter", "last_quarter"} & form.errors.keys():
        try:
            programme.clean()
        except ValidationError as fault:
            for name, sentences in fault.message_dict.items():
                form.add_error(name, sentences)
