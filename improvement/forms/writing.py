"""The form behind every page somebody writes on: nothing typed is lost, nobody is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from improvement.claims import Choice, Claims, Conflict, Settled, digest, dump, load
from improvement.models import Draft, Month, Person
from improvement.models.passages import Passage
from improvement.nhsuk import Notes, Question, form_helper
from improvement.saving import Stale
from improvement.typed import sign
from improvement.writing import Words

from .questions import bullet_text, rows_for


class WritingForm(forms.Form):
    """A form that carries what its writer saw, shows their draft, and keeps what did not arrive.

    A form asks for its fields in ``ask``, each claimed with what the writer sees of it.
    """

    title: str
    is_wide = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, by: Person, drafts: Sequence[Draft] = ()) -> None:
        super().__init__(data)
        self.by = by
        self.shown: dict[str, str] = {}
        self.conflicts: list[Conflict] = []
        self.carried_from: Month | None = None
        self.draft = next((one for one in drafts if one.person_id == by.pk), None)
        self.others = [one for one in drafts if one.person_id != by.pk]
        self.ask()
        if self.carried_from:
            self._ask_to_confirm(self.carried_from)
        self.initial["seen"] = dump(self.shown)
        self.initial["writer"] = sign(by)
        if self.draft and not self.is_bound:
            self._show(self.draft)

    def ask(self) -> None:
        """Add the form's fields, with what stands there now as their initial values."""
        raise NotImplementedError

    def save(self, *, at: datetime) -> None:
        """Hand what was written to its verb. Raises ``Refused``, and ``Stale`` over a conflict."""
        raise NotImplementedError

    def claim(self, key: str, *facts: object) -> None:
        """Note what the writer is shown under ``key``."""
        self.shown[key] = digest(*facts)

    def put_field(self, name: str, field: forms.Field, value: Any) -> None:
        """Ask for ``field`` with ``value`` standing there, claimed under the same name."""
        self.fields[name] = field
        self.initial[name] = value
        self.claim(name, value)

    def _ask_to_confirm(self, month: Month) -> None:
        self.fields["still_stands"] = forms.BooleanField(
            label=f"I have checked what was carried from {month} and did not change it: "
            "it still stands",
            required=False,
        )

    def _show(self, draft: Draft) -> None:
        """Show a draft as typed, without faults: nobody has asked to save it yet."""
        typed = QueryDict(mutable=True)
        for name, given in draft.fields.items():
            typed.setlist(name, given)
        for name, field in self.fields.items():
            if name in typed or (isinstance(field, forms.BooleanField) and draft.fields):
                self.initial[name] = field.widget.value_from_datadict(typed, {}, name)

    def arrived(self, name: str) -> bool:
        """Say whether the browser sent this field; a date comes in three parts."""
        return not self.fields[name].widget.value_omitted_from_data(self.data, {}, name)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, field in self.fields.items():
            if not self.arrived(name) and not isinstance(field, forms.BooleanField):
                given[name] = self.get_initial_for_field(field, name) or ""
        return given

    @property
    def claims(self) -> Claims:
        """What the writer saw, and how they settled the conflicts they were shown."""
        return Claims(
            seen=load(self.data.get("seen", "")),
            settled={
                key: Settled(Choice(choice), self.data.get(f"against-{key}", ""))
                for key in self.shown
                if (choice := self.data.get(f"settle-{key}")) in set(Choice)
            },
        )

    @property
    def confirmed(self) -> bool:
        return bool(self.cleaned_data.get("still_stands"))

    def meet(self, stale: Stale) -> None:
        """Show the conflicts of a save that was refused, with both texts of each."""
        self.conflicts = stale.conflicts
        self.add_error(
            None,
            f"{stale.sentence} Nothing is lost and nothing was saved: choose below what to keep.",
        )

    def confirming(self) -> list[Any]:
        """The tick that what was carried still stands, where there is anything carried."""
        return [Question("still_stands")] if self.carried_from else []

    def helper_of(self, *layout: Any) -> FormHelper:
        helper = form_helper(Notes(), *layout)
        helper.attrs = {"data-autosave": self.draft.kept_at.isoformat() if self.draft else ""}
        return helper


class PassagesForm(WritingForm):
    """Asks for the text of several sections, each of which may say nothing to report."""

    hints: dict[Any, str] = {}
    kinds: list[Any]

    def ask_for_passages(self, passages: Mapping[str, Passage], kinds: Iterable[Any]) -> None:
        self.kinds = list(kinds)
        for kind in self.kinds:
            passage = passages.get(kind)
            text = passage.text if passage else ""
            hint = self.hint_of(kind, passage)
            nil = passage.nothing_to_report if passage else False
            self.put_field(kind.value, bullet_text(kind.label, hint, rows_for(text)), text)
            self.fields[f"{kind.value}_nil"] = forms.BooleanField(
                label="Nothing to report", required=False
            )
            self.initial[f"{kind.value}_nil"] = nil
            self.claim(kind.value, text, nil)

    def hint_of(self, kind: Any, passage: Passage | None) -> str:
        """Say what belongs into a section."""
        return self.hints.get(kind, "")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for kind in self.kinds:
            if given.get(f"{kind.value}_nil") and (given.get(kind.value) or "").strip():
                self.add_error(
                    f"{kind.value}_nil",
                    f"{kind.label}: there is text above. Clear the text or untick this box.",
                )
        return given

    @property
    def words(self) -> dict[str, Words]:
        """The sections that arrived, by kind."""
        given = self.cleaned_data
        return {
            kind.value: Words(given[kind.value], given[f"{kind.value}_nil"])
            for kind in self.kinds
            if self.arrived(kind.value)
        }

    def passage_questions(self) -> list[Any]:
        return [question for kind in self.kinds for question in self.asked(kind)]

    def asked(self, kind: Any) -> list[Any]:
        """How one section is asked for: its text and its tick."""
        return [Question(kind.value, size="m"), Question(f"{kind.value}_nil", small=True)]
