"""The form of a source of actions: a report, notice or undertaking, and its kinds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper

from improvement.models import Source
from improvement.models.commitments import KIND_CHARACTERS
from improvement.setup.forms.parts import SetUpForm, short
from improvement.setup.sources import FACTS, write_source
from improvement.web.nhsuk_forms import DatePartsField, LongText, Question


class SourceForm(SetUpForm):
    title = "Source"

    def __init__(self, data: Any = None, *, thing: Source, **who: Any) -> None:
        super().__init__(data, **who)
        self.thing = thing
        title = short(
            "Title",
            200,
            "The pack’s table of its actions is titled so. For example, CQC Well Led inspection",
            required="Write the title of the source.",
        )
        self.add_claimed_field("title", title, thing.title)
        regulator = short("Regulator (optional)", 200, "For example, CQC")
        self.add_claimed_field("regulator", regulator, thing.regulator)
        dated = DatePartsField(label="Date (optional)", required=False)
        self.add_claimed_field("dated", dated, thing.dated)
        kinds = LongText.optional(
            "What it calls its actions",
            "One a line, in order: Must, Should, recommendation, area for improvement, condition. "
            f"At most {KIND_CHARACTERS} characters each.",
            rows=4,
        )
        self.fields["kinds"] = kinds
        self.initial["kinds"] = "\n".join(thing.kinds or [])
        self.claim("kinds", thing.kinds)
        self.show_drafts()

    def clean_kinds(self) -> list[str]:
        lines = self.cleaned_data["kinds"].split("\n")
        return [line.strip() for line in lines if line.strip()]

    def save(self, *, at: datetime) -> None:
        facts = {name: self.cleaned_data[name] for name in FACTS}
        write_source(
            source=self.thing,
            facts=facts | {"dated": facts["dated"] or None},
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
        )

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(*(Question(name) for name in self.shown_fields))
