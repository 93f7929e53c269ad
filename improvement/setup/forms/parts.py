"""Fields that several forms of set-up ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms

from improvement.editing.forms.base import EditingForm
from improvement.models import Programme
from improvement.setup.people.appointments import people_known
from improvement.values.refusals import Refused
from improvement.web.nhsuk_forms import Fieldset, LongText, Question

PAGE_FORM = "page-form"  # what the buttons in the bar of a page send


class SetUpForm(EditingForm):
    """A form whose buttons are in the bar of its page.

    ``asked_at`` names the field that a sentence of a refusal is about, for those that are.
    """

    asked_at: ClassVar[dict[str, str]] = {}

    @property
    def shown_fields(self) -> list[str]:
        """The names of the fields that somebody sees, in their order."""
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def show_refusal(self, refused: Refused) -> None:
        """Say what was refused at its field, or above the form where it is about none."""
        self.add_error(self.asked_at.get(refused.sentence), refused.sentence)

    def make_helper(self, *layout: Any) -> FormHelper:
        helper = super().make_helper(*layout)
        helper.form_id = PAGE_FORM
        return helper


def short(label: str, longest: int, hint: str = "", *, required: str = "") -> forms.CharField:
    """Return a box for one line. ``required`` is the sentence that asks for it, if it is needed."""
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=hint,
        required=bool(required),
        error_messages={
            "required": required,
            "max_length": f"Shorten this to at most {longest} characters.",
        },
    )


def chosen(label: str, choices: Iterable[tuple[Any, str]], *, required: str = "") -> Any:
    """Return a list to choose from. ``required`` asks for a choice; without it none is one."""
    options = [(str(code) if code else "", words) for code, words in choices]
    return forms.ChoiceField(
        label=label,
        choices=options,
        required=bool(required),
        error_messages={"required": required, "invalid_choice": "Choose one from the list."},
    )


def why(label: str = "Why does it change?", hint: str = "Kept in the history.") -> LongText:
    """Return the box for a reason that may be asked for."""
    return LongText.optional(label, hint, rows=2)


def owners(programme: Programme, nobody: str) -> forms.ChoiceField:
    """Return the list of the people of a programme; ``nobody`` says whose it is without one."""
    people = [(person.pk, person.name) for person in people_known(programme)]
    field: forms.ChoiceField = chosen("Owner", [("", nobody), *people])
    return field


def row(kind: str, *questions: Question) -> Div:
    """Return questions side by side, in the columns of ``kind`` (see setup.css)."""
    return Div(*questions, css_class=f"app-fields app-fields--{kind}")


def rows(*sets: Fieldset) -> Div:
    """Return sets of fields as the rows of a table, where there is room for one."""
    return Div(*sets, css_class="app-rows")
