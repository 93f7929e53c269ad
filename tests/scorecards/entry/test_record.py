"""Recording figures: any text a person means, and nothing unreadable by accident."""

import re
import subprocess
from datetime import date
from html import unescape

import pytest

from improvement import cycle
from improvement.claims import Claims
from improvement.refusals import Refused
from reporting.assembly import assemble, workstream_fact
from reporting.gathering import gather_report
from reporting.renderers import render
from scorecards.forms import ScorecardForm
from scorecards.models import Actual, ActualLine, Aim, Metric, Remark
from scorecards.recording import Reading, record_scorecard


@pytest.fixture
def vacancies(culture) -> ActualLine:
    """Metric 11 of Culture & Staff Wellbeing: the vacancy rate."""
    return ActualLine.objects.get(metric__workstream=culture.workstream, metric__number="11")


def record(report, line, printed, by, at, **kept):
    readings = {(line.pk, "2023/24 Q4"): Reading(printed, **kept)}
    claims = Claims(seen=ScorecardForm(report=report, by=by).shown)
    record_scorecard(report=report, readings=readings, remarks={}, claims=claims, by=by, at=at)


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
    cycle.submit(report=culture, by=nicola, at=noon)
    with pytest.raises(Refused, match="It is the accountable executive’s turn"):
        record(culture, vacancies, "1", nicola, noon)
    assert Actual.objects.get(line=vacancies, quarter="2023/24 Q4").printed == ""


def test_a_remark_of_ten_thousand_characters_is_kept_whole(
    culture, vacancies, nicola, noon, seeing
):
    text = "“Smart” quotes – and more. " * 400
    remarks = {vacancies.metric_id: text}
    claims = seeing(culture, nicola)
    record_scorecard(
        report=culture, readings={}, remarks=remarks, claims=claims, by=nicola, at=noon
    )
    assert Remark.objects.get(report=culture, metric=vacancies.metric).text == text


class Page:
    """The scorecard's page as a browser without JavaScript would use it."""

    address = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"

    def __init__(self, client):
        self.client = client

    def boxes(self, html: str) -> dict[str, str]:
        found = re.findall(r'name="((?:actual-|seen)[^"]*)" value="([^"]*)"', html)
        return {name: unescape(value) for name, value in found}

    def post(self, **changes: str):
        html = self.client.get(self.address).content.decode()
        return self.client.post(self.address, {**self.boxes(html), **changes}, follow=True)


@pytest.fixture
def page(signed_in, nicola) -> Page:
    return Page(signed_in(nicola))


def test_a_figure_of_the_wrong_kind_is_named_with_what_was_expected(page, vacancies):
    box = f"actual-{vacancies.pk}-2023-24-q4"
    html = page.post(**{box: "about ten"}).content.decode()
    assert "Metric 11, 2023/24 Q4: &#x27;about ten&#x27; is not a percentage" in html
    assert 'value="about ten"' in html
    assert Actual.objects.get(line=vacancies, quarter="2023/24 Q4").printed == ""


def test_it_is_kept_as_printed_on_confirmation(page, vacancies):
    place = f"{vacancies.pk}-2023-24-q4"
    page.post(**{f"actual-{place}": "about ten", f"keep-{place}": "on"})
    actual = Actual.objects.get(line=vacancies, quarter="2023/24 Q4")
    assert (actual.printed, actual.kept_as_printed) == ("about ten", True)


def test_saving_an_untouched_page_writes_nothing(page):
    rows = Actual.history.count(), Remark.history.count()
    html = page.post().content.decode()
    assert "Scorecard saved." in html
    assert (Actual.history.count(), Remark.history.count()) == rows


def test_the_page_takes_the_same_queries_for_any_number_of_metrics(
    page, culture, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page.client.get(page.address)


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


def test_a_final_figure_is_restated_with_a_reason_and_keeps_the_one_before(
    culture, vacancies, nicola, noon
):
    before = q3(vacancies).printed
    readings = {(vacancies.pk, "2023/24 Q3"): Reading("11.25")}
    claims = Claims(seen=ScorecardForm(report=culture, by=nicola, restate=True).shown)
    given = {"report": culture, "readings": readings, "remarks": {}, "claims": claims}
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
    claims = Claims(seen=ScorecardForm(report=culture, by=nicola).shown)
    record_scorecard(
        report=culture, readings=readings, remarks={}, claims=claims, by=nicola, at=noon
    )
    assert q3(vacancies).printed == "11.25"
    assert not q3(vacancies).restated_at


def test_the_page_opens_the_quarter_and_what_is_missing_and_closes_the_rest(
    page, vacancies, culture
):
    html = page.client.get(page.address).content.decode()
    boxes = page.boxes(html)
    assert f"actual-{vacancies.pk}-2023-24-q4" in boxes
    assert f"actual-{vacancies.pk}-2023-24-q3" not in boxes
    assert f"actual-{vacancies.pk}-2024-25-q1" not in boxes
    html = page.client.get(f"{page.address}?restate=1").content.decode()
    assert f"actual-{vacancies.pk}-2023-24-q3" in page.boxes(html)
    assert f"actual-{vacancies.pk}-2024-25-q1" not in page.boxes(html)


def test_a_closed_cell_that_is_sent_all_the_same_changes_nothing(page, vacancies):
    before = q3(vacancies).printed
    page.post(**{f"actual-{vacancies.pk}-2023-24-q3": "1"})
    assert q3(vacancies).printed == before


def test_restating_on_the_page_asks_why_at_its_field(page, vacancies):
    box = f"actual-{vacancies.pk}-2023-24-q3"
    html = page.client.get(f"{page.address}?restate=1").content.decode()
    given = {**page.boxes(html), "restate": "1", box: "11.25", "restating": ""}
    answer = page.client.post(page.address, given).content.decode()
    assert "Say why Metric 11 of 2023/24 Q3 is restated." in answer
    assert 'value="11.25"' in answer
    given["restating"] = "Leavers were counted twice."
    answer = page.client.post(page.address, given, follow=True).content.decode()
    assert "Scorecard saved." in answer
    assert q3(vacancies).restatement_reason == "Leavers were counted twice."


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
    assert cell.note == "To 31 January 2024."


def test_a_restated_figure_is_told_in_the_pack(culture, vacancies, nicola, noon):
    readings = {(vacancies.pk, "2023/24 Q3"): Reading("11.25")}
    claims = Claims(seen=ScorecardForm(report=culture, by=nicola, restate=True).shown)
    record_scorecard(
        report=culture,
        readings=readings,
        remarks={},
        claims=claims,
        by=nicola,
        at=noon,
        restating="Leavers were counted twice.",
    )
    pdf = render(assemble(culture.month), "pdf")
    command = ["pdftotext", "-layout", "-", "-"]
    said = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode()
    assert "Leavers were counted twice." in " ".join(said.split())
    assert "11.25‡" in said
