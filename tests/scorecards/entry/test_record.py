"""Recording figures: any text a person means, and nothing unreadable by accident."""

import subprocess
from datetime import date

import pytest

from improvement.editing.conflicts import SeenTexts
from improvement.values.refusals import Refused
from improvement.workflow import transitions
from reporting.contents.assemble import assemble, workstream_fact
from reporting.contents.queries import gather_report
from reporting.pack.issue import reopen
from reporting.renderers import render
from scorecards.entry.record import Reading, record_scorecard
from scorecards.entry.scorecard_form import ScorecardForm
from scorecards.models import Actual, ActualLine, Aim, Metric, Remark
from tests.support.programs import program


def record(report, line, printed, by, at, **kept):
    readings = {(line.pk, "2023/24 Q4"): Reading(printed, **kept)}
    seen_texts = SeenTexts(digests=ScorecardForm(report=report, by=by).shown)
    record_scorecard(
        report=report, readings=readings, remarks={}, seen_texts=seen_texts, by=by, at=at
    )


def test_an_actual_is_recorded_with_its_history_row(culture, vacancies, nicola, noon):
    record(culture, vacancies, "10.5", nicola, noon)
    actual = Actual.objects.get(line=vacancies, quarter="2023/24 Q4")
    assert actual.printed == "10.5"
    assert actual.history.first().history_user == nicola


def test_a_figure_to_date_that_did_not_move_is_made_to_hold_to_the_end_of_the_month(
    culture, vacancies, nicola, noon, signed_in, send
):
    actual = Actual.objects.get(line=vacancies, quarter="2023/24 Q3")
    actual.printed, actual.as_at = "10.5", date(2023, 11, 30)
    actual.save()
    address, client = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/", signed_in(nicola)
    assert "hold to the end of January 2024 too" in client.get(address).content.decode()
    rows = Actual.history.count()
    send(client, address, {"actual-x": "nothing typed"})
    actual.refresh_from_db()
    assert (actual.as_at, Actual.history.count()) == (date(2023, 11, 30), rows)
    send(client, address, {"holding": "on"})
    actual.refresh_from_db()
    assert (actual.printed, actual.as_at) == ("10.5", date(2023, 12, 31))
    assert not actual.is_provisional
    assert Actual.history.count() == rows + 1
    assert "hold to the end" not in client.get(address).content.decode()


def test_a_figure_that_somebody_changed_meanwhile_is_not_made_to_hold(
    culture, vacancies, nicola, noon
):
    actual = Actual.objects.get(line=vacancies, quarter="2023/24 Q3")
    actual.printed, actual.as_at = "10.5", date(2023, 11, 30)
    actual.save()
    seen_texts = SeenTexts(digests=ScorecardForm(report=culture, by=nicola).shown)
    actual.printed = "11.5"
    actual.save()
    given = {"report": culture, "readings": {}, "remarks": {}, "by": nicola, "at": noon}
    record_scorecard(**given, seen_texts=seen_texts, holding=True)
    actual.refresh_from_db()
    assert (actual.printed, actual.as_at) == ("11.5", date(2023, 11, 30))


def test_only_what_differs_is_written(culture, vacancies, nicola, noon):
    record(culture, vacancies, "10.5", nicola, noon)
    rows = Actual.history.count()
    record(culture, vacancies, "10.5", nicola, noon)
    assert Actual.history.count() == rows


def test_a_line_of_another_workstream_is_passed_over(culture, nicola, noon):
    other = ActualLine.objects.get(metric__workstream__slug="patient-safety", metric__number="1")
    record(culture, other, "1", nicola, noon)
    assert Actual.objects.get(line=other, quarter="2023/24 Q4").printed == ""


def test_nothing_is_recorded_out_of_turn(culture, vacancies, nicola, noon):
    transitions.submit(report=culture, by=nicola, at=noon)
    with pytest.raises(Refused, match="It is the accountable executive’s turn"):
        record(culture, vacancies, "1", nicola, noon)
    assert Actual.objects.get(line=vacancies, quarter="2023/24 Q4").printed == ""


def test_a_remark_of_ten_thousand_characters_is_kept_whole(
    culture, vacancies, nicola, noon, seeing
):
    text = "“Smart” quotes – and more. " * 400
    remarks = {vacancies.metric_id: text}
    seen_texts = seeing(culture, nicola)
    record_scorecard(
        report=culture, readings={}, remarks=remarks, seen_texts=seen_texts, by=nicola, at=noon
    )
    assert Remark.objects.get(report=culture, metric=vacancies.metric).text == text


# December's quarter is over in January: its figures are final, and January's are to date.


def q3(line) -> Actual:
    return Actual.objects.get(line=line, quarter="2023/24 Q3")


