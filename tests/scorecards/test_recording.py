"""Recording figures: any text a person means, and nothing unreadable by accident."""

import re
from html import unescape

import pytest

from improvement import cycle
from improvement.claims import Claims
from improvement.refusals import Refused
from scorecards.forms import ScorecardForm
from scorecards.models import Actual, ActualLine, Remark
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
