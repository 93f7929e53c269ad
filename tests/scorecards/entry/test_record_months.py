"""Figures by month: recorded, rolled up, and never over a figure that was typed by hand."""

from datetime import date

import pytest

from improvement.editing.conflicts import SeenTexts, StaleSave
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import Refused
from improvement.workflow import transitions
from reporting.contents.assemble import assemble
from reporting.pack import issue
from scorecards.entry.months_form import ReadingsForm
from scorecards.entry.record_months import MonthReading, record_readings
from scorecards.models import Actual, ActualLine, MonthlyReading, RollUp

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/readings/"
JANUARY = CalendarMonth.parse("2024-01")
Q4 = "2023/24 Q4"


@pytest.fixture
def grievances(culture) -> ActualLine:
    """A number metric of Culture & Staff Wellbeing, fed by month and added up."""
    line = ActualLine.objects.filter(
        metric__workstream=culture.workstream, metric__kind="number"
    ).first()
    line.metric.roll_up = RollUp.SUM
    line.metric.save()
    return line


def record(report, line, by, at, period=JANUARY, **typed):
    seen_texts = SeenTexts(digests=ReadingsForm(report=report, by=by).shown)
    readings = {(line.pk, period): MonthReading(**typed)}
    record_readings(report=report, readings=readings, seen_texts=seen_texts, by=by, at=at)


def test_a_month_goes_into_its_quarter_and_is_to_date(culture, grievances, nicola, noon):
    record(culture, grievances, nicola, noon, printed="1,200", source="ESR")
    actual = Actual.objects.get(line=grievances, quarter=Q4)
    assert (actual.printed, actual.rolled_up, actual.as_at) == (
        "1,200",
        "1,200",
        date(2024, 1, 31),
    )
    assert actual.is_provisional
    assert actual.history.first().history_user == nicola
    assert actual.history.first().history_change_reason == "Rolled up: sum of the months"
    reading = MonthlyReading.objects.get(line=grievances)
    assert (reading.source, reading.history.first().history_user) == ("ESR", nicola)


def test_a_changed_month_changes_the_quarter_that_came_from_it(culture, grievances, nicola, noon):
    record(culture, grievances, nicola, noon, printed="1,200")
    record(culture, grievances, nicola, noon, printed="1,250", as_at=date(2024, 1, 28))
    actual = Actual.objects.get(line=grievances, quarter=Q4)
    assert (actual.printed, actual.as_at) == ("1,250", date(2024, 1, 28))


def test_a_quarter_typed_by_hand_is_kept_and_says_what_its_months_make(
    culture, grievances, nicola, noon, january
):
    actual = Actual.objects.get(line=grievances, quarter=Q4)
    actual.printed = "999"
    actual.save()
    record(culture, grievances, nicola, noon, printed="1,200")
    actual.refresh_from_db()
    assert (actual.printed, actual.rolled_up) == ("999", "1,200")
    [workstream] = [one for one in assemble(january).workstreams if one.slug.startswith("culture")]
    [metric] = [one for one in workstream.metrics if one.id == grievances.metric_id]
    [cell] = [cell for cell in metric.lines[0].cells if cell.quarter == Q4]
    assert "Typed by hand: its months make 1,200." in cell.note


@pytest.mark.usefixtures("one_format")
def test_the_next_month_adds_to_the_quarter_and_a_gap_makes_no_figure(
    programme, january, grievances, office, nicola, noon, approve_all, waive_all
):
    approve_all()
    issue.issue(month=january, waivers=waive_all(january), by=office, at=noon)
    february = programme.months.get(starts_on="2024-02-01")
    report = february.reports.select_related("workstream", "month__programme").get(
        workstream=grievances.metric.workstream
    )
    two = CalendarMonth.parse("2024-02")
    record(report, grievances, nicola, noon, period=two, printed="30")
    assert Actual.objects.get(line=grievances, quarter=Q4).printed == ""
    assert "January 2024 has no figure yet." in ReadingsForm(report=report, by=nicola).rows[0].made
    record(report, grievances, nicola, noon, printed="12")
    actual = Actual.objects.get(line=grievances, quarter=Q4)
    assert (actual.printed, actual.as_at) == ("42", date(2024, 2, 29))


def test_a_month_of_another_quarter_is_passed_over(culture, grievances, nicola, noon):
    record(culture, grievances, nicola, noon, period=CalendarMonth.parse("2023-12"), printed="7")
    assert not MonthlyReading.objects.exists()


def test_nothing_is_recorded_out_of_turn(culture, grievances, nicola, noon):
    transitions.submit(report=culture, by=nicola, at=noon)
    with pytest.raises(Refused, match="It is the accountable executive’s turn"):
        record(culture, grievances, nicola, noon, printed="1")


def test_nobodys_reading_is_overwritten_unseen(culture, grievances, nicola, noon):
    seen = SeenTexts(digests=ReadingsForm(report=culture, by=nicola).shown)
    record(culture, grievances, nicola, noon, printed="1")
    with pytest.raises(StaleSave):
        record_readings(
            report=culture,
            readings={(grievances.pk, JANUARY): MonthReading("2")},
            seen_texts=seen,
            by=nicola,
            at=noon,
        )
    assert MonthlyReading.objects.get().printed == "1"


def test_the_page_saves_a_month_and_shows_what_it_makes(
    culture, grievances, nicola, signed_in, send
):
    client, name = signed_in(nicola), f"reading-{grievances.pk}-2024-01"
    answer = send(client, PAGE, {f"{name}-printed": "17", f"{name}-source": "Datix"})
    assert "Figures by month saved." in answer.content.decode()
    assert MonthlyReading.objects.get().printed == "17"
    assert "2023/24 Q4: 17, sum of the months, to 31 January 2024." in (
        client.get(PAGE).content.decode()
    )


def test_what_cannot_be_read_is_refused_at_its_field_and_kept_in_it(
    culture, grievances, nicola, signed_in, send
):
    name = f"reading-{grievances.pk}-2024-01"
    sent = {f"{name}-printed": "plenty", f"{name}-as_at": "2024-02-03", f"{name}-source": "Datix"}
    page = send(signed_in(nicola), PAGE, sent).content.decode()
    assert "January 2024, figure: &#x27;plenty&#x27; is not a number: write a number" in page
    assert "January 2024, up to: write a day of January 2024." in page
    assert 'value="plenty"' in page
    assert not MonthlyReading.objects.exists()


def test_a_ratio_needs_both_of_its_totals(culture, grievances, nicola, signed_in, send):
    grievances.metric.roll_up = RollUp.RATIO
    grievances.metric.save()
    name = f"reading-{grievances.pk}-2024-01"
    client = signed_in(nicola)
    page = send(client, PAGE, {f"{name}-numerator": "3", f"{name}-source": ""})
    assert "January 2024, denominator: a ratio needs both of its totals." in page.content.decode()
    sent = {f"{name}-numerator": "3", f"{name}-denominator": "4", f"{name}-source": ""}
    send(client, PAGE, sent)
    assert Actual.objects.get(line=grievances, quarter=Q4).printed == "0.75"


def test_a_scorecard_without_monthly_metrics_says_so(culture, nicola, signed_in):
    for line in ActualLine.objects.filter(metric__workstream=culture.workstream):
        line.metric.roll_up = RollUp.MANUAL
        line.metric.save()
    page = signed_in(nicola).get(PAGE).content.decode()
    assert "No metric of Culture &amp; Staff Wellbeing is fed by month" in page
