"""The form behind every page somebody writes on: nothing typed is lost, nobody is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from improvement.editing.conflicts import Conflict, ConflictChoice, Resolution, SeenTexts, StaleSave
from improvement.editing.drafts import sign
from improvement.models import Draft, Month, Person
from improvement.values.browser_windows import (
    OF_THE_PAGE,
    Sent,
    Version,
    digest,
    dump,
    dump_based_on,
    load,
    rivals,
)
from improvement.web.nhsuk_forms import Notes, Question, form_helper


class EditingForm(forms.Form):
    """A form that knows what its writer saw, and keeps the recorded text of a field not sent.

    A subclass adds its fields in ``__init__``, after ``super().__init__()``, each with what is
    recorded now, and then calls ``show_drafts()``, which shows the writer's draft in them, and both
    texts where two windows typed in one field.

    A field has one *input* for each thing a browser sends of it: a date has three. ``shown`` is
    the digest of what the writer is shown of the record, by key; ``keys`` are the keys of fields
    claimed under another name, and ``places`` the names of fields whose label says too little.
    """

    title: str
    is_wide = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)
    window = forms.CharField(widget=forms.HiddenInput, required=False)
    turn = forms.CharField(widget=forms.HiddenInput, required=False)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, by: Person, drafts: Sequence[Draft] = ()) -> None:
        super().__init__(data)
        self.draft = next((draft for draft in drafts if draft.person_id == by.pk), None)
        self.shown: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.conflicts: list[Conflict] = []
        self.by = by
        self.others = [draft for draft in drafts if draft.person_id != by.pk]
        self.carried_from: Month | None = None
        self.initial["writer"] = sign(by)

    def save(self, *, at: datetime) -> None:
        """Save what was typed. Raises ``Refused``, and ``StaleSave`` over a conflict."""
        raise NotImplementedError

    def claim(self, key: str, *facts: object, fields: Iterable[str] = ()) -> None:
        """Note what the writer is shown under ``key``, in the field of that name or in several."""
        self.shown[key] = digest(*facts)
        self.keys |= dict.fromkeys(fields, key)

    def add_claimed_field(self, name: str, field: forms.Field, value: Any, place: str = "") -> None:
        """Add ``field``, which shows the recorded ``value`` and is claimed under its own name."""
        self.fields[name] = field
        self.initial[name] = value
        self.places[name] = place
        self.claim(name, value)

    def ask_to_confirm(self, month: Month) -> None:
        """Add the tick that what was carried from ``month`` still stands."""
        self.carried_from = month
        self.fields["still_stands"] = forms.BooleanField(
            label=f"I have checked what was carried from {month} and did not change it: "
            "it still stands",
            required=False,
        )

    def confirm_question(self) -> list[Any]:
        """Return the tick of ``ask_to_confirm`` for the layout, where there is one."""
        return [Question("still_stands")] if self.carried_from else []

    @property
    def confirmed(self) -> bool:
        return bool(self.cleaned_data.get("still_stands"))

    def was_sent(self, name: str) -> bool:
        """Return whether the browser sent this field; a date comes in three parts."""
        return not self.fields[name].widget.value_omitted_from_data(self.data, {}, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, field in self.fields.items():
            if not self.was_sent(name) and not isinstance(field, forms.BooleanField):
                cleaned[name] = self.get_initial_for_field(field, name) or ""
        if conflicts := self.find_conflicts():
            self._add_conflicts(conflicts, "You typed a different text in another window.")
        return cleaned

    @property
    def seen_texts(self) -> SeenTexts:
        """What the writer saw, and how they resolved the conflicts they were shown."""
        return SeenTexts(
            digests=load(self.data.get("seen", "")),
            resolutions={
                key: Resolution(ConflictChoice(choice), self.data.get(f"against-{key}", ""))
                for key in self.shown
                if (choice := self.data.get(f"settle-{key}")) in set(ConflictChoice)
            },
        )

    @property
    def success_message(self) -> str:
        return f"{self.title} saved."

    def show_conflicts(self, stale: StaleSave) -> None:
        """Show the conflicts of a save that was refused, with both texts of each."""
        self._add_conflicts(stale.conflicts, stale.sentence)

    def _add_conflicts(self, conflicts: list[Conflict], sentence: str) -> None:
        self.conflicts = conflicts
        rest = "Nothing is lost and nothing was saved: choose below what to keep."
        self.add_error(None, f"{sentence} {rest}")

    def make_helper(self, *layout: Any) -> FormHelper:
        helper = form_helper(Notes(), *layout)
        helper.attrs = self.attributes
        return helper

    def show_drafts(self) -> None:
        """Show the draft; or, on a page that was sent, put in what was chosen of two texts.

        Called once all fields are added. ``on_record`` is what is recorded, by input as a browser
        sends it; ``drafted`` are the drafts shown, by input, the one in the field first.
        """
        self.field_of: dict[str, str] = {}
        self.on_record: dict[str, tuple[str, ...]] = {}
        for name in self.fields:
            if name not in OF_THE_PAGE:
                inputs = self._inputs_of(name)
                self.on_record |= inputs
                self.field_of |= dict.fromkeys(inputs, name)
        self.drafted = self._drafts_by_input()
        self.passed_over: dict[str, str] = {}
        self.sent = Sent.of(_lists(self.data))
        if self.is_bound:
            self._apply_choices()
        else:
            self._fill_in_drafts()

    def _inputs_of(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return what a browser sends of a field that is left as it is, by input."""
        field = self.fields[name]
        widget, value = field.widget, self.get_initial_for_field(field, name)
        if isinstance(widget, forms.MultiWidget):
            parts = enumerate(widget.decompress(value) or ())
            return {f"{name}_{place}": _texts(part) for place, part in parts}
        if isinstance(widget, forms.CheckboxInput):
            return {name: ("on",) if value else ()}
        shown = widget.format_value(field.prepare_value(value))
        return {name: tuple(shown) if isinstance(shown, list) else _texts(shown)}

    def _drafts_by_input(self) -> dict[str, list[Version]]:
        if self.draft is None:
            return {}
        kept = self.draft.by_field
        if self.draft.is_whole:
            unticked = {name for name, values in self.on_record.items() if values == ("on",)}
            kept |= {
                name: [Version(name, (), self.draft.kept_at)] for name in unticked - kept.keys()
            }
        recorded = {name: digest(*values) for name, values in self.on_record.items()}
        drafted = {
            name: [version for version in kept.get(name, []) if version.digest != recorded[name]]
            for name in self.on_record
        }
        return {name: versions for name, versions in drafted.items() if versions}

    def _fill_in_drafts(self) -> None:
        """Show the newest text of each field, and beside it the other where there are two."""
        newest = {name: versions[0].values for name, versions in self.drafted.items()}
        for name in {self.field_of[input_name] for input_name in newest}:
            inputs = self._inputs_of(name)
            typed = QueryDict(mutable=True)
            for input_name, values in inputs.items():
                if shown := newest.get(input_name, values):
                    typed.setlist(input_name, list(shown))
            self.initial[name] = self.fields[name].widget.value_from_datadict(typed, {}, name)
        for name, (first, *others) in self.drafted.items():
            if others and not self._is_hidden(name):
                self.conflicts.append(self._conflict(name, first.values, others[0]))
        self.initial["seen"] = dump(self.shown | self._seen_by_the_drafts())
        self.initial["based_on"] = dump_based_on(self.on_record, self.drafted)
        self.initial["window"], self.initial["turn"] = token_hex(6), "0"

    def _seen_by_the_drafts(self) -> dict[str, str]:
        """What was recorded when each draft was typed, so that an old draft overwrites nothing."""
        seen_by = self.draft.seen_by_window if self.draft else {}
        windows = {self.key_of(name): versions[0].window for name, versions in self.drafted.items()}
        return {
            key: seen_by[window][key]
            for key, window in windows.items()
            if key in seen_by.get(window, {})
        }

    def key_of(self, name: str) -> str:
        """Return the key that an input's field is claimed under."""
        return self.keys.get(self.field_of[name], self.field_of[name])

    def _apply_choices(self) -> None:
        """Put in what the writer chose where another window had another text."""
        for name, versions in self.drafted.items():
            choice, against = self.data.get(f"settle-{name}"), self.data.get(f"against-{name}")
            other = next((version for version in versions if version.digest == against), None)
            if other is None or choice not in set(ConflictChoice):
                continue
            self.passed_over[name] = other.digest
            values: Sequence[str] = self.sent.typed.get(name, ())
            if choice == ConflictChoice.BOTH:
                values = ["\n".join(filter(None, (other.text, *values)))]
            elif choice == ConflictChoice.THEIRS:
                values = other.values
            self._replace_sent(name, values)

    def _replace_sent(self, name: str, values: Sequence[str]) -> None:
        data = QueryDict(mutable=True)
        for key, texts in {**_lists(self.data), name: values}.items():
            data.setlist(key, list(texts))
        self.data = data
        self.sent = Sent.of(_lists(self.data))

    def find_conflicts(self) -> list[Conflict]:
        """Return each input that this window would change while another has another text."""
        typed = self.sent.typed_over(self.drafted)
        return [
            self._conflict(name, typed[name], others[0])
            for name, versions in self.drafted.items()
            if name in typed and not self._is_hidden(name) and name not in self.passed_over
            if (others := rivals(versions, self.sent, name, typed[name]))
        ]

    def in_box(self, name: str) -> str:
        """Return the text in an input of the page as it is opened."""
        drafted = self.drafted.get(name)
        return "\n".join(drafted[0].values if drafted else self.on_record[name])

    @property
    def pasted(self) -> dict[str, str]:
        """What was there, by input, where a pasted text is shown now and is not saved."""
        before = {name: versions[0].was for name, versions in self.drafted.items()}
        return {name: "\n".join(values) for name, values in before.items() if values is not None}

    @property
    def window_name(self) -> str:
        """The name of the window that the page is shown in."""
        return str(self["window"].value() or "")

    @property
    def attributes(self) -> dict[str, str]:
        """What the page's scripts need to know: whether it was sent, and how old its draft is.

        The name is the window's own, so that a browser does not restore what was typed earlier
        over what has been saved since.
        """
        return {
            "name": f"page-{self.window_name}",
            "data-autosave": "sent" if self.is_bound else "",
            "data-kept": self.draft.kept_at.isoformat() if self.draft else "",
        }

    @property
    def hidden_inputs(self) -> set[str]:
        """What only scripts put into the page, which nobody is asked about."""
        return {name for name in self.on_record if self._is_hidden(name)}

    def _is_hidden(self, name: str) -> bool:
        return self.fields[self.field_of[name]].widget.is_hidden

    def _conflict(self, name: str, yours: Sequence[str], theirs: Version) -> Conflict:
        field = self.fields[self.field_of[name]]
        return Conflict(
            key=name,
            place=self.place_of(name),
            yours=_in_words(field, yours),
            theirs=_in_words(field, theirs.values),
            who="You",
            at=theirs.at,
            against=theirs.digest,
            can_join=isinstance(field.widget, forms.Textarea),
            is_own=True,
            is_draft=True,
        )

    def place_of(self, name: str) -> str:
        """Return where on the page an input is, in words."""
        field = self.field_of.get(name)
        if field is None:
            return "figures of earlier quarters"
        return self.places.get(field) or str(self.fields[field].label)


def _in_words(field: forms.Field, values: Sequence[str]) -> str:
    """Return what an input holds as its page shows it."""
    if isinstance(field.widget, forms.CheckboxInput):
        return "Ticked" if values else "Not ticked"
    labels = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    return "\n".join(labels.get(value, value) for value in values)


def _texts(shown: Any) -> tuple[str, ...]:
    return () if shown in (None, "") else (str(shown),)


def _lists(data: Any) -> Mapping[str, Sequence[str]]:
    if isinstance(data, QueryDict):
        return dict(data.lists())
    return {name: [str(value)] for name, value in (data or {}).items()}
