"""A block pasted into figures by month, and into aims."""

from __future__ import annotations

import pytest

from scorecards.models import ActualLine, Metric, RollUp
from scorecards.pasting.forms import CheckedText, GridPlace, GridRow, PageGrid
from scorecards.pasting.lay_out import lay_out
from tests.support.browser_windows import Window
from tests.support.pasted import in_boxes, paste, words

READINGS = "/scas/2024-01/culture-and-staff-wellbeing/readings/"


@pytest.fixture
def fed(culture) -> dict[str, ActualLine]:
    """Two metrics of Culture & Staff Wellbeing that are fed by month, the second one a ratio."""
    rules = {"1": RollUp.SUM, "2": RollUp.RATIO}
    for number, rule in rules.items():
        Metric.objects.filter(workstream=culture.workstream, number=number).update(roll_up=rule)
    lines = ActualLine.objects.filter(metric__workstream=culture.workstream)
    return {number: lines.get(metric__number=number) for number in rules}


def test_figures_by_month_are_pasted_by_the_same_rules(signed_in, nicola, fed):
    page = Window(signed_in(nicola), READINGS)
    first, ratio = (f"reading-{line.pk}-2024-01" for line in fed.values())
    block = "17\t\t31/01/2024\tLedger\n12\t100\t\tPayroll\n"
    assert len(paste(page, block, f"{first}-printed")) == 6
    page.press("take")
    names = [f"{first}-{one}" for one in ("printed", "as_at", "source")]
    names += [f"{ratio}-{one}" for one in ("numerator", "denominator", "as_at", "source")]
    expected = ["17", "2024-01-31", "Ledger", "12", "100", "", "Payroll"]
    assert in_boxes(page, *names) == expected
    rows = paste(page, "18\t5\tyesterday", f"{first}-printed")
    assert "Closed: nothing is written there" in rows[1]
    assert "Cannot be read Write the day as" in rows[2]


def test_blank_rows_of_months_leave_what_stands(signed_in, nicola, fed):
    page = Window(signed_in(nicola), READINGS)
    first, ratio = (f"reading-{line.pk}-2024-01" for line in fed.values())
    page.put({f"{first}-printed": "17", f"{first}-source": "Ledger", f"{ratio}-denominator": "90"})
    [row] = paste(page, "\n12\n\n\n", f"{first}-printed")
    assert row.startswith("2. ")
    assert "January 2024, figure or numerator Stands now Blank Pasted 12 New" in row
    page.press("take")
    names = [f"{first}-printed", f"{first}-source", f"{ratio}-numerator", f"{ratio}-denominator"]
    assert in_boxes(page, *names) == ["17", "Ledger", "12", "90"]


@pytest.fixture
def aims_page(signed_in, office, programme) -> Window:
    """The aims of metric 12 of Governance & Well Led: 5 from 2024/25 on."""
    metric = Metric.objects.get(workstream__slug="governance-and-well-led", number="12")
    return Window(signed_in(office), f"/scas/metrics/{metric.pk}/aims/")


def test_blank_rows_of_aims_leave_what_stands(aims_page):
    rows = paste(aims_page, "\n6\n\n", "aim-2024-25-q1")
    assert [row.split(" Take it")[0] for row in rows] == [
        "12. Leadership Development sessions: feedback received (score out of 5) (out of 5) "
        "Aim, 2024/25 Q2 Stands now 5 Pasted 6 Changed"
    ]
    paste(aims_page, "4.5\n\n5.5", "aim-2023-24-q4")
    aims_page.press("take")
    names = ["aim-2023-24-q4", "aim-2024-25-q1", "aim-2024-25-q2"]
    assert in_boxes(aims_page, *names) == ["4.5", "5", "5.5"]


def test_more_aims_than_there_are_quarters_are_refused_in_a_sentence(aims_page):
    assert paste(aims_page, "4.5\n5\n5\n5.5", "aim-2024-25-q1") == []
    sentence = "The block has 4 aims, and from 2024/25 Q1 on there are 2. Copy the aims that belong"
    assert sentence in words(aims_page.page)


def test_a_column_of_aims_goes_down_the_page_though_one_says_what_an_actual_does():
    aims = GridRow("1", "A metric", "Aim", [GridPlace("q3", "Q3", "3"), GridPlace("q4", "Q4", "")])
    actuals = [GridPlace("", "Q3", "4"), GridPlace("", "Q4", "")]
    grid = PageGrid([aims, GridRow("1", "A metric", "Actual", actuals, is_asked=False)], turns=True)
    laid = lay_out([["5"], ["4"]], grid, at="q3", check=lambda _, text: CheckedText(text))
    assert [(one.place.input, one.checked.text) for one in laid.cells] == [("q3", "5"), ("q4", "4")]


def test_aims_are_pasted_across_or_down_and_actuals_left_out(aims_page):
    page = aims_page
    first, second = "aim-2024-25-q1", "aim-2024-25-q2"
    for block in ("5.5\t6", "5.5\n6", "12\tAim\t5.5\t6\n12\tActual\t\t"):
        paste(page, block, first)
        page.press("take")
        assert in_boxes(page, first, second) == ["5.5", "6"]
        page.press("take_paste_back")
        assert in_boxes(page, first, second) == ["5", "5"]
