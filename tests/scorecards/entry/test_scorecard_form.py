"""The scorecard as a page: what it opens, refuses, and asks why of."""

import re
from html import unescape

import pytest

from scorecards.models import Actual, ActualLine, Remark


class Page:
    """The scorecard's page as a browser without JavaScript would use it."""

    address = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"

    def __init__(self, client):
        self.client = client

    def boxes(self, html: str) -> dict[str, str]:
        found = re.findall(r'name="((?:actual-|seen)[^"]*)"\s+value="([^"]*)"', html)
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


def test_a_figure_of_the_quarter_that_closed_is_corrected_without_restating_until_a_pack_has_it(
    culture, nicola, noon, signed_in, send
):
    page = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"
    line = ActualLine.objects.get(metric__workstream=culture.workstream, metric__number="6")
    for printed in ("8.6", "86"):
        send(signed_in(nicola), page, {f"actual-{line.pk}-2023-24-q3": printed})
    actual = Actual.objects.get(line=line, quarter="2023/24 Q3")
    assert (actual.printed, actual.restated_from) == ("86", "")
