"""A measure month by month: its chart, its table, and both as files."""

from __future__ import annotations

import re
from datetime import date

import pytest

from reporting.contents.assemble_metrics import gather_metric
from reporting.measures.chart import months_chart_of
from reporting.measures.months import ADDED_UP, MeasureMonths, find_months
from scorecards.models import Metric, MonthlyReading
from tests.support.measure_pages import address, text_of

UNTIL = date(2024, 1, 31)


def _read(metric: Metric, readings: dict[str, dict[str, object]]) -> MeasureMonths:
    """Enter readings, each at its month, and return the measure by month."""
    line = metric.lines.get()
    for month, values in readings.items():
        MonthlyReading(line=line, starts_on=date.fromisoformat(f"{month}-01"), **values).save()
    return find_months(metric, gather_metric(metric, on=UNTIL), until=UNTIL)


@pytest.fixture
def safeguarding(metric) -> Metric:
    return metric("patient-safety", "2")


def test_a_month_stands_with_its_figure_its_day_and_where_it_is_from(safeguarding):
    months = _read(
        safeguarding,
        {
            "2023-10": {"printed": "66%", "source": "Learning system"},
            "2023-12": {"printed": "82%", "as_at": date(2023, 12, 20)},
            "2024-02": {"printed": "90%"},
        },
    )
    told = [(str(row.month), row.cells[0].printed, row.cells[0].note) for row in months.rows]
    assert told == [
        ("October 2023", "66%", "From Learning system"),
        ("November 2023", "", ""),
        ("December 2023", "82%", "To 20 December 2023"),
    ]
    assert [aim.printed for aim in months.aims] == ["70%"] * 3
    assert months.not_drawn == ""


def test_a_ratio_stands_as_its_quotient_with_its_totals(safeguarding):
    safeguarding.roll_up = "ratio"
    months = _read(safeguarding, {"2023-10": {"numerator": "330", "denominator": "500"}})
    [row] = months.rows
    assert (row.cells[0].printed, row.cells[0].note) == ("66.0%", "330 of 500")


def test_months_that_add_up_are_drawn_without_the_aim_of_a_quarter(metric):
    months = _read(metric("patient-safety", "1"), {"2023-10": {"printed": "5,100"}})
    assert (months.aims[0].printed, months.not_drawn) == ("", ADDED_UP)
    traces = months_chart_of(months, None).figure().data
    assert [(trace.name, list(trace.y)) for trace in traces] == [("Actual", [5100.0])]


def test_the_chart_draws_each_month_hollow_where_it_is_to_date(safeguarding):
    months = _read(
        safeguarding,
        {
            "2023-11": {"printed": "74%"},
            "2023-12": {"printed": "82%", "as_at": date(2023, 12, 20)},
        },
    )
    chart = months_chart_of(months, None)
    assert chart.words == "Measure 2. Actual by month: November 2023 74%, December 2023 82%."
    for narrow in (False, True):
        figure = chart.figure(narrow=narrow)
        drawn = {trace.name: list(trace.y) for trace in figure.data if trace.name}
        assert drawn["Aim of the quarter"] == [70.0] * 6
        assert drawn["Actual"] == [74.0, None]
        assert drawn["Actual, to date"] == [None, 82.0]
        assert list(figure.layout.xaxis.ticktext) == ["Nov<br>2023", "Dec"]
        assert figure.layout.annotations[0].text.startswith("Baseline 6%")


def test_a_figure_of_years_names_as_many_months_as_have_room(safeguarding):
    readings = {
        f"{year}-{month:02}": {"printed": "50%"} for year in (2022, 2023) for month in range(1, 13)
    }
    chart = months_chart_of(_read(safeguarding, readings), None)
    wide, narrow = (chart.figure(narrow=narrow).layout.xaxis for narrow in (False, True))
    assert (len(wide.ticktext), len(narrow.ticktext)) == (12, 3)
    assert narrow.ticktext[0] == "Jan<br>2022"


def test_the_page_offers_both_and_says_what_will_stand_among_the_months(
    signed_in, amy, safeguarding
):
    client = signed_in(amy)
    page = client.get(address(safeguarding))
    assert "By quarter By month Table" in text_of(page)
    assert "A month stands here once its figure is entered on the scorecard’s page" in text_of(page)
    assert "Every month" not in text_of(page)
    safeguarding.roll_up = "manual"
    safeguarding.save()
    assert "Its quarters are typed by hand." in text_of(client.get(address(safeguarding)))
    _read(safeguarding, {"2023-10": {"printed": "66%"}})
    page = client.get(address(safeguarding))
    assert "October 2023 66%" in text_of(page)
    assert re.findall(r'<script id="(figure[^"]*)"', page.content.decode()) == [
        "figure",
        "figure-by-month",
    ]


def test_the_months_are_files_too(signed_in, amy, metric):
    found = metric("performance-improvement", "1")
    _read(found, {"2023-10": {"printed": "0:36:00"}})
    client = signed_in(amy)
    rows = client.get(f"{address(found)}figures.csv?by=month").content.decode("utf-8-sig")
    assert rows.splitlines() == [
        "Metric,Name,Unit,Line,Month,As printed,Value (seconds),Note",
        f"1,{found.name},,Actual,October 2023,0:36:00,2160,",
    ]


def test_a_board_reader_sees_no_month_by_itself(signed_in, board_reader, safeguarding):
    """A pack has quarters alone: a month may be of one that nobody has issued."""
    _read(safeguarding, {"2023-10": {"printed": "66.6%"}})
    client = signed_in(board_reader)
    page = client.get(address(safeguarding))
    assert "66.6%" not in page.content.decode()
    assert "By quarter Table" in text_of(page)
    refused = client.get(f"{address(safeguarding)}figures.csv?by=month")
    assert refused.status_code == 404
    assert "A pack has the figures of quarters alone." in text_of(refused)
