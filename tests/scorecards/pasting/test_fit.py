"""Where the rows of a pasted block go: told apart by their labels or by what stands, or refused."""

from __future__ import annotations

import pytest

from improvement.values.clipboard import read_block
from scorecards.pasting.fit import BlockRows, NotPasted, fit
from scorecards.pasting.forms import GridPlace, GridRow, PageGrid

QUARTERS = ("2023/24 Q2", "2023/24 Q3", "2023/24 Q4")


def row(number: str, name: str, *stands: str, is_asked: bool = True) -> GridRow:
    places = [
        GridPlace(f"{number}-{name}-{quarter[-2:]}" if is_asked else "", quarter, text)
        for quarter, text in zip(QUARTERS, stands, strict=True)
    ]
    return GridRow(number, f"Metric of {number} (%)", name, places, is_asked)


# As the workbook prints it: each metric's aims above its lines.
GRID = PageGrid(
    [
        row("10", "Aim", "90%", "95%", "100%", is_asked=False),
        row("10", "Actual", "88%", "", ""),
        row("11", "Aim", "60%", "70%", "75%", is_asked=False),
        row("11", "SCAS Leader", "", "", ""),
        row("11", "ESPM", "", "", "68%"),
        row("12", "Aim", "3", "4", "4", is_asked=False),
        row("12", "Actual", "", "", ""),
        row("13", "Aim", "65%", "75%", "80%", is_asked=False),
        row("13", "Actual", "", "", ""),
    ]
)


def landed(text: str, at: str, rows: BlockRows | None = None) -> dict[str, str]:
    """Paste a text, give what would land by input, blank cells left out."""
    fitted = fit(read_block(text), GRID, at=at, rows=rows)
    return {
        place.input: cell
        for row, cells in fitted.pairs
        if row.is_asked
        for place, cell in zip(row.places[fitted.left :], cells, strict=False)
        if cell
    }


def refusal(text: str, at: str, rows: BlockRows | None = None) -> NotPasted:
    with pytest.raises(NotPasted) as refused:
        landed(text, at, rows)
    return refused.value


def test_blank_rows_are_places_that_stay_as_they_are():
    assert landed("90%\n\n70%\n\n4.5\n\n\n", "10-Actual-Q4") == {
        "10-Actual-Q4": "90%",
        "11-ESPM-Q4": "70%",
        "13-Actual-Q4": "4.5",
    }


def test_blank_cells_at_the_beginning_and_inside_a_block_move_nothing():
    assert landed("\t\n90%\t95%\n\t\n70%\t\n", "10-Actual-Q3") == {
        "11-SCAS Leader-Q3": "90%",
        "11-SCAS Leader-Q4": "95%",
        "12-Actual-Q3": "70%",
    }


def test_the_rows_of_a_merged_cell_are_blank_but_for_the_first():
    assert landed('"both\nlines"\t1%\n\t2%', "11-SCAS Leader-Q3") == {
        "11-SCAS Leader-Q3": "both\nlines",
        "11-SCAS Leader-Q4": "1%",
        "11-ESPM-Q4": "2%",
    }


@pytest.mark.parametrize(
    ("block", "at", "expected"),
    [
        ("4\n4.5\n80%", "12-Actual-Q4", {"12-Actual-Q4": "4.5"}),
        (
            "75%\n1\n2\n4\n4.5",
            "11-SCAS Leader-Q4",
            {"11-SCAS Leader-Q4": "1", "11-ESPM-Q4": "2", "12-Actual-Q4": "4.5"},
        ),
        ("4\t4\n4.1\t4.5", "12-Actual-Q3", {"12-Actual-Q3": "4.1", "12-Actual-Q4": "4.5"}),
        (
            "97%\n75%\n1\n2\n4.0\n4.5",
            "10-Actual-Q4",
            {
                "10-Actual-Q4": "97%",
                "11-SCAS Leader-Q4": "1",
                "11-ESPM-Q4": "2",
                "12-Actual-Q4": "4.5",
            },
        ),
    ],
    ids=["aim, actual, aim", "whole metrics", "two quarters", "from an actual on"],
)
def test_rows_that_are_the_aims_as_they_stand_are_left_out(block, at, expected):
    assert landed(block, at) == expected


def test_what_was_left_out_is_said_and_can_be_taken_as_figures_instead():
    fitted = fit(read_block("4\n4.5\n80%"), GRID, at="12-Actual-Q4", rows=None)
    assert fitted.notes == ["Rows of aims say what stands here and were left out."]
    assert fitted.readings == ()  # three rows of figures would not fit: there are two
    fitted = fit(read_block("75%\n1\n2\n4"), GRID, at="11-SCAS Leader-Q4", rows=None)
    assert fitted.readings == (BlockRows.ASKED,)
    assert landed("75%\n1\n2\n4", "11-SCAS Leader-Q4", BlockRows.ASKED)["12-Actual-Q4"] == "2"


@pytest.mark.parametrize(
    ("block", "at"),
    [
        ("4\n4.5", "12-Actual-Q4"),
        ("4\n4", "12-Actual-Q4"),
        ("75%\n75%\n75%\n4", "11-SCAS Leader-Q4"),
    ],
    ids=["one aim alone matches", "met exactly", "all say the same"],
)
def test_a_block_that_can_be_read_in_two_ways_is_asked_about(block, at):
    refused = refusal(block, at)
    aim = {"4": "metric 12", "75%": "metric 11"}[block.split("\n")[0]]
    assert refused.sentence == (
        f"Row 1 of the block says {block.split()[0]}, and so does {aim}, Aim, 2023/24 Q4. "
        "Are the rows of the block figures alone, or aims too?"
    )
    assert refused.readings == (BlockRows.ASKED, BlockRows.ALL)
    as_figures, with_aims = (landed(block, at, rows) for rows in (BlockRows.ASKED, BlockRows.ALL))
    assert len(as_figures) > len(with_aims)


