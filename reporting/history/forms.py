"""Looking through the history: by whom, in which workstream, of what, of which kind, when."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.models import Programme
from improvement.nhsuk import Button, Buttons, Columns, form_helper
from reporting.history import Asked, kinds_asked, people_asked

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
    """Every question may be left open; where an answer is none, it is told and nothing asked."""

    person = _choice("Who")
    workstream = _choice("Workstream")
    kind = _choice("Kind")
    name = forms.CharField(label="Reference, number or name", required=False)
    since = _day("From")
    until = _day("To")

    def __init__(self, data: Any, *, programme: Programme, sees_log: bool) -> None:
        super().__init__(data)
        self.sees_log = sees_log
        streams = programme.workstreams.values_list("slug", "name")
        self._offer(
            "person", "Everybody", [(str(one.pk), str(one)) for one in people_asked(programme)]
        )
        self._offer("workstream", "Every workstream", list(streams))
        self._offer("kind", "Everything", kinds_asked(with_log=sees_log))

    def _offer(self, name: str, every: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "Enter a day that is not before the first one.")
        return given

    @property
    def asked(self) -> Asked | None:
        """What is asked for; none where an answer is no answer, which the form then says."""
        if not self.is_valid():
            return None
        given = {name: one for name, one in self.cleaned_data.items() if one}
        if "person" in given:
            given["person"] = int(given["person"])
        return Asked(**given, with_log=self.sees_log)

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
