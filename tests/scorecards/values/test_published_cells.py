"""Every cell of December 2023: printed as it was published, and read as it was meant."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import improvement
from scorecards.values.cells import (
    Kind,
    Qualifier,
    State,
    parse,
    print_value,
)
from tests.support.published_cells import PUBLISHED_VALUES, SCALES


@pytest.mark.parametrize(("text", "kind", "scale", "number"), PUBLISHED_VALUES)
def test_a_published_cell_keeps_its_text_and_has_its_number(text, kind, scale, number):
    value = parse(text, kind, scale=scale)
    assert (value.state, value.number) == (State.VALUE, Decimal(number))
    assert print_value(value) == text
    assert value.expected == ""


# --- The December 2023 programme file: the demo's has every figure as published ------------

DECEMBER = Path(improvement.__file__).parent / "demo" / "december-2023.json"


def _december_cells():
    """Return (cell, text, kind, scale slug) of all aims and actuals."""
    programme = json.loads(DECEMBER.read_text(encoding="utf-8"))
    metrics = [(w["slug"], m) for w in programme["workstreams"] for m in w["metrics"]]
    aims = [("aim", slug, m, m["aims"]) for slug, m in metrics]
    actuals = [("actual", slug, m, line["values"]) for slug, m in metrics for line in m["lines"]]
    return [
        (f"{row} {slug} {m['number']} {quarter}", text, Kind(m["kind"]), m.get("scale"))
        for row, slug, m, cells in aims + actuals
        for quarter, text in cells.items()
    ]


LISTED_CELLS = [
    *((f"listed {t}", t, kind, scale and scale.slug) for t, kind, scale, _ in PUBLISHED_VALUES),
    *((f"listed {t or 'blank'}", t, Kind.NUMBER, None) for t in ("", "N/A", "-", "TBC")),
    ("listed Complete", "Complete", Kind.SCALE, "infrastructure"),
    ("actual governance-and-well-led 3 2022/23 Q3", "30%", Kind.SCALE, "quality"),
    ("actual governance-and-well-led 3 2022/23 Q4", "64%", Kind.SCALE, "quality"),
    ("actual governance-and-well-led 4 2022/23 Q4", "3%", Kind.SCALE, "satisfaction"),
]


# Counted from the printed texts, without reading them: (aim or actual, kind, state).
COUNTS = {
    ("aim", "percent", "value"): 154,
    ("aim", "percent", "not_applicable"): 22,
    ("aim", "number", "value"): 43,
    ("aim", "number", "not_applicable"): 25,
    ("aim", "number", "to_be_confirmed"): 4,
    ("aim", "duration", "value"): 16,
    ("aim", "scale", "value"): 38,
    ("aim", "scale", "not_applicable"): 24,
    ("aim", "scale", "blank"): 2,
    ("actual", "percent", "value"): 87,
    ("actual", "percent", "not_applicable"): 23,
    ("actual", "percent", "no_reading"): 3,
    ("actual", "percent", "blank"): 71,
    ("actual", "number", "value"): 31,
    ("actual", "number", "not_applicable"): 9,
    ("actual", "number", "no_reading"): 1,
    ("actual", "number", "blank"): 31,
    ("actual", "duration", "value"): 10,
    ("actual", "duration", "blank"): 6,
    ("actual", "scale", "value"): 13,
    ("actual", "scale", "not_applicable"): 13,
    ("actual", "scale", "no_reading"): 5,
    ("actual", "scale", "blank"): 30,
    ("actual", "scale", "unreadable"): 3,
}
PRINTED_STATES = {
    "": State.BLANK,
    "N/A": State.NOT_APPLICABLE,
    "-": State.NO_READING,
    "TBC": State.TO_BE_CONFIRMED,
}
UNREADABLE_CELLS = {
    "actual governance-and-well-led 3 2022/23 Q3": "30%",
    "actual governance-and-well-led 3 2022/23 Q4": "64%",
    "actual governance-and-well-led 4 2022/23 Q4": "3%",
}


def _number_by_hand(text, kind, scale):
    """Read one of the December file's value texts in another way than the module does."""
    if kind is Kind.DURATION:
        hours, minutes, seconds = text.split(":")
        return Decimal(int(hours) * 3600 + int(minutes) * 60 + int(seconds))
    if kind is Kind.SCALE and not text.endswith("%"):
        codes = [point.code for point in SCALES[scale].points]
        return None if text == "Complete" else Decimal(codes.index(text.split("/")[0]) + 1)
    return Decimal(text.strip(">%"))


def test_every_december_cell_is_printed_as_given_and_read_as_meant():
    for cell in [*LISTED_CELLS, *_december_cells()]:
        is_read_as_meant(*cell)


def is_read_as_meant(cell, text, kind, scale):
    """Assert what a cell means, in another way than the module reads it."""
    value = parse(text, kind, scale=SCALES.get(scale))
    assert print_value(value) == text, cell
    if cell in UNREADABLE_CELLS:
        assert (text, value.state) == (UNREADABLE_CELLS[cell], State.UNREADABLE)
        assert value.expected.startswith(f"'{text}' is not on the scale ")
        return
    assert value.state is PRINTED_STATES.get(text, State.VALUE), cell
    is_value = value.state is State.VALUE
    assert value.number == (_number_by_hand(text, kind, scale) if is_value else None), cell
    assert (value.qualifier is Qualifier.MORE_THAN) is text.startswith(">"), cell
    assert (value.upper is not None) is ("/" in text and is_value), cell
    assert value.complete is (text == "Complete"), cell


def test_the_counted_cells_are_328_aims_and_336_actuals():
    total = Counter()
    for (row, _kind, _state), count in COUNTS.items():
        total[row] += count
    assert total == {"aim": 328, "actual": 336}


def test_december_has_exactly_as_many_cells_of_each_state_as_were_counted():
    counts = Counter(
        (cell.split()[0], kind.value, parse(text, kind, scale=SCALES.get(scale)).state.value)
        for cell, text, kind, scale in _december_cells()
    )
    assert counts == COUNTS
