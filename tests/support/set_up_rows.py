"""Rows that the programme office makes on its set-up pages: a source, and rewordings."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

from improvement.audit import changes
from improvement.editing.conflicts import SeenTexts
from improvement.models import Action, ExitCriterion, Person, Programme, Source
from improvement.values.browser_windows import digest
from scorecards.models import Metric

AT = datetime(2024, 1, 20, 12, 0, tzinfo=UTC)


def a_source(programme: Programme, by: Person, title: str = "Section 29A notice") -> Source:
    """Return a source of a programme, recorded in somebody's name."""
    kinds = ["Requirement", "Recommendation"]
    source = Source(
        programme=programme, position=programme.sources.count(), title=title, kinds=kinds
    )
    changes.record(source, by=by)
    return source


def reword(thing: Action | ExitCriterion | Metric, by: Person, **facts: Any) -> None:
    """Record that something was reworded, without changing its wording."""
    told = {"starts_on": date(2024, 1, 1), "wording_before": "As it was"}
    told |= {
        "wording_after": "As it is",
        "reason": "It was corrected",
        "reworded_at": AT,
        "reworded_by": by,
    }
    row = thing.rewordings.model(**told | facts)
    setattr(row, thing.rewordings.field.name, thing)
    changes.record(row, by=by)


def seen_of(row: Model, facts: Mapping[str, Any]) -> SeenTexts:
    """Return what a writer saw of a row before they wrote ``facts``."""
    return SeenTexts({name: digest(getattr(row, name)) for name in facts})
