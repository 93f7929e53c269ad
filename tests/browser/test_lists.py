"""The lists and the page of a workstream in a browser: axe, widths, and a sorted column."""

from __future__ import annotations

from improvement.models import Action, Person

LISTS = (
    "/scas/actions/?month=2024-01",
    "/scas/exit/?month=2024-01",
    "/scas/measures/?month=2023-12",
    "/scas/packs/",
    "/scas/workstreams/?month=2024-01",
    "/scas/workstreams/performance-improvement/?month=2023-12",
)
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
# The words of cells that are higher than their cell, and so stand over the row below.
OVER = """() => [...document.querySelectorAll(".app-list td, .app-list th")]
  .filter((cell) => cell.checkVisibility() && cell.scrollHeight > cell.clientHeight + 1)
  .map((cell) => cell.innerText)"""


def test_every_list_passes_axe_and_fits(visitor, programme):
    someone = visitor(viewport={"width": 1280, "height": 800})
    someone.sign_in(Person.objects.get(programme=programme, slug="programme-office"))
    for address in LISTS:
        someone.go(address)
        for width in (1280, 768, 360):
            page = someone.resize(width)
            assert page.evaluate(OVERFLOW) <= 0, (address, width)
            assert page.evaluate(OVER) == [], (address, width)
        page.set_viewport_size({"width": 1280, "height": 800})
    assert someone.faults == []


def test_a_timeline_hides_nothing_beside_a_telephone_s_screen(visitor, programme):
    someone = visitor(viewport={"width": 360, "height": 740})
    someone.sign_in(Person.objects.get(programme=programme, slug="programme-office"))
    action = Action.objects.get(workstream__programme=programme, reference="GWL-01")
    for address in (f"/scas/actions/{action.pk}/", "/scas/ratings/"):
        page = someone.go(address)
        assert page.locator(".app-strip--band").count() == 2
        wide = "table => table.scrollWidth - table.closest('main').clientWidth"
        assert all(table.evaluate(wide) <= 0 for table in page.locator(".app-timeline").all())
    assert someone.faults == []


def test_a_head_sorts_the_list_and_keeps_the_filters(visitor, programme):
    someone = visitor()
    someone.sign_in(Person.objects.get(programme=programme, slug="board-reader"))
    page = someone.go("/scas/actions/?month=2023-12&kind=must&group=none")
    someone.follow(page.get_by_role("link", name="Ref", exact=True))
    refs = page.locator("td.app-list__ref").all_inner_texts()
    assert len(refs) == 11
    assert refs == sorted(refs)


# Where the line under each filter is, and by how much the chosen period is cut.
FILTER_BAR = """() => {
  const lines = [...document.querySelectorAll(".app-filter")];
  const period = document.querySelector("#filter-month");
  const width = period.offsetWidth;
  period.style.maxWidth = "none";
  return [new Set(lines.map((one) => one.getBoundingClientRect().bottom)).size,
          period.offsetWidth - width];
}"""


def test_the_filters_stand_on_one_line_and_the_period_is_whole(visitor, programme):
    someone = visitor(viewport={"width": 1280, "height": 800})
    someone.sign_in(Person.objects.get(programme=programme, slug="programme-office"))
    for address in ("/scas/?month=2023-12", "/scas/exit/?month=2023-12"):
        page = someone.go(address)
        assert page.get_by_label("Period").locator("option:checked").inner_text() == (
            "December 2023, pack 1"
        )
        assert page.evaluate(FILTER_BAR) == [1, 0], address
