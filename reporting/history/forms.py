"""The form that filters the history by person, workstream, kind, name and day."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.models import Programme
from improvement.web.nhsuk_forms import Button, Buttons, Columns, form_helper
from reporting.history.find import HistoryFilter, kind_choices, person_choices

NO_DAY = "Enter a day as 5/1/2024 or 2024-01-05."


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DAY},
    )


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        error_messages={"invalid_choice": "Choose one from the list."},
    )


class HistoryForm(forms.Form):
    """Filters of the history. Every field is optional; nothing is found while one is invalid."""

    person = _choice("Who")
    workstream = _choice("Workstream")
    kind = _choice("Kind")
    name = forms.CharField(label="Reference, number or name", required=False, max_length=200)
    since = _day("From")
    until = _day("To")

    def __init__(self, data: Any, *, programme: Programme, sees_log: bool) -> None:
        super().__init__(data)
        self.sees_log = sees_log
        people = [(str(person.pk), str(person)) for person in person_choices(programme)]
        streams = programme.workstreams.values_list("slug", "name")
        self._set_choices("person", "Everybody", people)
        self._set_choices("workstream", "Every workstream", list(streams))
        self._set_choices("kind", "Everything", kind_choices(with_log=sees_log))

    def _set_choices(self, name: str, every: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Enter a day that is not before the first one.")
        return cleaned

    @property
    def filter(self) -> HistoryFilter | None:
        """Which changes to show; None while a field is invalid."""
        if not self.is_valid():
            return None
        values = {name: value for name, value in self.cleaned_data.items() if value}
        if "person" in values:
            values["person"] = int(values["person"])
        return HistoryFilter(**values, with_log=self.sees_log)

    @property
    def helper(self) -> FormHelper:
        helper = form_helper(
            Columns("person", "workstream", "kind"),
            Columns("name", "since", "until"),
            Buttons(Button("Show")),
        )
        helper.form_method = "get"
        helper.form_class = "app-asked"
        return helper
