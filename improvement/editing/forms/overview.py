"""The month's overview: its headline, its lists, its RAG assessment and the overall ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper

from improvement.editing.forms.fields import rating_question
from improvement.editing.forms.passages import PassagesForm
from improvement.editing.save_report import WrittenOverview, write_overview
from improvement.models import Month, OverviewKind
from improvement.values.ratings import Rating
from improvement.web.nhsuk_forms import Button, Buttons, Fieldset, LongText, Question


class OverviewForm(PassagesForm):
    title = "Overview"
    headline = LongText.optional("Headline", "The sentence that opens the executive summary.", 2)
    rag_assessment = LongText.optional(
        "RAG assessment", "What has moved since the last pack, and why.", 3
    )
    delivery = rating_question("Programme delivery, as judged")
    embedding = rating_question("Programme embedding, as judged")

    def __init__(self, data: Any = None, *, month: Month, **who: Any) -> None:
        super().__init__(data, **who)
        self.month = month
        for name in ("headline", "rag_assessment", "delivery", "embedding"):
            self.add_claimed_field(name, self.fields[name], getattr(month, name))
        sections = {section.kind: section for section in month.overview_sections.all()}
        self.add_passages(sections, OverviewKind)
        if month.ratings_carried and (before := month.find_before()):
            self.ask_to_confirm(before)
        self.show_drafts()

    def save(self, *, at: datetime) -> None:
        write_overview(
            month=self.month,
            written=self.written,
            seen_texts=self.seen_texts,
            confirm=self.confirmed,
            by=self.by,
            at=at,
        )

    @property
    def written(self) -> WrittenOverview:
        cleaned = self.cleaned_data
        return WrittenOverview(
            headline=cleaned["headline"],
            rag_assessment=cleaned["rag_assessment"],
            delivery=Rating(cleaned["delivery"]),
            embedding=Rating(cleaned["embedding"]),
            sections=self.words,
        )

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(
            Question("headline", size="m"),
            *self.passage_questions(),
            Question("rag_assessment", size="m"),
            Fieldset(
                "Overall ratings",
                Question("delivery", ratings=True, small=True),
                Question("embedding", ratings=True, small=True),
                *self.confirm_question(),
            ),
            Buttons(Button("Save overview"), sticky=True),
        )
