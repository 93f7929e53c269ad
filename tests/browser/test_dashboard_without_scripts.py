"""The dashboard with scripts switched off: it shows everything, and its filters work."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from improvement.models import CqcAction, Programme


def test_without_scripts_the_dashboard_shows_everything_and_its_filters_work(
    visitor, programme: Programme
):
    ceo = visitor(java_script_enabled=False).sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.page
    page.goto(f"{ceo.server}/scas/?month=2024-01")
    tiles = page.get_by_role("region", name="Ratings").locator(".app-tile")
    expect(tiles).to_have_count(1 + programme.workstreams.count())
    for tile in tiles.all():
        expect(tile).to_contain_text("Worst of its actions")
    history = page.get_by_role("region", name="Rating history", exact=True)
    rows = history.get_by_role("row").filter(has=page.locator('th[scope="row"]'))
    actions = CqcAction.objects.filter(workstream__programme=programme)
    expect(rows).to_have_count(actions.count())
    history.get_by_label("Workstream").select_option("patient-safety")
    history.get_by_label("Must or Should").select_option("must")
    with page.expect_navigation():
        history.get_by_role("button", name="Show these actions").click()
    expect(page).to_have_url(
        re.compile(r"\?month=2024-01&workstream=patient-safety&strength=must&rating=#history$")
    )
    asked = actions.filter(workstream__slug="patient-safety", strength="must")
    expect(rows).to_have_count(asked.count())
    expect(history.get_by_label("Workstream")).to_have_value("patient-safety")
    assert 0 < asked.count() < actions.count()
    assert ceo.faults == []
