"""What the CEO's office asks next, answered by clicking alone from the dashboard."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from improvement.audit.changes import record
from improvement.models import ActionRating, Person, Programme
from improvement.values.ratings import Rating
from scorecards.models import Actual, ActualLine

LOOK = os.environ.get("SCREENSHOTS")
WHY = "The campaign was put back to March"


@pytest.fixture
def january_moved(programme: Programme) -> None:
    """In January one action turned red, and training fell below its aim."""
    nicola = programme.people.get(slug="nicola-howells")
    rating = ActionRating.objects.get(
        action__reference="CSW-01", report__month__starts_on="2024-01-01"
    )
    rating.delivery, rating.explanation, rating.carried = Rating.OVERDUE, WHY, False
    record(rating, by=nicola)
    line = ActualLine.objects.get(
        metric__number="2", metric__workstream__slug="patient-safety", name="Actual"
    )
    actual, _ = Actual.objects.get_or_create(line=line, quarter="2023/24 Q4")
    actual.printed = "75%"
    record(actual, by=programme.people.get(slug="dai-tamplin"))


@pytest.fixture(params=[1280, 360])
def ceo(request, visitor, programme: Programme, january_moved):
    """The CEO's office on the dashboard of January, at which it arrived by clicking."""
    width = request.param
    person = Person.objects.get(programme=programme, slug="ceo-office")
    office = visitor(viewport={"width": width, "height": 1200}).sign_in(person)
    page = office.page
    office.go("/")
    office.follow(page.get_by_role("link", name="See the dashboard of SCAS"))
    office.go("/scas/?month=2024-01")
    expect(page.get_by_role("heading", level=1)).to_contain_text("January 2024")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if LOOK:
        page.screenshot(path=Path(LOOK, f"january-{width}.png"), full_page=True)
    return office


def section(page: Page, name: str):
    return page.get_by_role("region", name=name, exact=True)


def test_the_next_five_questions_are_answered_by_clicking(ceo):
    when_did_it_turn_red_for_how_long_and_why(ceo)
    which_metric_fell_below_which_aim(ceo)
    who_has_not_submitted_and_since_when_is_it_late(ceo)
    how_long_has_an_action_been_red(ceo)
    who_changed_the_rating_last(ceo)


def when_did_it_turn_red_for_how_long_and_why(ceo):
    moved = section(ceo.page, "What moved")
    expect(moved).to_contain_text(WHY)
    page = ceo.follow(moved.get_by_role("link", name="CSW-01"))
    expect(
        page.get_by_text("It is red, and has been since January 2024: 31 days so far.")
    ).to_be_visible()
    red = page.get_by_role("row").filter(has_text="Overdue")
    expect(red).to_contain_text("1 January 2024")
    expect(red).to_contain_text(WHY)
    page.go_back()


def which_metric_fell_below_which_aim(ceo):
    moved = section(ceo.page, "What moved")
    expect(moved).to_contain_text("Met (82% in 2023/24 Q3) → Not met (75% in 2023/24 Q4)")
    page = ceo.follow(moved.get_by_role("link", name="Metric 2"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Level 3 Safeguarding training")
    expect(page.get_by_role("row", name="2023/24 Q4")).to_contain_text("90%")
    page.go_back()


def who_has_not_submitted_and_since_when_is_it_late(ceo):
    figures = ceo.page.get_by_role("list", name="In five figures")
    expect(figures).to_contain_text(re.compile(r"0\s+of 4"))
    expect(figures).to_contain_text(re.compile(r"Late: Governance [0-9,]+ days, and 3 more"))


def how_long_has_an_action_been_red(ceo):
    red = section(ceo.page, "Red, and for how long")
    page = ceo.follow(red.get_by_role("link", name="GWL-01"))
    told = section(page, "December 2023")
    expect(told).to_contain_text("The gap analysis for Regulation 17 is now complete")
    page.go_back()


def who_changed_the_rating_last(ceo):
    moved = section(ceo.page, "What moved")
    page = ceo.follow(moved.get_by_role("link", name="CSW-01"))
    delivery = section(page, "Table: Delivery").get_by_role("row").filter(has_text="Overdue")
    expect(delivery).to_contain_text("Nicola Howells")
    page = ceo.follow(page.get_by_role("link", name=re.compile("^Changes of")))
    change = page.get_by_role("listitem").filter(has_text="Overdue").first
    expect(change).to_contain_text("Nicola Howells")
    expect(change).to_contain_text("On Track")


def test_the_page_reflows_at_400_per_cent_and_says_ratings_in_forced_colours(
    visitor, programme, january_moved
):
    person = Person.objects.get(programme=programme, slug="ceo-office")
    # 1280 pixels wide at 400% are 320.
    office = visitor(viewport={"width": 320, "height": 256}, forced_colors="active").sign_in(person)
    page = office.go("/scas/?month=2024-01")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    shape = page.locator(".app-five .app-shape--amber > path").first
    fill = shape.evaluate("one => getComputedStyle(one).fill")
    empty = page.locator(".app-shape--none > path").first
    assert fill != empty.evaluate("one => getComputedStyle(one).fill")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
