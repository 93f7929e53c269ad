"""What the developers' page draws the components of the dashboard with."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from improvement.periods import CalendarMonth
from improvement.ratings import Rating, Way
from reporting.contents import WorkstreamFact
from reporting.movements import Movement
from reporting.off_trajectory import Judged, tally_of
from reporting.on_paper import OpenCriterion, Paper, RedAction, Shortened
from reporting.rating_history import Cell, Filters, Row, Stood
from reporting.returns import Return, Returns
from reporting.stretches import Stretch, Timeline
from reporting.tiles import Dimension, ExitDate, Tile

NOVEMBER, DECEMBER = CalendarMonth.parse("2023-11"), CalendarMonth.parse("2023-12")


def dashboard_example(workstream: WorkstreamFact) -> dict[str, Any]:
    """Give an example of each component, of the example's workstream."""
    red = (NOVEMBER, True)
    action, metric = workstream.actions[0], workstream.metrics[0]
    before = Cell(NOVEMBER, "off_track", "")
    row = Row(action, (before, Cell(DECEMBER, "overdue", "on_track")))
    return {
        "tile": _tile(workstream),
        "paper": _paper(workstream),
        "exit_date": ExitDate(date(2024, 9, 30), "274 days from 31 December 2023"),
        "tally": tally_of(workstream.metrics),
        "items": ((workstream.name, action),),
        "criteria_stood": (_criteria_stood(workstream),),
        "movements": [_movement()],
        "history_groups": [(workstream.name, [(row, red), (Row(action, (None, before)), None)])],
        "history_months": (NOVEMBER, DECEMBER),
        "filters": Filters(strength="must"),
        "kept": [("month", "2023-12")],
        "choices": [("", "Every one"), ("must", "Must")],
        "off": [Judged(workstream.name, metric, metric.lines[0], "off", None)],
        "returns": _returns(),
        "timeline": _timeline(),
        "told": SimpleNamespace(
            month=DECEMBER,
            ratings={"Delivery": Rating.OVERDUE},
            explanation="Why it is red",
            mitigation="What is done",
            carried=True,
        ),
    }


def _tile(workstream: WorkstreamFact) -> Tile:
    words = "Worse: was On Track"
    dimension = Dimension("Delivery", workstream.delivery, Way.WORSE.value, words)
    return Tile(workstream.name, "#tile", "#tile", (dimension,), tally_of(workstream.metrics))


def _paper(workstream: WorkstreamFact) -> Paper:
    action, metric = workstream.actions[0], workstream.metrics[0]
    line = Judged(workstream.name, metric, metric.lines[0], "off", None)
    stood = Stood(date(2023, 11, 1), 61, from_the_start=True)
    criteria = tuple(OpenCriterion(workstream.name, one, stood) for one in workstream.criteria)
    return Paper(
        tiles=Shortened((_tile(workstream),), 0),
        moved=Shortened((_movement(),), 14),
        red=Shortened((RedAction(workstream.name, action, "November 2023 or before"),), 0),
        metrics=Shortened((line,), 0),
        criteria=Shortened(criteria, 0),
        returns=Shortened(_returns().returns, 0),
    )


def _criteria_stood(workstream: WorkstreamFact) -> tuple[object, ...]:
    stood = Stood(date(2023, 11, 1), 61, from_the_start=True)
    rows = tuple((one, stood) for one in workstream.criteria)
    return (workstream.name, workstream.exit_statement, rows)


def _movement() -> Movement:
    return Movement(
        workstream="An example workstream",
        place="Must EX-01: delivery",
        about="What is to be done",
        address="#moved",
        before="On Track",
        now="Overdue",
        way=Way.WORSE.value,
        why="Recruitment took longer",
        rating_before=Rating.ON_TRACK,
        rating_now=Rating.OVERDUE,
    )


def _returns() -> Returns:
    who, timing = "With the lead", "2 days late: was due 5 January 2024"
    return Returns((Return("An example workstream", "#return", "draft", who, timing, late=True),))


def _timeline() -> Timeline:
    stretch = Stretch(
        rating=Rating.OVERDUE,
        since=date(2023, 11, 1),
        until=date(2023, 12, 31),
        days=61,
        so_far=True,
        reason="Recruitment took longer",
        who="Somebody, 4 December 2023",
        month="2023-12",
    )
    return Timeline("Delivery", (stretch,), "It is red, and has been since November 2023.")
