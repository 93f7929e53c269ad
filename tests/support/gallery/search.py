"""A made-up result of a search, for the developers' page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from improvement.models import Programme
from improvement.periods import CalendarMonth
from reporting.search.asked import read
from reporting.search.marking import in_sentences, mark, spans_in
from reporting.search.passages import Place, Whose
from reporting.search.results import Hit

ALL = ("", "All of them")


def search_example() -> dict[str, Any]:
    """Give a hit that three months say the same of, and the filters it was found with."""
    programme = Programme(slug="example", name="The programme")
    months = tuple(CalendarMonth(2023, number) for number in (12, 11, 10))
    place = Place(Whose("example", "An example workstream", 0))
    wording = "What the inspection says must be done. It is not all in one sentence."
    passage = place.action(1, "Must EX-01", wording, "")
    query = read("EX-01 inspect")
    title = mark(passage.title, spans_in(query, passage.title))
    sentence = in_sentences(passage.words, spans_in(query, passage.words))
    hit = Hit(programme, months, passage, title, sentence)
    asked = SimpleNamespace(q=query.text, month="2023-12", workstream="", programme="")
    filters = {"months": [ALL, ("2023-12", "December 2023")], "workstreams": [ALL]}
    return {"hit": hit, "asked": asked, **filters}
