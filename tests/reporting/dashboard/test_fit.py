"""What is seen in which height of window: as many rows as fit, and what is left out is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reporting.dashboard.fit import FRAMES, MEDIUM, WIDE, Frame, Line, column_of, lines_of

STYLES = Path(__file__).resolve().parents[3] / "static" / "css" / "dashboard-heights.css"
NAMED = re.compile(r"app-([mw])-(to-)?([0-9]+)")


def is_seen(classes: str, frame: Frame, height: int) -> bool:
    """Say whether the style sheet shows something in a window of a height."""
    for name, until, step in NAMED.findall(classes):
        if name == frame.name and (height >= int(step)) == bool(until):
            return False
    return True


def seen(lines: list[Line], frame: Frame, height: int) -> list[str]:
    return [
        f"{line.left} more" if line.kind == "more" else line.kind
        for line in lines
        if is_seen(line.seen, frame, height)
    ]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("workstreams", [1, 4, 5, 9, 12])
@pytest.mark.parametrize("rows", [0, 1, 6, 7, 16, 30])
def test_what_is_seen_has_room_and_what_is_not_is_counted(
    frame: Frame, workstreams: int, rows: int
) -> None:
    lines = lines_of(range(rows), min(9, rows), workstreams)
    for height in range(700, 1400, 7):
        found = seen(lines, frame, height)
        told = [words for words in found if words.endswith(" more")]
        room = (height - frame.lower(workstreams) - frame.heads) // frame.line
        assert len(found) <= max(7, room)
        left = rows - found.count("row")
        assert told == ([f"{left} more"] if left else []), (height, found)


def test_at_1280_by_800_the_demo_shows_eleven_of_its_sixteen() -> None:
    lines = lines_of(range(16), 9, 4)
    found = seen(lines, MEDIUM, 800)
    assert found == ["row"] * 9 + ["divider"] + ["row"] * 2 + ["5 more"]
    assert seen(lines, WIDE, 1080) == ["row"] * 9 + ["divider"] + ["row"] * 7


def test_what_moved_and_what_is_red_take_turns() -> None:
    moved, red = column_of(range(6), range(3), 4, (10, 0))
    counts = [
        sum(is_seen(each.seen, MEDIUM, height) for each in moved) for height in (700, 800, 1200)
    ]
    assert counts == sorted(counts)
    assert counts[0] >= 1
    assert is_seen(red[0].seen, MEDIUM, 640)
    assert (moved[0].left, moved[-1].left, red[-1].left) == (15, 10, 0)


def test_the_style_sheet_has_every_step() -> None:
    names = set(re.findall(r"\.(app-[mw]-(?:to-)?[0-9]+) ", STYLES.read_text(encoding="utf-8")))
    assert names == {
        f"app-{frame.name}-{until}{step}"
        for frame in FRAMES
        for step in frame.steps
        for until in ("", "to-")
    }
