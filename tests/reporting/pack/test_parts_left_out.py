"""What is left out or empty is neither asked for nor printed: 88 actions without a metric."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation

from improvement.models import Month, Person
from improvement.values.parts import ReportPart
from reporting.changes.compare import changes_since
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents, from_json, to_json
from reporting.pack.readiness import concerns_of
from reporting.renderers import render
from scorecards.programme_file.load import load_file
from tests.support.read_html import read, words
from tests.support.read_pdf import Read

SOURCE = "CQC comprehensive inspection, November 2016"
WORKSTREAMS, ACTIONS = 12, 88
PRINTED_FOR_NOTHING = ("Scorecard: ", "Plan on a page: ", "Update on exit criteria")
LEFT_OUT = [part.value for part in ReportPart if part is not ReportPart.SUMMARY]


def an_action(number: int) -> dict[str, Any]:
    strength = "must" if number < 39 else "should"
    told = {"ref": f"A{number}", "strength": strength, "text": f"Put right what {number} found"}
    return told | {"regulation": "", "source": SOURCE}


def a_service(number: int) -> dict[str, Any]:
    actions = [an_action(each) for each in range(ACTIONS) if each % WORKSTREAMS == number]
    facts = {"slug": f"service-{number}", "name": f"Service {number}", "exit_statement": ""}
    empty: dict[str, Any] = {"appointments": [], "criteria": [], "metrics": [], "plan": None}
    return facts | empty | {"actions": actions}


def a_report(service: dict[str, Any]) -> dict[str, Any]:
    rated = {"delivery": "on_track", "embedding": "on_track"}
    ratings = [
        {"ref": action["ref"], **rated, "explanation": "", "mitigation": ""}
        for action in service["actions"]
    ]
    sections = dict.fromkeys(part.value for part in list(ReportPart)[1:7])
    told = {"workstream": service["slug"], **rated, "summary": "Under way", **sections}
    return told | {"action_ratings": ratings, "criterion_ratings": [], "remarks": []}


@pytest.fixture
def mental_health(db: None, noon) -> Contents:
    """A mental health trust's month of 2017: 12 services with 88 actions, and no figures."""
    services = [a_service(number) for number in range(WORKSTREAMS)]
    overview = {
        "headline": "Under way",
        "rag_assessment": "As rated",
        "delivery": "on_track",
        "embedding": "on_track",
        **{
            kind: ["Under way"]
            for kind in (
                "executive_summary",
                "key_highlights",
                "key_progress",
                "key_risks_issues",
            )
        },
    }
    programme = {"slug": "services-2017", "name": "CQC Action Plan", "organisation": "A trust"}
    file = {
        "format": "improvement-programme",
        "version": 2,
        "programme": programme | {"exit_on": None, "meetings": [], "parts_off": LEFT_OUT},
        "quarters": ["2017/18 Q1", "2017/18 Q2"],
        "people": [],
        "scales": [],
        "workstreams": services,
        "months": [
            {
                "month": "2017-09",
                "overview": overview,
                "reports": [a_report(service) for service in services],
            }
        ],
    }
    by = Person.objects.for_command("load_programme")
    outcome = load_file(text=json.dumps(file), name="services.json", by=by, at=noon)
    assert outcome.programme.parts_off == LEFT_OUT
    return assemble(Month.objects.get(programme=outcome.programme))


def test_nothing_is_asked_that_is_left_out(mental_health: Contents) -> None:
    """131 things were to be waived."""
    missing = [one.in_words for one in concerns_of(mental_health, None) if one.is_missing]
    assert missing == []
    assert from_json(to_json(mental_health)) == mental_health


@pytest.mark.document
@pytest.mark.parametrize("format", ["html", "pptx", "pdf"])
def test_no_page_is_printed_that_has_nothing_on_it(mental_health: Contents, format: str) -> None:
    """36 pages were."""
    body = render(mental_health, format)
    match format:
        case "html":
            printed = words(read(body).find("body"))
        case "pdf":
            printed = " ".join(Read(body).pages)
        case _:
            slides = Presentation(BytesIO(body)).slides
            printed = " ".join(slide.shapes.title.text_frame.text for slide in slides)
    assert "Highlight report: Service 11" in " ".join(printed.split())
    assert [title for title in PRINTED_FOR_NOTHING if title in printed] == []


def test_a_pack_that_leaves_nothing_out_has_the_json_it_had(contents: Contents) -> None:
    assert "parts_off" not in to_json(contents)
    assert [part.kind for part in contents.workstreams[0].sections] == [
        part.value for part in list(ReportPart)[:7]
    ]


@pytest.mark.parametrize("is_new", [True, False], ids=["left out now", "taken in again"])
def test_leaving_a_part_out_is_no_change_of_each_thing_in_it(
    contents: Contents, is_new: bool
) -> None:
    """Every criterion and metric was told as left out, and as new when it came back."""
    off = replace(contents.programme, parts_off=("criteria", "scorecard"))
    streams = tuple(replace(one, criteria=(), metrics=()) for one in contents.workstreams)
    without = replace(contents, programme=off, workstreams=streams)
    before, now = (contents, without) if is_new else (without, contents)
    assert changes_since(before, now).items == ()
