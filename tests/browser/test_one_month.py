"""A whole month with six people: from opening to the issued pack, with a return on the way."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from improvement.models import (
    Action,
    Appointment,
    ExitCriterion,
    Person,
    Programme,
    Role,
    Workstream,
)
from improvement.values.periods import CalendarMonth
from scorecards.models import ActualLine, Metric

ROLES = {
    "office": Role.PROGRAMME_OFFICE,
    "lead": Role.SRO,
    "manager": Role.PROGRAMME_MANAGER,
    "executive": Role.EXECUTIVE_LEAD,
    "ceo": Role.CEO_OFFICE,
    "board": Role.BOARD_READER,
}
MONTH = CalendarMonth.of(date.today())
NEXT = MONTH.next()


@pytest.fixture
def trust(transactional_db) -> Programme:
    """A programme that has not opened a month yet: one workstream, two actions, one metric."""
    programme = Programme(slug="trust", name="A programme", organisation="A trust")
    programme.first_quarter = f"{MONTH.starts_on.year - 1}/{MONTH.starts_on.year % 100:02} Q1"
    programme.last_quarter = f"{MONTH.starts_on.year + 1}/{(MONTH.starts_on.year + 2) % 100:02} Q4"
    programme.save()
    stream = Workstream(programme=programme, slug="care", name="Care", position=1)
    stream.save()
    for number, strength in enumerate(("must", "should"), start=1):
        action = Action(workstream=stream, reference=f"C-0{number}", position=number)
        action.strength, action.text = strength, f"Do the thing numbered {number}"
        action.save()
    ExitCriterion(workstream=stream, number="1", position=1, text="It is evidenced").save()
    metric = Metric(workstream=stream, number="1", position=1, name="Waiting")
    metric.kind, metric.direction = "number", "down"
    metric.save()
    ActualLine(metric=metric, name="Actual").save()
    for slug, role in ROLES.items():
        person = Person(programme=programme, slug=slug, name=f"The {slug}")
        person.save()
        on = stream if role in (Role.SRO, Role.PROGRAMME_MANAGER, Role.EXECUTIVE_LEAD) else None
        Appointment(person=person, role=role, programme=programme, workstream=on).save()
    return programme


@pytest.mark.postgresql
def test_a_whole_month_with_six_people(visitor, trust):
    people = {slug: visitor().sign_in(trust.people.get(slug=slug)) for slug in ROLES}
    report = f"/trust/{MONTH.slug}/care/"
    the_office_opens_the_month(people["office"])
    the_lead_rates(people["lead"], report)
    the_manager_writes_the_rest(people["manager"], report)
    the_check_refuses_what_is_unexplained(people["lead"], report)
    the_lead_explains_and_submits(people["lead"], report)
    the_executive_returns_it_with_a_comment_on_a_section(people["executive"])
    the_lead_answers_and_submits_again(people["lead"], report)
    the_executive_approves(people["executive"])
    the_office_sees_the_returns_and_issues(people["office"])
    the_ceo_s_office_reads_the_dashboard(people["ceo"])
    the_board_reads_the_pack(people["board"])
    the_next_month_begins_with_what_was_carried(people["lead"])


def the_office_opens_the_month(office):
    office.go("/trust/")
    office.press(f"Open {MONTH.words}")
    expect(office.page.get_by_text(f"{MONTH.words} is open.")).to_be_visible()


def the_lead_rates(lead, report):
    page = lead.go(f"{report}actions/")
    for group in page.get_by_role("group", name="Delivery").all():
        group.get_by_label("On Track").check()
    for group in page.get_by_role("group", name="Embedding").all():
        group.get_by_label("Overdue").check()
    lead.press("Save ratings")
    page = lead.go(f"{report}criteria/")
    page.get_by_label("Complete & Embedded").check()
    lead.press("Save exit criteria")
    expect(page.get_by_text("0 of 2 actions rated")).to_be_visible()  # red needs its words
    expect(page.get_by_text("1 of 1 criteria rated")).to_be_visible()


def the_manager_writes_the_rest(manager, report):
    page = manager.go(f"{report}highlight-report/")
    page.get_by_role("group", name="Delivery, as you judge it").get_by_label("On Track").check()
    page.get_by_role("group", name="Embedding, as you judge it").get_by_label("Overdue").check()
    for name in ("Workstream summary", "Progress against key outcomes", "Key activity, month"):
        page.get_by_role("textbox", name=name).fill(f"•\tOf the {name.lower()}\n•\tAnd more")
    for place in range(3, 7):
        page.get_by_label("Nothing to report").nth(place).check()
    manager.press("Save highlight report")
    page = manager.go(f"{report}scorecard/")
    page.get_by_role("textbox", name="1. Waiting Actual").first.fill("12")
    manager.press("Save scorecard")


def the_check_refuses_what_is_unexplained(lead, report):
    page = lead.go(f"{report}submit/")
    for box in page.get_by_role("main").get_by_role("textbox").all():
        box.fill("The figure comes at the end of the quarter")
    lead.press("Submit to the executive")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Must C-01 is red: write an explanation and a mitigation.")
    lead.follow(page.get_by_role("link", name="Must C-01 is red").last)
    expect(page).to_have_url(f"{lead.server}{report}actions/#action-{first_action(page)}")


def first_action(page) -> str:
    return page.locator("fieldset[id^=action-]").first.get_attribute("id").removeprefix("action-")


def the_lead_explains_and_submits(lead, report):
    page = lead.page
    for box in page.get_by_label("Explanation").all():
        box.fill("It takes longer than planned")
    for box in page.get_by_label("Mitigation").all():
        box.fill("More people are on it")
    lead.press("Save ratings")
    expect(page.get_by_text("2 of 2 actions rated")).to_be_visible()
    submit(lead, report)


def submit(lead, report):
    page = lead.go(f"{report}submit/")
    for box in page.get_by_role("main").get_by_role("textbox").all():
        box.fill("The figure comes at the end of the quarter")
    lead.press("Submit to the executive")
    expect(page.get_by_text("Care submitted. It is with the executive now.")).to_be_visible()


def the_executive_returns_it_with_a_comment_on_a_section(executive):
    page = executive.go("/")
    executive.follow(page.get_by_role("link", name="Care"))
    expect(page.get_by_text("The figure comes at the end of the quarter").first).to_be_visible()
    page.get_by_label("Which part is it about?").select_option("Workstream summary")
    page.get_by_label("What should be changed?").fill("Say what the board has to decide.")
    executive.press("Return to the lead")


def the_lead_answers_and_submits_again(lead, report):
    page = lead.go("/")
    expect(page.get_by_text("Say what the board has to decide.")).to_be_visible()
    page = lead.go(f"{report}highlight-report/")
    expect(page.get_by_text("about Workstream summary")).to_be_visible()
    page.get_by_role("textbox", name="Workstream summary").fill("The board decides on beds")
    lead.press("Save highlight report")
    submit(lead, report)


def the_executive_approves(executive):
    page = executive.go("/")
    executive.follow(page.get_by_role("link", name="Care"))
    expect(page.get_by_text("The board decides on beds").first).to_be_visible()
    executive.press("Approve")
    expect(page.get_by_text("Care approved.")).to_be_visible()


def the_office_sees_the_returns_and_issues(office):
    page = office.go(f"/trust/{MONTH.slug}/returns/")
    row = page.get_by_role("row").filter(has_text="Care")
    expect(row).to_contain_text("Approved")
    expect(row).to_contain_text("The programme office")
    office.issue_the_pack()
    expect(page.get_by_text("version 1 issued")).to_be_visible()


def the_ceo_s_office_reads_the_dashboard(ceo):
    page = ceo.go(f"/trust/?month={MONTH.slug}")
    red = page.get_by_role("region", name="Red, and for how long")
    expect(red).to_contain_text("C-01")


def the_board_reads_the_pack(board):
    page = board.go(f"/trust/{MONTH.slug}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the pack (PDF)").click()
    assert download.value.suggested_filename == f"trust-{MONTH.slug}.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")


def the_next_month_begins_with_what_was_carried(lead):
    report = f"/trust/{NEXT.slug}/care/"
    page = lead.go(report)
    expect(page.get_by_text("0 of 2 actions rated; 2 carried and not confirmed")).to_be_visible()
    page = lead.go(f"{report}actions/")
    expect(page.get_by_text(f"Carried from {MONTH.words}, not confirmed").first).to_be_visible()
    page.get_by_label(f"I have checked what was carried from {MONTH.words}").check()
    lead.press("Save ratings")
    expect(page.get_by_text("2 of 2 actions rated")).to_be_visible()
    page = lead.go(f"{report}highlight-report/")
    said = page.get_by_role("group", name="Of the key activity, month")
    said.get_by_label("Done").check()
    expect(page.get_by_role("textbox", name="Progress against")).to_have_value(
        "Of the key activity, month"
    )
    page.get_by_role("button", name=re.compile("^Bring over.*Of the progress against")).click()
    lead.press("Save highlight report")
    page = lead.go(f"{report}highlight-report/")
    expect(page.get_by_role("textbox", name="Progress against")).to_have_value(
        "Of the key activity, month\nOf the progress against key outcomes"
    )
