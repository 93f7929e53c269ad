"""A measure opened beside the list: its figure, its chart, and the way to the rows beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from improvement.access.permissions import Verb, refusal
from reporting.charts.drawing import Drawing, drawing
from reporting.contents.assemble_metrics import gather_revisions
from reporting.contents.metric_facts import Revision
from reporting.filters.month_choice import Choice
from reporting.filters.shown_month import ShownMonth
from reporting.measures.chart import chart_of
from reporting.measures.measure_rows import MeasureFilters, MeasureRow
from scorecards.models import Metric
from scorecards.setup.lookup import find_metric


@dataclass(frozen=True)
class MeasurePane:
    """An opened measure. ``rows`` are its lines; addresses are empty where no row is beside it."""

    rows: tuple[MeasureRow, ...]
    chart: Drawing
    not_drawn: tuple[str, ...]
    revisions: tuple[Revision, ...]
    before: str
    following: str
    close: str

    @property
    def row(self) -> MeasureRow:
        """Its first line."""
        return self.rows[0]

    @property
    def last_line(self) -> int | None:
        """The line under whose row the pane stands in the list."""
        return self.rows[-1].judged.line.id


def open_pane(month: ShownMonth[MeasureFilters], rows: Sequence[MeasureRow]) -> MeasurePane | None:
    """Return the measure that the address opens, or None where no row shown is of it.

    ``rows`` are those shown, in their order. Three queries at most.
    """
    filters = month.filters
    of_it = tuple(row for row in rows if str(row.metric_id) == filters.open)
    if not of_it:
        return None
    metric = of_it[0].judged.metric
    shown = list(dict.fromkeys(row.metric_id for row in rows))
    place = shown.index(metric.id)
    beside = [shown[at] if 0 <= at < len(shown) else None for at in (place - 1, place + 1)]
    before, following = (filters.query_string(open=str(pk)) if pk else "" for pk in beside)
    row = find_metric(month.standing, metric.id)
    revisions = _revisions(month, row)
    now = min(month.on, month.choice.month.period.ends_on)
    chart = chart_of(metric, row.reading_scale, revisions, now=now)
    return MeasurePane(
        rows=of_it,
        chart=drawing(chart.figure, chart.words),
        not_drawn=chart.not_drawn,
        revisions=revisions,
        before=before,
        following=following,
        close=filters.query_string(open=""),
    )


def _revisions(month: ShownMonth[MeasureFilters], row: Metric) -> tuple[Revision, ...]:
    """Return the earlier trajectories that stood behind the aims shown; packs alone have none.

    A revision that was recorded after the pack, or after the moment shown, is of later aims.
    """
    if refusal(month.standing, Verb.READ_OPEN):
        return ()
    return gather_revisions(row, until=month.moment or _issued_at(month.choice))


def _issued_at(choice: Choice) -> datetime | None:
    """Return when the version shown was issued; None of a month as it stands."""
    if not choice.version:
        return None
    packs = choice.month.packs.filter(version=choice.version)
    return packs.values_list("issued_at", flat=True).get()
