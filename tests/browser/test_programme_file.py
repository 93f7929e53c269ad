"""A programme file in a browser: looked at, ticked and loaded, on a phone too; axe at each step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from improvement.models import Action, Person, Programme

PAGE = "/scas/set-up/file/"
CULTURE = "Culture & Staff Wellbeing"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("width", [360, 1280])
def test_an_office_takes_the_file_away_and_loads_it_with_one_more_action(
    visitor, programme: Programme, tmp_path: Path, width: int
):
    office = visitor(viewport={"width": width, "height": 800})
    office.sign_in(Person.objects.get(programme=programme, slug="programme-office"))
    page = office.go(PAGE)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download scas.json").click()
    taken = tmp_path / "scas.json"
    download.value.save_as(taken)
    file = json.loads(taken.read_text(encoding="utf-8"))
    action = {**file["workstreams"][1]["actions"][0], "ref": "CSW-90", "text": "A new one"}
    file["workstreams"][1]["actions"].append(action)
    file["workstreams"][2]["actions"][0]["strength"] = "may"
    taken.write_text(json.dumps(file), encoding="utf-8")

    page.get_by_label("The file of this programme").set_input_files(taken)
    office.press("See what it would change")
    expect(page.get_by_role("alert")).to_contain_text("Must or Should: this should be 'must'")
    file["workstreams"][2]["actions"][0]["strength"] = "should"
    taken.write_text(json.dumps(file), encoding="utf-8")
    page.get_by_label("The file of this programme").set_input_files(taken)
    office.press("See what it would change")
    assert page.evaluate(OVERFLOW) <= 0
    expect(page.get_by_label(f"{CULTURE}, action CSW-90")).to_be_checked()
    office.press("Load what is ticked")
    expect(page.get_by_role("main")).to_contain_text("1 place was written from scas.json.")
    assert Action.objects.get(reference="CSW-90").ratings.get().delivery == ""
