"""A form of several sections of text, each of which may say that there is nothing to report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from improvement.editing.forms.base import EditingForm
from improvement.editing.forms.fields import BulletText, rows_for
from improvement.editing.save_report import Words
from improvement.models.programme import Passage
from improvement.web.nhsuk_forms import Question


class PassagesForm(EditingForm):
    hints: dict[Any, str] = {}
    kinds: list[Any]

    def add_passages(self, passages: Mapping[str, Passage], kinds: Iterable[Any]) -> None:
        """Add a text and its tick for nothing to report for each kind of section."""
        self.kinds = list(kinds)
        for kind in self.kinds:
            passage, nil_name = passages.get(kind), f"{kind.value}_nil"
            text = passage.text if passage else ""
            nil = passage.nothing_to_report if passage else False
            field = BulletText.optional(kind.label, self.hint_for(kind, passage), rows_for(text))
            self.add_claimed_field(kind.value, field, text)
            self.fields[nil_name] = forms.BooleanField(label="Nothing to report", required=False)
            self.initial[nil_name] = nil
            self.places[nil_name] = f"{kind.label}: nothing to report"
            self.claim(kind.value, text, nil, fields=[nil_name])

    def hint_for(self, kind: Any, passage: Passage | None) -> str:
        """Return what belongs in a section."""
        return self.hints.get(kind, "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for kind in self.kinds:
            if cleaned.get(f"{kind.value}_nil") and (cleaned.get(kind.value) or "").strip():
                self.add_error(
                    f"{kind.value}_nil",
                    f"{kind.label}: there is text above. Clear the text or untick this box.",
                )
        return cleaned

    @property
    def words(self) -> dict[str, Words]:
        """The sections that were sent, by kind."""
        cleaned = self.cleaned_data
        return {
            kind.value: Words(cleaned[kind.value], cleaned[f"{kind.value}_nil"])
            for kind in self.kinds
            if self.was_sent(kind.value)
        }

    def passage_questions(self) -> list[Any]:
        return [question for kind in self.kinds for question in self.questions_for(kind)]

    def questions_for(self, kind: Any) -> list[Any]:
        """Return one section's text and tick for the layout."""
        return [Question(kind.value, size="m"), Question(f"{kind.value}_nil", small=True)]
