"""The scorecard by keyboard alone, with a block from the clipboard, and as a plain form."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from improvement.models import Draft, Person, Programme
from scorecards.models import Actual, Metric

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"
QUARTER = "2023/24 Q4"


@pytest.fixture
def person(programme: Programme) -> Callable[[str], Person]:
    return lambda slug: Person.objects.get(programme=programme, slug=slug)


def box(page, metric: str):
    return page.get_by_role("textbox", name=f"{metric}. ").and_(
        page.get_by_role("textbox", name=QUARTER)
    )


def saved(metric: str) -> str:
    return Actual.objects.get(
        line__metric__workstream__slug="culture-and-staff-wellbeing",
        line__metric__number=metric,
        quarter=QUARTER,
    ).printed


def focused(page) -> str:
    return page.evaluate("document.activeElement.getAttribute('name')")


def test_the_grid_is_filled_by_keyboard_alone(visitor, person):
    lead = visitor().sign_in(person("nicola-howells"))
    page = lead.go(PAGE)
    inputs = page.locator(".app-grid__input[name$='2023-24-q4']")
    names = [one.get_attribute("name") for one in inputs.all()]
    assert len(names) == 11
    inputs.first.focus()
    page.keyboard.type("Awaited")
    page.keyboard.press("Enter")
    assert focused(page) == names[1]
    page.keyboard.press("ArrowDown")
    assert focused(page) == names[2]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+Enter")
    assert focused(page) == names[0]
    expect(page).to_have_url(f"{lead.server}{PAGE}")  # Enter moves, and does not save
    for _ in range(10):
        page.keyboard.press("Enter")
    page.keyboard.type("9.75")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert focused(page) == names[10]  # inside the text the arrow moves the caret
    while page.evaluate("document.activeElement.innerText") != "Save scorecard":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Scorecard saved.")).to_be_visible()
    assert (saved("1"), saved("11")) == ("Awaited", "9.75")


def test_a_block_from_the_clipboard_is_shown_cell_by_cell_then_put_into_the_boxes(visitor, person):
    lead = visitor(permissions=["clipboard-read", "clipboard-write"])
    lead.sign_in(person("nicola-howells"))
    page = lead.go(PAGE)
    inputs = page.locator(".app-grid__input[name$='2023-24-q4']")
    page.evaluate("navigator.clipboard.writeText('Awaited\\n\\nnonsense\\n\\nTBC\\n\\n')")
    inputs.nth(1).fill("N/A")
    inputs.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Control+v")
    lead.check()
    expect(page.get_by_text("You pasted 3 cells: 2 new, 1 that cannot be read.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="nonsense")).to_contain_text("2023/24 Q4")
    lead.press("Put what is ticked into the boxes")
    assert [one.input_value() for one in inputs.all()[:5]] == ["Awaited", "N/A", "", "", "TBC"]
    lead.press("Take the paste back")
    assert [one.input_value() for one in inputs.all()[:5]] == ["", "N/A", "", "", ""]
    inputs.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Control+v")
    lead.press("Put what is ticked into the boxes")
    assert saved("1") == ""
    lead.press("Save scorecard")
    expect(page.get_by_text("Scorecard saved.")).to_be_visible()
    assert [saved(metric) for metric in ("1", "2", "5")] == ["Awaited", "N/A", "TBC"]
    assert not Draft.objects.exists()


def test_enter_in_a_box_saves_and_never_throws_a_draft_away(visitor, person, programme):
    office = visitor().sign_in(person("programme-office"))
    metric = Metric.objects.get(workstream__slug="governance-and-well-led", number="12")
    page = office.go(f"/scas/metrics/{metric.pk}/aims/")
    page.get_by_label("2024/25 Q2").fill("6")
    page.get_by_label("Who agreed it?").fill("IPOB")
    page.get_by_label("Who agreed it?").blur()
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.goto(page.url)
    expect(page.get_by_text("This is your draft from")).to_be_visible()
    expect(page.get_by_label("Who agreed it?")).to_have_value("IPOB")
    page.get_by_label("Who agreed it?").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Say why the aims are revised.").first).to_be_visible()
    expect(page.get_by_label("2024/25 Q2")).to_have_value("6")


def test_a_single_figure_is_pasted_like_any_text(visitor, person):
    lead = visitor(permissions=["clipboard-read", "clipboard-write"])
    lead.sign_in(person("nicola-howells"))
    page = lead.go(PAGE)
    cell = page.locator(".app-grid__input[name$='2023-24-q4']").first
    page.evaluate("navigator.clipboard.writeText('12')")
    cell.fill("3")
    page.keyboard.press("Control+v")
    expect(cell).to_have_value("312")


def test_a_figure_that_looks_like_a_slip_is_asked_about_as_it_is_typed_and_can_be_saved(
    visitor, person
):
    lead = visitor().sign_in(person("nicola-howells"))
    page = lead.go(PAGE)
    page.get_by_role("link", name="6 of 2023/24 Q3").click()  # the page asks for its figures
    page.keyboard.type("8.6")
    page.keyboard.press("Enter")
    asked = page.get_by_text("8.6 is far from this row’s other figures, 80% to 93%")
    expect(asked).to_be_visible()
    expect(page.get_by_text("did you mean 86%?")).to_be_visible()
    lead.check()
    page.get_by_role("button", name="Save scorecard").click()
    expect(page.get_by_text("Scorecard saved. Worth a look: Metric 6, 2023/24 Q3")).to_be_visible()
    page.goto(f"{lead.server}{PAGE}")
    page.get_by_label("It is right: metric 6, 2023/24 Q3").check()
    page.get_by_role("button", name="Save scorecard").click()
    expect(page.get_by_text("Scorecard saved.")).to_be_visible()
    expect(page.get_by_text("Worth a look")).to_be_hidden()


def test_a_block_is_pasted_into_the_months_and_into_the_aims_by_the_same_keys(visitor, person):
    lead = visitor(permissions=["clipboard-read", "clipboard-write"])
    page = lead.sign_in(person("emma-manaton")).go(
        "/scas/2024-01/performance-improvement/readings/"
    )
    figures = page.locator("input[name$='-printed']")
    before = [one.input_value() for one in figures.all()]
    paste(lead, figures.first, "\n\nTBC\n\n")
    expect(page.get_by_text("You pasted 1 cell: 1 ")).to_be_visible()
    lead.press("Put what is ticked into the boxes")
    assert [one.input_value() for one in figures.all()] == [*before[:2], "TBC", *before[3:]]
    office = visitor(permissions=["clipboard-read", "clipboard-write"])
    metric = Metric.objects.get(workstream__slug="governance-and-well-led", number="12")
    page = office.sign_in(person("programme-office")).go(f"/scas/metrics/{metric.pk}/aims/")
    paste(office, page.get_by_label("2023/24 Q4"), "\n\n4.5\n")
    expect(page.get_by_text("You pasted 1 cell: 1 changed.")).to_be_visible()
    office.press("Put what is ticked into the boxes")
    aims = page.locator("input[name^='aim-']")
    assert [one.input_value() for one in aims.all()] == ["4", "5", "4.5"]


def paste(visitor, box, text: str) -> None:
    visitor.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    box.focus()
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Control+v")
    visitor.check()


def test_a_slip_is_asked_about_as_it_is_typed_among_months_and_aims(visitor, person):
    lead = visitor().sign_in(person("emma-manaton"))
    page = lead.go("/scas/2024-01/performance-improvement/readings/")
    page.get_by_label("Metric 2, January 2024, figure").fill("0.118")
    page.keyboard.press("Tab")
    expect(page.get_by_text("did you mean 11.8%?")).to_be_visible()
    lead.check()
    office = visitor().sign_in(person("programme-office"))
    metric = Metric.objects.get(workstream__slug="governance-and-well-led", number="12")
    page = office.go(f"/scas/metrics/{metric.pk}/aims/")
    page.get_by_label("2024/25 Q2").fill("50")
    page.keyboard.press("Tab")
    expect(page.get_by_text("did you mean 5?")).to_be_visible()
    office.check()
    page.get_by_label("2024/25 Q2").fill("5")
    page.keyboard.press("Tab")
    expect(page.get_by_text("did you mean 5?")).to_be_hidden()
