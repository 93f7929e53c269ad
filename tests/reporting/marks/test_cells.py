"""Cells and segments: one for each item, worst first, and what they say in words."""

import re
from dataclasses import replace

from improvement.values.ratings import Rating
from reporting.contents.facts import Contents
from reporting.marks.cells import (
    Cell,
    cells_of_actions,
    cells_of_criteria,
    draw_cells,
    draw_segments,
    in_words,
    needs_segments,
)
from reporting.marks.mark import Mark


def cells(*ratings: Rating, carried: bool = False) -> tuple[Cell, ...]:
    return tuple(Cell(Mark(rating, carried)) for rating in ratings)


def test_the_actions_of_a_workstream_are_cells_worst_first(published: Contents):
    governance = published.workstreams[0]
    found = cells_of_actions(governance.actions, "embedding")
    assert len(found) == len(governance.actions)
    severities = [cell.mark.rating.severity for cell in found]
    assert severities == sorted(severities, reverse=True)
    assert found[0].mark.rating is Rating.OVERDUE
    assert found[0].about.startswith("GWL-01 ")
    assert found[0].said == "Embedding overdue"


def test_a_cell_tells_whose_its_action_is_and_when_it_is_due(published: Contents):
    """An action without an owner is the executive lead's."""
    first, second, *_ = published.workstreams[0].actions
    owned = replace(first, owner="Somebody Else", due_on="2024-06-30")
    found = cells_of_actions((owned, second), "delivery", leads="The Lead")
    assert {cell.ref: cell.whose for cell in found} == {
        f"action-{first.id}": "Somebody Else, due 30 June 2024",
        f"action-{second.id}": "The Lead",
    }
    assert 'data-whose="Somebody Else, due 30 June 2024"' in draw_cells(found, "Delivery")
    due_alone = replace(first, owner="", due_on="2024-06-30")
    assert cells_of_actions((due_alone,), "delivery")[0].whose == "due 30 June 2024"
    [criterion, *_] = published.workstreams[0].criteria
    assert cells_of_criteria((replace(criterion, owner=""),), "The Lead")[0].whose == "The Lead"


def test_criteria_are_cells_too(published: Contents):
    criteria = published.workstreams[0].criteria
    found = cells_of_criteria(criteria)
    assert {cell.ref for cell in found} == {f"criterion-{one.id}" for one in criteria}


def test_a_cell_is_13_by_16_with_a_pixel_between_and_its_shape_in_it():
    svg = draw_cells(cells(Rating.OVERDUE, Rating.OFF_TRACK, Rating.ON_TRACK), "Delivery")
    assert 'width="41" height="16"' in svg
    assert svg.count('class="app-cells__shape"') == 3
    assert re.findall(r'translate\((\d+)\)"', svg) == ["14", "28"]
    assert 'aria-label="Delivery: 1 overdue, 1 off track, 1 on track"' in svg


def test_cells_of_criteria_are_smaller():
    assert 'width="23" height="14"' in draw_cells(cells(Rating.COMPLETE, Rating.COMPLETE), "", True)


def test_what_was_carried_is_hatched_and_counted_in_the_words():
    carried = cells(Rating.OFF_TRACK, carried=True)
    assert "app-cells__hatch" in draw_cells(carried, "Delivery")
    assert in_words((*carried, *cells(Rating.ON_TRACK))) == (
        "1 off track, 1 on track; 1 carried, not confirmed"
    )


def test_more_than_fourteen_in_one_workstream_make_segments_of_all():
    fourteen = cells(*[Rating.ON_TRACK] * 14)
    assert not needs_segments([fourteen, fourteen])
    assert needs_segments([cells(Rating.OVERDUE), (*fourteen, *fourteen[:1])])


def test_segments_are_on_one_scale_and_never_narrower_than_24():
    many = cells(*[Rating.OVERDUE] * 2, *[Rating.OFF_TRACK] * 19, *[Rating.ON_TRACK] * 24)
    svg = draw_segments(many, "Delivery")
    assert re.findall(r">(\d+)</text>", svg) == ["2", "19", "24"]
    assert re.findall(r"M\.5 \.5H([\d.]+)V", svg) == ["23.5", "94.5", "119.5"]


def test_words_of_a_person_are_escaped_and_no_items_are_no_drawing():
    told = (Cell(Mark(Rating.OVERDUE), "action-1", 'A "quoted" <b>action</b>'),)
    assert "<b>" not in draw_cells(told, "<i>")
    assert draw_cells((), "Delivery") == ""
