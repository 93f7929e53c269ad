"""One update, in a straight line: from a lead's page to the issued pack and its history."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from improvement.models import Month, Person, Programme, Role
from improvement.workflow import transitions
from tests.support.programs import program

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
EMPTY = [
    f"id_{kind}_nil" for kind in ("summary", "progress", "month_ahead", "not_gone_well", "issues")
]


@pytest.fixture
def person(programme: Programme) -> Callable[[str], Person]:
    return lambda slug: Person.objects.get(programme=programme, slug=slug)


def approve_the_others(programme: Programme, at) -> None:
    month = Month.objects.get(programme=programme, starts_on="2024-01-01")
    for report in month.reports.exclude(workstream__slug="culture-and-staff-wellbeing"):
        appointed = report.workstream.appointments
        manager = appointed.get(role=Role.PROGRAMME_MANAGER).person
        transitions.submit(report=report, by=manager, at=at)
        executive = appointed.get(role=Role.EXECUTIVE_LEAD).person
        transitions.approve(report=report, by=executive, at=at)


def text_of(pdf: Path) -> str:
    command = [program("pdftotext"), "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_rating_a_bullet_and_a_figure_reach_the_pack_and_the_history(
    visitor, person, programme, noon, tmp_path
):
    a_lead_changes_three_things_and_submits(visitor().sign_in(person("nicola-howells")))
    the_executive_approves(visitor().sign_in(person("melanie-saunders")))
    approve_the_others(programme, noon)
    office = visitor().sign_in(person("programme-office"))
    the_programme_office_issues(office)
    the_dashboard_and_the_report_show_the_changes(office)
    the_pdf_shows_the_changes(office, tmp_path / "pack.pdf")
    the_history_names_three_people(office)


def a_lead_changes_three_things_and_submits(lead):
    page = lead.go(f"{REPORT}actions/")
    first = page.get_by_role("group", name="Must CSW-01").first
    first.get_by_role("group", name="Delivery").get_by_label("Overdue").check()
    first.get_by_label("Explanation").fill("The campaign was put back to the spring")
    first.get_by_label("Mitigation").fill("A new supplier starts in February")
    lead.press("Save ratings")
    page = lead.go(f"{REPORT}highlight-report/")
    page.get_by_role("textbox", name="What’s gone well").fill("Twelve mentors were trained")
    lead.press("Save highlight report")
    page = lead.go(f"{REPORT}scorecard/")
    page.get_by_role("textbox", name="11. Vacancy Rate (%) Actual 2023/24 Q4").fill("9.75")
    lead.press("Save scorecard")
    lead.go(f"{REPORT}highlight-report/")
    for tick in page.get_by_label("Nothing to report").all():
        tick.set_checked(tick.get_attribute("id") in EMPTY)
    lead.press("Save highlight report")
    lead.go(f"{REPORT}submit/")
    for box in page.get_by_role("main").get_by_role("textbox").all():
        box.fill("It will be put right in February")
    lead.press("Submit to the executive")
    expect(page.get_by_text("Culture & Staff Wellbeing submitted")).to_be_visible()


def the_executive_approves(executive):
    executive.go("/")
    executive.follow(executive.page.get_by_role("link", name="Culture & Staff Wellbeing"))
    expect(executive.page.get_by_text("Must CSW-01: delivery: On Track to Overdue")).to_be_visible()
    expect(executive.page.get_by_text("Twelve mentors were trained").first).to_be_visible()
    executive.press("Approve")


def the_programme_office_issues(office):
    office.go("/scas/2024-01/")
    office.issue_the_pack()
    expect(office.page.get_by_text("version 1 issued")).to_be_visible()


def the_dashboard_and_the_report_show_the_changes(office):
    page = office.go("/scas/?month=2024-01")
    moved = page.get_by_role("region", name="What moved")
    expect(moved).to_contain_text("CSW-01")
    expect(moved).to_contain_text("Worse: Overdue")
    expect(moved).to_contain_text("The campaign was put back to the spring")
    page = office.go(f"{REPORT}as-it-stands/")
    expect(page.get_by_text("Twelve mentors were trained").first).to_be_visible()


def the_pdf_shows_the_changes(office, pdf: Path):
    page = office.go("/scas/2024-01/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the pack (PDF)").click()
    download.value.save_as(pdf)
    said = text_of(pdf)
    assert "Delivery: On Track to Overdue (>1 month)" in " ".join(said.split())
    assert "Twelve mentors were trained" in said
    assert any("9.75" in line and "Actual" in line for line in said.splitlines())


def the_history_names_three_people(office):
    page = office.go(REPORT)
    office.follow(page.get_by_role("link", name="Changes of this report", exact=True))
    for name, field in (
        ("Nicola Howells", "Submitted by"),
        ("Melanie Saunders", "Approved by"),
        ("Programme office (demo)", "Issued by"),
    ):
        change = page.get_by_role("listitem").filter(has_text=field).filter(has_text=name)
        expect(change.first).to_be_visible()
    bullet = page.get_by_role("listitem").filter(has_text="Twelve mentors were trained")
    expect(bullet).to_contain_text("Nicola Howells")


def test_every_page_of_the_journey_fits_a_phone_and_passes_axe(visitor, person):
    phone = visitor(viewport={"width": 360, "height": 740})
    phone.sign_in(person("nicola-howells"))
    parts = ("", "highlight-report/", "actions/", "criteria/", "scorecard/", "plan/")
    addresses = ["/", "/scas/", "/scas/?month=2023-12", "/scas/2024-01/"]
    for address in [*addresses, *(REPORT + part for part in parts)]:
        page = phone.go(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_the_office_s_pages_pass_axe(visitor, person, programme):
    office = visitor().sign_in(person("programme-office"))
    month = programme.months.get(starts_on="2024-01-01")
    office.go("/scas/2024-01/overview/")
    office.page.get_by_label("Headline").fill("A steady month")
    office.press("Save overview")
    expect(office.page.get_by_text("A steady month")).to_be_visible()
    office.go(f"/scas/changes/month/{month.pk}/")
    office.go("/accounts/password/change/")


def test_a_figure_that_cannot_be_read_is_kept_on_confirmation(visitor, person):
    lead = visitor().sign_in(person("nicola-howells"))
    page = lead.go(f"{REPORT}scorecard/")
    box = page.get_by_role("textbox", name="11. Vacancy Rate (%) Actual 2023/24 Q4")
    box.fill("about ten")
    lead.press("Save scorecard")
    page.get_by_role("link", name="Metric 11, 2023/24 Q4: 'about ten' is not").click()
    expect(box).to_be_focused()
    page.get_by_label("Keep as printed: metric 11, 2023/24 Q4").check()
    lead.press("Save scorecard")
    expect(page.get_by_text("Scorecard saved.")).to_be_visible()
    page = lead.go(f"{REPORT}as-it-stands/")
    expect(page.get_by_role("cell", name="about ten").first).to_be_visible()


def test_a_lead_of_another_workstream_and_a_signed_out_visitor_are_refused(visitor, person):
    amy = visitor().sign_in(person("amy-carden"))
    signed_out = visitor()
    for part in ("highlight-report/", "actions/", "criteria/", "scorecard/", "plan/"):
        amy.faults.clear()  # the browser reports the 403 itself
        amy.page.goto(f"{amy.server}{REPORT}{part}")
        expect(amy.page.get_by_role("main")).to_contain_text("may edit this report")
        page = signed_out.go(f"{REPORT}{part}")
        expect(page.get_by_text("Sign in to see the page you asked for.")).to_be_visible()


def test_the_pages_work_without_javascript(visitor, person, programme):
    lead = visitor(java_script_enabled=False)
    lead.check = lambda: None  # axe itself needs JavaScript
    lead.sign_in(person("nicola-howells"))
    page = lead.go(f"{REPORT}highlight-report/")
    page.get_by_label("Key activity, month ahead").fill("Train twelve more")
    page.get_by_label("Nothing to report").nth(6).check()
    lead.press("Save highlight report")
    expect(page.get_by_text("Highlight report saved.")).to_be_visible()
    report = programme.months.get(starts_on="2024-01-01").reports.get(
        workstream__slug="culture-and-staff-wellbeing"
    )
    assert report.sections.get(kind="month_ahead").text == "Train twelve more"
    assert report.sections.get(kind="issues").nothing_to_report
    everything_else_is_nil_and_confirmed(lead)
    page = lead.go(f"{REPORT}submit/")
    for box in page.get_by_role("main").get_by_role("textbox").all():
        box.fill("It is known")
    lead.press("Submit to the executive")
    expect(page.get_by_text("It is with the executive now.")).to_be_visible()


def everything_else_is_nil_and_confirmed(lead):
    page = lead.go(f"{REPORT}highlight-report/")
    for kind in ("summary", "progress", "gone_well", "not_gone_well"):
        page.locator(f"#id_{kind}_nil").check()
    page.get_by_label("I have checked what was carried").check()
    lead.press("Save highlight report")
    for part, button in (("actions", "Save ratings"), ("plan", "Save plan on a page")):
        page = lead.go(f"{REPORT}{part}/")
        page.get_by_label("I have checked what was carried").check()
        lead.press(button)
    page = lead.go(f"{REPORT}scorecard/")
    page.get_by_role("textbox", name="11. Vacancy Rate (%) Actual 2023/24 Q4").fill("9.75")
    lead.press("Save scorecard")
    expect(page.get_by_text("7 of 7 actions rated")).to_be_visible()


def test_ratings_that_did_not_move_are_confirmed_by_keyboard_alone(visitor, person):
    lead = visitor().sign_in(person("nicola-howells"))
    page = lead.go(f"{REPORT}actions/")
    pressed = 0
    while page.evaluate("document.activeElement.id") != "id_still_stands" and pressed < 60:
        page.keyboard.press("Tab")
        pressed += 1
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ratings of actions saved.")).to_be_visible()
    expect(page.get_by_text("7 of 7 actions rated")).to_be_visible()
    assert pressed < 50  # seven actions: two ratings and two texts each, and the head of the page


def test_a_rating_that_moves_says_so_at_once(visitor, person):
    lead = visitor().sign_in(person("nicola-howells"))
    page = lead.go(f"{REPORT}actions/")
    delivery = page.get_by_role("group", name="Must CSW-01").get_by_role("group", name="Delivery")
    expect(delivery).to_contain_text("In December 2023: On Track")
    delivery.get_by_label("Overdue").check()
    expect(delivery.get_by_text("Moved since last month")).to_be_visible()
    delivery.get_by_label("On Track").check()
    expect(delivery.get_by_text("Moved since last month")).to_be_hidden()
