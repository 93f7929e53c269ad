"""What the gallery draws the parts of a workstream's page with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from reporting.actions.action_rows import ActionGroup
from reporting.marks.band import draw_band
from reporting.marks.mark import Mark
from reporting.marks.strip import StripMonth
from reporting.summary.summarise import Summary
from reporting.workstreams.reading import JudgedBand, ReadAction, WorkstreamReading
from tests.support.gallery.lists import MONTHS


def reading_example(summary: Summary, lists: dict[str, Any], measures: dict[str, Any]) -> Any:
    """Return a workstream to read, made of the rows that the gallery has of the lists."""
    [standing] = summary.workstreams.rows
    actions: ActionGroup = lists["group"]
    mark = Mark(standing.delivery.rating)
    strip = tuple(StripMonth(month, mark, mark) for month in MONTHS)
    band = draw_band(tuple((month, mark) for month in MONTHS), "Delivery")
    reading = WorkstreamReading(
        number=1,
        standing=standing,
        judged=(JudgedBand(standing.delivery, band, actions.delivery),),
        measures=measures["group"].rows,
        actions=tuple(ReadAction(row, strip) for row in actions.rows),
        criteria=lists["criteria"].rows,
        moved=summary.moved,
        before=None,
        after=None,
    )
    return SimpleNamespace(reading=reading, month=SimpleNamespace(month_name="December"))
