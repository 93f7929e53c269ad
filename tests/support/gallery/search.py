"""A made-up result of a search, for the gallery."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from improvement.models import Programme
from improvement.values.periods import CalendarMonth
from reporting.search.highlight import find_spans, in_sentences, mark
from reporting.search.passages import NamedWorkstream, PassageKind, SearchPassage
from reporting.search.query import parse_query
from reporting.search.results import SearchHit

ALL = ("", "All of them")


def search_example() -> dict[str, Any]:
    """Return a hit that three months say the same of, and the filters it was found with."""
    programme = Programme(slug="example", name="The programme")
    months = tuple(CalendarMonth(2023, number) for number in (12, 11, 10))
    workstream = NamedWorkstream("example", "An example workstream", 0)
    wording = "What the inspection says must be done. It is not all in one sentence."
    name = "Must EX-01"
    passage = SearchPassage(
        PassageKind.ACTION, workstream, name, wording, "action_timeline", 1, head=name
    )
    query = parse_query("EX-01 inspect")
    title = mark(passage.title, find_spans(query, passage.title))
    sentence = in_sentences(passage.text, find_spans(query, passage.text))
    hit = SearchHit(programme, months, passage, title, sentence)
    search_request = SimpleNamespace(q=query.text, month="2023-12", workstream="", programme="")
    filters = {"months": [ALL, ("2023-12", "December 2023")], "workstreams": [ALL]}
    return {"hit": hit, "search_request": search_request, **filters}
