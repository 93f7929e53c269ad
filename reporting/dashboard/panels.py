"""The panels of a dashboard as drawn: what a month says, in as many rows as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Meaning, Rating, rating_of
from reporting.contents.facts import Contents
from reporting.dashboard import exit_chart
from reporting.dashboard.fit import MOST_ROWS, TWO_LINES, Line, Seen, column_of, lines_of
from reporting.dashboard.month_strips import draw_head, draw_red, draw_row
from reporting.dashboard.off_rows import Column, Sort, columns_of, off_row, sorted_by
from reporting.filters.filters import Filters
from reporting.filters.narrow import Panel, not_narrowed
from reporting.marks.cells import MOST_CELLS, whose
from reporting.summary.confirmed_so_far import ConfirmedSoFar, confirmed_so_far
from reporting.summary.exit_way import ExitWay
from reporting.summary.off_trajectory import Tally
from reporting.summary.red_actions import RatedAction
from reporting.summary.spells import Spell, months_in_words
from reporting.summary.summarise import Summary
from reporting.summary.workstream_rows import DrawnStanding, WorkstreamRows, draw_standing
from reporting.timelines.ratings import SHOWN_MONTHS

GRID_ROWS, MOST_MOVES, MOST_RED = 31, 5, 4
KEY = tuple(sorted(Rating, key=lambda rating: rating.order))
HATCHED = rating_of(Meaning.OFF_TRACK)  # the example in the key


@dataclass(frozen=True)
class WorkstreamsPanel:
    """The rows of workstreams: the worst alone where there are very many, ``left`` the others.

    ``confirmed`` of all ``actions`` have ratings of this month; ``judged_counts`` are how many
    workstreams are judged as what in delivery, and whether that is red.
    """

    rows: tuple[DrawnStanding, ...]
    left: int
    actions: int
    confirmed: int
    judged_counts: tuple[tuple[int, str, bool], ...]
    until: str
    note: str
    key: tuple[Rating, ...] = KEY
    hatched: Rating = HATCHED

    @property
    def one_line(self) -> bool:
        return len(self.rows) + self.left > TWO_LINES


@dataclass(frozen=True)
class OffPanel:
    """What is off, as sorted, with when each line of it is seen. ``quarter`` is the newest, Q3."""

    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    tally: Tally
    worse: int
    quarter: str
    is_behind: bool
    note: str


@dataclass(frozen=True)
class MovedPanel:
    """What moved, as far as it is drawn, and how much of the month is confirmed.

    ``earlier`` is the month before, empty without one.
    """

    earlier: str
    words: str
    seen: tuple[Seen, ...]
    so_far: ConfirmedSoFar
    note: str


@dataclass(frozen=True)
class RedRow:
    """An action that is red with its months as drawn. ``spells`` say since when each rating is."""

    action: int
    ref: str
    short: str
    wording: str
    carried: bool
    spells: tuple[tuple[str, Spell], ...]
    strip: SafeString


@dataclass(frozen=True)
class RedPanel:
    seen: tuple[Seen, ...]
    words: str


@dataclass(frozen=True)
class ExitPanel:
    way: ExitWay
    chart: SafeString
    note: str

    @property
    def pace_over(self) -> str:
        """Over which months the pace is taken: “the last six”."""
        months = self.way.pace_months
        if months == 1:
            return "the last month"
        return "the last six" if months == 6 else f"the last {months_in_words(months)}"


@dataclass(frozen=True)
class RatingHistoryRow:
    action: int
    ref: str
    short: str
    wording: str
    strip: SafeString


@dataclass(frozen=True)
class GridPanel:
    """The rating history of one dimension: every action where there is room, else the worst."""

    rows: tuple[RatingHistoryRow, ...]
    whole: int
    months: str
    dimension: str
    other: str
    other_address: str
    head: SafeString

    @property
    def is_cut(self) -> bool:
        return len(self.rows) < self.whole


@dataclass(frozen=True)
class Panels:
    """Everything below the five figures."""

    workstreams: WorkstreamsPanel
    off: OffPanel
    moved: MovedPanel
    red: RedPanel
    exit: ExitPanel
    grid: GridPanel


def panels_of(
    contents: Contents, summary: Summary, filters: Filters, sort: Sort, dimension: str
) -> Panels:
    """Return the panels of contents that the filters have narrowed."""
    moves, reds = summary.moved.by_item, summary.red
    moved, red = column_of(
        moves[:MOST_MOVES],
        [_red_row(rated) for rated in reds[:MOST_RED]],
        len(contents.workstreams),
        (max(0, len(moves) - MOST_MOVES), max(0, len(reds) - MOST_RED)),
    )
    return Panels(
        workstreams=_workstreams(contents, summary.workstreams, filters),
        off=_off(contents, summary, filters, sort),
        moved=MovedPanel(
            summary.moved.earlier,
            summary.moved.words if summary.moved.earlier else "",
            moved,
            confirmed_so_far(contents),
            not_narrowed(Panel.MOVED, filters),
        ),
        red=RedPanel(red, _red_words(reds)),
        exit=ExitPanel(
            summary.exit,
            exit_chart.draw(summary.exit),
            not_narrowed(Panel.CRITERIA, filters),
        ),
        grid=_grid(summary.actions, filters, dimension, contents.month.slug),
    )


def _workstreams(contents: Contents, rows: WorkstreamRows, filters: Filters) -> WorkstreamsPanel:
    shown = rows.rows
    if len(shown) > MOST_ROWS:
        shown = tuple(sorted(shown, key=lambda row: row.severity, reverse=True)[: MOST_ROWS - 1])
    segments = rows.most_cells > MOST_CELLS  # a row has too many actions for a cell each
    return WorkstreamsPanel(
        rows=tuple(draw_standing(row, segments=segments) for row in shown),
        left=len(rows.rows) - len(shown),
        actions=rows.actions,
        confirmed=rows.confirmed,
        judged_counts=rows.judged_counts,
        until=contents.month.words.split()[0],
        note=not_narrowed(Panel.JUDGED, filters),
    )


def _off(contents: Contents, summary: Summary, filters: Filters, sort: Sort) -> OffPanel:
    metrics = summary.metrics
    worse = len(metrics.worse)
    rows = sorted_by(metrics.off, sort)
    lines = lines_of(rows, worse if sort.is_as_drawn else None, len(contents.workstreams))
    quarter = metrics.quarter.split()[-1] if metrics.quarter else ""
    return OffPanel(
        lines=tuple(
            replace(line, row=off_row(line.row, metrics)) if line.kind == "row" else line
            for line in lines
        ),
        columns=columns_of(sort, filters, quarter),
        tally=metrics.tally,
        worse=worse,
        quarter=quarter,
        is_behind=bool(metrics.quarter) and metrics.quarter < contents.month_quarter,
        note=not_narrowed(Panel.MEASURES, filters),
    )


def _red_row(rated: RatedAction) -> RedRow:
    action = rated.action
    return RedRow(
        action=action.id,
        ref=action.ref,
        short=action.short,
        wording=action.wording,
        carried=rated.carried,
        spells=rated.red_spells,
        strip=draw_red(rated.delivery, rated.embedding),
    )


def _red_words(red: Sequence[RatedAction]) -> str:
    """Say how many are red, those carried and not confirmed apart: “2 actions, 1 carried”."""
    carried = sum(rated.carried for rated in red)
    confirmed = len(red) - carried
    actions = "1 action" if confirmed == 1 else f"{confirmed} actions"
    said = [actions if confirmed or not carried else "", f"{carried} carried" if carried else ""]
    return ", ".join(filter(None, said))


def _history_row(rated: RatedAction, dimension: str) -> RatingHistoryRow:
    action = rated.action
    owner = action.owner or rated.workstream.names_in("executive_lead")
    about = f"{action.ref} {action.short}"
    strip = draw_row(getattr(rated, dimension), about, whose(owner, action.due_on))
    return RatingHistoryRow(action.id, action.ref, action.short, action.wording, strip)


def _grid(
    actions: tuple[RatedAction, ...], filters: Filters, dimension: str, month: str
) -> GridPanel:
    other = "embedding" if dimension == "delivery" else "delivery"
    shown = list(actions)
    if len(shown) > GRID_ROWS:
        shown = sorted(shown, key=lambda rated: -rated.severity(dimension))[:GRID_ROWS]
    return GridPanel(
        rows=tuple(_history_row(rated, dimension) for rated in shown),
        whole=len(actions),
        months=months_in_words(SHOWN_MONTHS),
        dimension=dimension,
        other=other,
        other_address=f"{filters.query_string()}&grid={other}#history",
        head=draw_head(CalendarMonth.parse(month)),
    )