def test_a_figure_of_the_quarter_under_way_is_provisional_and_says_to_when(
    culture, vacancies, nicola, noon
):
    record(culture, vacancies, "10.5", nicola, noon)
    actual = Actual.objects.get(line=vacancies, quarter="2023/24 Q4")
    assert actual.is_provisional
    assert actual.note == "To 31 January 2024."
    assert ScorecardForm(report=culture, by=nicola).holding_field is None


def test_in_a_quarter_s_last_month_its_figures_are_put_right_without_a_reason(
    december, culture, vacancies, office, noon
):
    """They are to the quarter's end already, and the quarter is still the month's own."""
    reopen(month=december, reason="A figure was wrong.", by=office, at=noon)
    report = december.reports.select_related("month__programme").get(workstream=culture.workstream)
    readings = {(vacancies.pk, "2023/24 Q3"): Reading("11.25")}
    seen_texts = SeenTexts(digests=ScorecardForm(report=report, by=office, restate=True).shown)
    given = {"report": report, "remarks": {}, "seen_texts": seen_texts, "by": office, "at": noon}
    record_scorecard(readings=readings, **given)
    actual = q3(vacancies)
    assert (actual.printed, actual.as_at) == ("11.25", date(2023, 12, 31))
    assert (actual.restated_from, actual.restated_at) == ("", None)
    readings = {(vacancies.pk, "2023/24 Q2"): Reading("11.25")}
    with pytest.raises(Refused, match="Say why Metric 11 of 2023/24 Q2 is restated"):
        record_scorecard(readings=readings, **given)


def test_a_final_figure_is_restated_with_a_reason_and_keeps_the_one_before(
    culture, vacancies, nicola, noon
):
    before = q3(vacancies).printed
    readings = {(vacancies.pk, "2023/24 Q3"): Reading("11.25")}
    seen_texts = SeenTexts(digests=ScorecardForm(report=culture, by=nicola, restate=True).shown)
    given = {"report": culture, "readings": readings, "remarks": {}, "seen_texts": seen_texts}
    with pytest.raises(Refused, match="Say why Metric 11 of 2023/24 Q3 is restated"):
        record_scorecard(**given, by=nicola, at=noon)
    assert q3(vacancies).printed == before
    record_scorecard(**given, by=nicola, at=noon, restating="Leavers were counted twice.")
    actual = q3(vacancies)
    assert (actual.printed, actual.restated_from, actual.restated_by) == ("11.25", before, nicola)
    assert actual.note == f"Restated from {before}: Leavers were counted twice."
    assert not actual.is_provisional


def test_a_figure_that_was_awaited_is_entered_late_without_a_reason(
    culture, vacancies, nicola, noon
):
    actual = q3(vacancies)
    actual.printed = "Awaited"
    actual.save()
    readings = {(vacancies.pk, "2023/24 Q3"): Reading("11.25")}
    seen_texts = SeenTexts(digests=ScorecardForm(report=culture, by=nicola).shown)
    record_scorecard(
        report=culture, readings=readings, remarks={}, seen_texts=seen_texts, by=nicola, at=noon
    )
    assert q3(vacancies).printed == "11.25"
    assert not q3(vacancies).restated_at


def test_a_sum_to_date_is_judged_against_its_part_of_the_aim(culture, nicola, noon):
    metric = Metric.objects.get(workstream=culture.workstream, number="11")
    metric.kind, metric.roll_up, metric.direction = "number", "sum", "up"
    metric.save()
    aim = Aim.objects.get(metric=metric, quarter="2023/24 Q4")
    aim.printed = "15,511"
    aim.save()
    line = metric.lines.get()
    record(culture, line, "5,200", nicola, noon)
    fact = workstream_fact(gather_report(culture), culture)
    cells = next(one for one in fact.metrics if one.id == metric.pk).lines[0].cells
    cell = next(one for one in cells if one.quarter == "2023/24 Q4")
    assert cell.verdict == "met"
    assert cell.reason == "5,200 to 31 January, against 5,171 pro rata of 15,511"
    assert cell.whole_note == "To 31 January 2024."


def test_a_restated_figure_is_told_in_the_pack(culture, vacancies, nicola, noon):
    readings = {(vacancies.pk, "2023/24 Q3"): Reading("11.25")}
    seen_texts = SeenTexts(digests=ScorecardForm(report=culture, by=nicola, restate=True).shown)
    record_scorecard(
        report=culture,
        readings=readings,
        remarks={},
        seen_texts=seen_texts,
        by=nicola,
        at=noon,
        restating="Leavers were counted twice.",
    )
    pdf = render(assemble(culture.month), "pdf")
    command = [program("pdftotext"), "-layout", "-", "-"]
    said = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode()
    assert "Leavers were counted twice." in " ".join(said.split())
    assert "11.25‡" in said
