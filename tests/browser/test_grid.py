"""The scorecard by keyboard alone, with a block from the clipboard, and as a plain form."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from improvement.models import Person, Programme
from scorecards.models import Actual

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


def test_a_block_from_the_clipboard_lands_in_its_cells_and_is_saved_only_by_save(visitor, person):
    lead = visitor(permissions=["clipboard-read", "clipboard-write"])
    lead.sign_in(person("nicola-howells"))
    page = lead.go(PAGE)
    inputs = page.locator(".app-grid__input[name$='2023-24-q4']")
    page.evaluate("navigator.clipboard.writeText('Awaited\\tToo far\\nTBC\\t\\nnonsense\\t\\n')")
    inputs.first.focus()
    page.keyboard.press("Control+v")
    told = page.get_by_text("Pasted, not saved yet: 2 changed, 1 cannot be read")
    expect(told).to_be_visible()
    lead.check()
    assert [one.input_value() for one in inputs.all()[:3]] == ["Awaited", "TBC", "nonsense"]
    expect(page.get_by_text("Pasted, was blank").first).to_be_visible()
    expect(page.get_by_text("Metric 3, 2023/24 Q4:")).to_be_visible()
    assert saved("1") == ""
    page.get_by_role("button", name="Take the paste back").click()
    assert [one.input_value() for one in inputs.all()[:3]] == ["", "", ""]
    inputs.first.focus()
    page.keyboard.press("Control+v")
    expect(told).to_be_visible()
    inputs.nth(2).fill("N/A")
    lead.press("Save scorecard")
    expect(page.get_by_text("Scorecard saved.")).to_be_visible()
    assert [saved(metric) for metric in ("1", "2", "3")] == ["Awaited", "TBC", "N/A"]


def test_a_single_figure_is_pasted_like_any_text(visitor, person):
    lead = visitor(permissions=["clipboard-read", "clipboard-write"])
    lead.sign_in(person("nicola-howells"))
    page = lead.go(PAGE)
    cell = page.locator(".app-grid__input[name$='2023-24-q4']").first
    page.evaluate("navigator.clipboard.writeText('12')")
    cell.fill("3")
    page.keyboard.press("Control+v")
    expect(cell).to_have_value("312")
