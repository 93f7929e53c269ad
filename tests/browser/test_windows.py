"""Two windows of one person, and Back: nothing that was typed is lost."""

import pytest
from playwright.sync_api import expect

from improvement.models import Draft, HighlightReport
from tests.support.summary_page import PAGE, REPORT, SUMMARY, box, saved_summary


@pytest.mark.postgresql
@pytest.mark.parametrize("own_browser", [False, True], ids=["two tabs", "two browsers"])
def test_two_windows_of_one_person_lose_nothing(visitor, person, own_browser):
    first = visitor().sign_in(person("nicola-howells"))
    second = (
        visitor(own_browser=True).sign_in(person("nicola-howells")) if own_browser else tab(first)
    )
    first.go(PAGE)
    second.go(PAGE)
    keep_draft(first, SUMMARY, "Typed in the first window")
    keep_draft(second, "What’s gone well", "Typed in the second window")
    second.press("Save highlight report")
    expect(second.page.get_by_text("is still a draft: Workstream summary.")).to_be_visible()
    second.go(PAGE)
    expect(box(second)).to_have_value("Typed in the first window")
    box(second).fill("Gone on with in the second")
    keep_draft(second, SUMMARY, "Gone on with in the second")
    keep_draft(first, SUMMARY, "Gone on with in the first, too")
    expect(first.page.get_by_text("Both are kept.")).to_be_visible()
    first.press("Save highlight report")
    conflict = first.page.get_by_role("group", name=SUMMARY)
    expect(conflict).to_contain_text("in another window")
    expect(conflict).to_contain_text("Gone on with in the second")
    expect(box(first)).to_have_value("Gone on with in the first, too")
    first.page.get_by_label("Keep both, mine after theirs").check()
    first.press("Save highlight report")
    assert saved_summary() == "Gone on with in the second\nGone on with in the first, too"
    assert not Draft.objects.exists()


def tab(visitor):
    """The same person's next tab."""
    return type(visitor)(visitor.page.context.new_page(), visitor.server)


def keep_draft(visitor, name: str, text: str) -> None:
    box(visitor, name).fill(text)
    with visitor.page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        box(visitor, name).blur()
    assert kept.value.ok


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_brings_back_what_was_typed_and_never_over_what_is_saved_by_now(
    visitor, person, scripts
):
    nicola = arrive(visitor, scripts).sign_in(person("nicola-howells"))
    nicola.go(PAGE)
    box(nicola).fill("Typed and left at once")
    nicola.page.goto(f"{nicola.server}/")
    nicola.page.go_back()
    expect(box(nicola)).to_have_value("Typed and left at once")
    nicola.press("Save highlight report")
    emma = visitor().sign_in(person("emma-manaton"))
    emma.go(PAGE)
    box(emma).fill("Emma’s by now")
    emma.press("Save highlight report")
    nicola.page.go_back()
    expect(box(nicola)).to_have_value("Emma’s by now")
    box(nicola, "What’s gone well").fill("And good news")
    nicola.press("Save highlight report")
    assert saved_summary() == "Emma’s by now"
    assert not Draft.objects.exists()


def arrive(visitor, scripts: bool):
    """Somebody at a browser; one without scripts has none for axe, either."""
    somebody = visitor(java_script_enabled=scripts)
    if not scripts:
        somebody.check = lambda: None
    return somebody


def test_without_scripts_what_back_brings_back_is_saved_over_nothing_and_kept(visitor, person):
    nicola = arrive(visitor, scripts=False).sign_in(person("nicola-howells"))
    nicola.go(PAGE)
    box(nicola).fill("Nicola’s, typed and left at once")
    nicola.page.goto(f"{nicola.server}/")
    emma = visitor().sign_in(person("emma-manaton"))
    emma.go(PAGE)
    box(emma).fill("Emma’s by now")
    emma.press("Save highlight report")
    nicola.page.go_back()
    nicola.press("Save highlight report")
    both = nicola.page.get_by_role("group", name=SUMMARY)
    expect(both).to_contain_text("Emma’s by now")
    expect(box(nicola)).to_have_value("Nicola’s, typed and left at once")
    assert saved_summary() == "Emma’s by now"
    nicola.page.goto(f"{nicola.server}/")
    nicola.go(PAGE)
    expect(nicola.page.get_by_text("This is your draft from")).to_be_visible()
    expect(box(nicola)).to_have_value("Nicola’s, typed and left at once")
    nicola.press("Save highlight report")
    expect(both).to_contain_text("Emma’s by now")
    assert saved_summary() == "Emma’s by now"
    nicola.page.get_by_label("Keep both, mine after theirs").check()
    nicola.press("Save highlight report")
    assert saved_summary() == "Emma’s by now\nNicola’s, typed and left at once"
    assert not Draft.objects.exists()
    nicola.page.go_back()  # to what was refused, which is no longer what would be saved over
    expect(box(nicola)).to_have_value("Nicola’s, typed and left at once")
    nicola.press("Save highlight report")
    expect(both).to_contain_text("You saved")
    assert saved_summary() == "Emma’s by now\nNicola’s, typed and left at once"