def test_a_block_with_some_aims_and_not_others_is_refused():
    refused = refusal("75%\n1\n2\n5\n4.5\n80%\n81%", "11-SCAS Leader-Q4")
    assert "Other rows are not the aims that stand here" in refused.sentence


def test_a_longer_or_wider_block_than_there_is_room_for_is_refused():
    assert refusal("1\n2\n3\n5", "11-ESPM-Q4").sentence == (
        "The block has 4 rows, and from metric 11, ESPM on there are 3. "
        "Copy the rows that belong here."
    )
    assert refusal("1\t2", "11-ESPM-Q4").sentence == (
        "The block has 2 columns, and from 2023/24 Q4 on there is 1. "
        "Copy the columns that belong here."
    )


def test_a_block_as_wide_as_the_scorecard_goes_to_its_own_columns():
    assert landed("1%\t2%\t3%", "11-ESPM-Q4") == {
        "11-ESPM-Q2": "1%",
        "11-ESPM-Q3": "2%",
        "11-ESPM-Q4": "3%",
    }


def test_a_heading_is_checked_and_left_out():
    assert landed("2023/24\nQ4\n97%", "10-Actual-Q4") == {"10-Actual-Q4": "97%"}
    assert refusal("Q3\n97%", "10-Actual-Q4").sentence == (
        "The block is headed Q3, and was pasted under 2023/24 Q4."
    )
    assert refusal("Q4", "10-Actual-Q4").sentence == "The block has headings alone."


OF_THE_WORKBOOK = (
    "\t\t\t\t\t2023/24\t\t\t\n"
    "Metric\tName\tBaseline\tTarget\tRow\tQ2\tQ3\tQ4\tComment\n"
    "11\tMetric of 11 (%)\t\t\tAim\t60%\t70%\t75%\tA remark\n"
    "11\t\t\t\tSCAS Leader\t\t\t70%\n"
    "11\t\t\t\tESPM\t\t65%\t68%\n"
    "13\tMetric of 13 (%)\t\t\tAim\t65%\t75%\t99%\n"
    "13\t\t\t\tActual\t\t\t82%\n"
)


def test_labels_and_numbers_copied_along_say_where_each_row_goes_wherever_it_is_pasted():
    fitted = fit(read_block(OF_THE_WORKBOOK), GRID, at="10-Actual-Q4", rows=None)
    assert landed(OF_THE_WORKBOOK, "10-Actual-Q4") == {
        "11-SCAS Leader-Q4": "70%",
        "11-ESPM-Q3": "65%",
        "11-ESPM-Q4": "68%",
        "13-Actual-Q4": "82%",
    }
    assert fitted.notes == [
        "Rows of aims were left out.",
        "What stands to the right of the figures was left out.",
    ]


def test_labels_without_numbers_are_taken_where_the_rows_are_the_same():
    assert landed("Aim\t75%\nSCAS Leader\t1%\nESPM\t2%", "11-SCAS Leader-Q4") == {
        "11-SCAS Leader-Q4": "1%",
        "11-ESPM-Q4": "2%",
    }
    assert landed("Actual\t97%", "10-Actual-Q4") == {"10-Actual-Q4": "97%"}


@pytest.mark.parametrize(
    ("block", "at", "sentence"),
    [
        (
            "Aim\t4\nActual\t4.5",
            "13-Actual-Q4",
            "Row 1 of the block says 4, and metric 13, Aim is 80% in 2023/24 Q4: it is of another",
        ),
        (
            "Actual\t97%\nActual\t4.5",
            "10-Actual-Q4",
            "Row 2 of the block is “Actual”, and the row there is metric 11, Aim.",
        ),
        (
            "Actual\t97%\n\t4.5",
            "10-Actual-Q4",
            "Row 2 of the block is “without a label”, and the row there is metric 11, Aim.",
        ),
        ("14\tActual\t97%", "10-Actual-Q4", "Row 1 of the block is 14, Actual: there is no such"),
        ("12\tESPM\t97%", "10-Actual-Q4", "Row 1 of the block is 12, ESPM: there is no such"),
        (
            "12\tActual\t97%\n\tActual\t98%",
            "10-Actual-Q4",
            "Row 2 of the block is 12, Actual: there is no such row here, or it came twice.",
        ),
        (
            "12\tAnother name\tActual\t97%",
            "10-Actual-Q4",
            "Row 1 of the block is “Another name”, and metric 12 is “Metric of 12 (%)”.",
        ),
        ("Aim\t4", "12-Actual-Q4", "The block has aims alone, and figures are asked for here."),
    ],
)
def test_labels_of_another_place_are_refused_by_name(block, at, sentence):
    assert refusal(block, at).sentence.startswith(sentence)


def test_a_metric_copied_along_by_name_is_found_by_it():
    assert landed("metric of 12 (%)\tActual\t4.5", "10-Actual-Q4") == {"12-Actual-Q4": "4.5"}


def test_a_cell_that_is_closed_by_now_is_no_place_to_begin():
    assert "it is not open any more" in refusal("1%", "10-Actual-Q9").sentence
