"""Setting up what is measured and feeding it by month, in a real browser."""

import os
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from scorecards.models import Actual, Metric, TrajectoryRevision

LOOK = os.environ.get("SCREENSHOTS")


@pytest.fixture
def person(programme):
    from improvement.models import Person

    return lambda slug: Person.objects.get(programme=programme, slug=slug)


def look(page, name: str) -> None:
    if LOOK:
        page.screenshot(path=Path(LOOK, f"{name}.png"), full_page=True)


def test_the_office_adds_a_metric_and_agrees_its_aims_and_the_lead_feeds_it_by_month(
    visitor, person
):
    office = visitor(viewport={"width": 1280, "height": 900})
    office.sign_in(person("programme-office"))
    metric = add_metric(office)
    agree_aims(office, metric)
    page = office.go(f"/scas/metrics/{metric.pk}/")
    expect(page.get_by_text("Revised, agreed by IPOB on 9 January 2024")).to_be_visible()
    expect(page.locator("[data-chart] .main-svg").first).to_be_visible()
    look(page, "metric")
    lead = visitor(viewport={"width": 1280, "height": 900})
    lead.sign_in(person("nicola-howells"))
    feed_by_month(lead)
    actual = Actual.objects.get(line__metric=metric, quarter="2023/24 Q4")
    assert (actual.printed, actual.note) == ("77.5%", "To 31 January 2024.")
    narrow = visitor(viewport={"width": 360, "height": 740})
    narrow.sign_in(person("programme-office"))
    for address in ("/scas/metrics/", f"/scas/metrics/{metric.pk}/aims/"):
        page = narrow.go(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    look(page, "aims-narrow")


def add_metric(office) -> Metric:
    page = office.go("/scas/metrics/")
    look(page, "metrics")
    office.follow(page.get_by_role("link", name="Add a metric to Culture & Staff Wellbeing"))
    page.get_by_label("Number", exact=True).fill("30")
    page.get_by_label("Name", exact=True).fill("Exit interviews held")
    page.get_by_label("Percentage, such as 60.75%").check()
    page.get_by_label("Higher is better").check()
    page.get_by_label("Ratio of totals").check()
    look(page, "add-metric")
    office.press("Save metric")
    expect(page.get_by_text("Metric saved.")).to_be_visible()
    return Metric.objects.get(number="30", workstream__slug="culture-and-staff-wellbeing")


def agree_aims(office, metric: Metric) -> None:
    """Set an aim, and then another, which somebody has to have agreed."""
    page = office.page
    office.follow(page.get_by_role("link", name="Aims of metric 30"))
    page.get_by_label("2023/24 Q4").fill("80%")
    office.press("Save aims")
    office.go(f"/scas/metrics/{metric.pk}/aims/")
    page.get_by_label("2023/24 Q4").fill("75%")
    office.press("Save aims")
    expect(page.get_by_role("link", name="Say who agreed the revised aims.")).to_be_visible()
    look(page, "aims")
    page.get_by_label("Why are the aims revised?").fill("Two wards began late")
    page.get_by_label("Who agreed it?").fill("IPOB")
    for part, figure in (("Day", "9"), ("Month", "1"), ("Year", "2024")):
        page.get_by_label(part, exact=True).fill(figure)
    office.press("Save aims")
    assert TrajectoryRevision.objects.get().aims_before == {"2023/24 Q4": "80%"}


def feed_by_month(lead) -> None:
    page = lead.go("/scas/2024-01/culture-and-staff-wellbeing/scorecard/")
    lead.follow(page.get_by_role("link", name="Enter figures by month"))
    page.get_by_label("Metric 30, January 2024, numerator").fill("31")
    page.get_by_label("Metric 30, January 2024, denominator").fill("forty")
    lead.press("Save figures by month")
    expect(
        page.get_by_role("link", name="Metric 30, January 2024, denominator: 'forty' is not")
    ).to_be_visible()
    look(page, "readings")
    page.get_by_label("Metric 30, January 2024, denominator").fill("40")
    lead.press("Save figures by month")
    expect(page.get_by_text("Figures by month saved.")).to_be_visible()
    look(page, "scorecard")


def test_a_workbook_is_filled_in_checked_and_saved(visitor, person, tmp_path):
    lead = visitor(viewport={"width": 1280, "height": 900})
    lead.sign_in(person("nicola-howells"))
    page = lead.go("/scas/2024-01/culture-and-staff-wellbeing/scorecard/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a workbook").click()
    file = tmp_path / "scorecard.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(file)
    sheet = book["Scorecard"]
    assert [sheet["A6"].value, sheet["E6"].value] == ["1", "Actual"]
    sheet["K6"], sheet["K8"], sheet["F6"] = 4, "plenty", "5"
    book.save(file)
    lead.follow(page.get_by_role("link", name="Upload a filled-in workbook"))
    page.get_by_label("The workbook, filled in").set_input_files(file)
    lead.press("Check the workbook")
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    look(page, "upload")
    page.get_by_label("Keep as printed: Metric 2, 2023/24 Q4").check()
    page.get_by_label("Why are figures of earlier quarters restated?").fill("Recounted")
    lead.press("Save these figures")
    expect(page.get_by_text("Scorecard saved.")).to_be_visible()
    actuals = Actual.objects.filter(line__metric__workstream__slug="culture-and-staff-wellbeing")
    assert [
        actuals.get(line__metric__number=number, quarter=quarter).printed
        for number, quarter in (("1", "2023/24 Q4"), ("2", "2023/24 Q4"), ("1", "2022/23 Q3"))
    ] == ["4", "plenty", "5"]