def every_page() -> dict[str, tuple[tuple[str, str], tuple[str, str]]]:
    """Each page that is written on: what is typed in one window, and what in another."""
    [report] = HighlightReport.objects.filter(
        month__starts_on="2024-01-01", workstream__slug="culture-and-staff-wellbeing"
    )
    first, second = report.action_ratings.all()[:2]
    criterion, next_one = report.criterion_ratings.all()[:2]
    metric, measured = report.workstream.metrics.all()[:2]
    figure = f"actual-{measured.lines.get().pk}-2023-24-q4"
    return {
        f"{REPORT}actions/": (
            (f"action-{first.pk}-explanation", "Half a sentence"),
            (f"action-{second.pk}-delivery", "overdue"),
        ),
        f"{REPORT}criteria/": (
            (f"criterion-{criterion.pk}", "overdue"),
            (f"criterion-{next_one.pk}", "complete"),
        ),
        f"{REPORT}plan/": (("aims", "Half a sentence"), ("risks", "A risk")),
        f"{REPORT}scorecard/": ((f"remark-{metric.pk}", "Half a sentence"), (figure, "Awaited")),
        "/scas/2024-01/overview/": (("headline", "Half a sentence"), ("key_progress", "News")),
    }


@pytest.mark.parametrize("own_browser", [False, True], ids=["two tabs", "two browsers"])
def test_two_windows_and_back_lose_nothing_on_any_page(visitor, person, own_browser):
    for address, ((here, typed), (there, kept)) in every_page().items():
        writer = person("programme-office" if "overview" in address else "nicola-howells")
        first = visitor().sign_in(writer)
        second = visitor(own_browser=True).sign_in(writer) if own_browser else tab(first)
        for window in (first, second):
            window.page.goto(f"{window.server}{address}")
        with first.page.expect_response(lambda answer: answer.request.method == "POST"):
            write(first, here, typed)
        write(second, there, kept)
        with second.page.expect_navigation():
            second.page.locator(".app-save-bar button, form .nhsuk-button").last.click()
        expect(second.page.get_by_text("is still a draft")).to_be_visible()
        second.page.go_back()
        assert (value(second, here), value(second, there)) == (typed, kept), address
        first.page.goto(f"{first.server}/")
        first.page.go_back()
        assert (value(first, here), value(first, there)) == (typed, kept), address
        assert first.faults == second.faults == []


def write(visitor, name: str, text: str) -> None:
    """Write into a box, or choose a rating, and leave it."""
    box = visitor.page.locator(f"[name='{name}']")
    if box.first.get_attribute("type") == "radio":
        visitor.page.locator(f"[name='{name}'][value='{text}']").check()
    else:
        box.fill(text)
    visitor.page.evaluate("document.activeElement.blur()")


def value(visitor, name: str) -> str:
    """Wait until a page stands still, and return what a box holds or which rating is chosen."""
    visitor.page.wait_for_load_state("networkidle")
    box = visitor.page.locator(f"[name='{name}']")
    radios = box.first.get_attribute("type") == "radio"
    return visitor.page.locator(f"[name='{name}']{':checked' if radios else ''}").input_value()


SLOW_NETWORK = """() => {
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    sessionStorage.asked = Date.now();
    const answer = await fetched(...asked);
    await new Promise((on) => setTimeout(on, 700));
    sessionStorage.answered = Date.now();
    return answer;
  };
  addEventListener("pagehide", () => { sessionStorage.left = Date.now(); });
}"""


def test_a_draft_on_its_way_arrives_before_what_is_saved(visitor, person):
    lead = visitor()
    lead.page.add_init_script(f"({SLOW_NETWORK})()")
    lead.sign_in(person("nicola-howells"))
    page = lead.go(PAGE)
    page.get_by_label(SUMMARY).fill("Kept once")
    page.get_by_label(SUMMARY).blur()
    page.wait_for_function("() => sessionStorage.asked")
    lead.press("Save highlight report")
    expect(page.get_by_text("saved").first).to_be_visible()
    assert page.evaluate("() => sessionStorage.answered <= sessionStorage.left")
    assert saved_summary() == "Kept once"
    assert Draft.objects.count() == 0
