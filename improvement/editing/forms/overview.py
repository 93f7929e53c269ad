"""The month's overview: its headline, its lists, its RAG assessment and the overall ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper

from improvement.models import Month, OverviewKind
from improvement.nhsuk import Button, Buttons, Question, Section
from improvement.ratings import Rating
from improvement.writing import WrittenOverview, write_overview

from .questions import long_text, rating_question
from .writing import PassagesForm


class OverviewForm(PassagesForm):
    title = "Overview"
    headline = long_text("Headline", "The sentence that opens the executive summary.", 2)
    rag_assessment = long_text("RAG assessment", "What has moved since the last pack, and why.", 3)
    delivery = rating_question("Programme delivery, as judged")
    embedding = rating_question("Programme embedding, as judged")

    def __init__(self, data: Any = None, *, month: Month, **who: Any) -> None:
        self.month = month
        super().__init__(data, **who)

    def ask(self) -> None:
        for name in ("headline", "rag_assessment", "delivery", "embedding"):
            self.put_field(name, self.fields[name], getattr(self.month, name))
        passages = {one.kind: one for one in self.month.overview_sections.all()}
        self.ask_for_passages(passages, OverviewKind)

    def save(self, *, at: datetime) -> None:
        write_overview(
            month=self.month,
            written=self.written,
            claims=self.claims,
            by=self.by,
            at=at,
        )

    @property
    def written(self) -> WrittenOverview:
        given = self.cleaned_data
        return WrittenOverview(
            headline=given["headline"],
            rag_assessment=given["rag_assessment"],
            delivery=Rating(given["delivery"]),
            embedding=Rating(given["embedding"]),
            sections=self.words,
        )

    @property
    def helper(self) -> FormHelper:
        return self.helper_of(
            Question("headline", size="m"),
            *self.passage_questions(),
            Question("rag_assessment", size="m"),
            Section(
                "Overall ratings",
                Question("delivery", ratings=True, small=True),
                Question("embedding", ratings=True, small=True),
            ),
            Buttons(Button("Save overview"), sticky=True),
        )
