"""The web page’s reports: ratings, actions, criteria, sections, plans and sources."""

from dataclasses import replace

import pytest

from reporting.contents.facts import ActionFact, BulletFact, Contents, SectionFact
from reporting.renderers import render
from tests.support.read_html import below, changed, rating_of, read, section, squeezed, words

pytestmark = [pytest.mark.document, pytest.mark.django_db]


def test_the_judged_ratings_stand_beside_what_the_actions_say(published, page):
    table = section(page, "programme-overview").find(".//table")
    judged = [(workstream.delivery, workstream.embedding) for workstream in published.workstreams]
    judged.append((published.overview.delivery, published.overview.embedding))
    for row, facts in zip(table.iterfind("./tbody/tr"), judged, strict=True):
        for cell, fact in zip(row.findall("td"), facts, strict=True):
            assert rating_of(cell)[0] == fact.judged.words
            counted = [
                f"{count.count} {count.rating.words.split(' (')[0]}" for count in fact.counts
            ]
            expected = f"({', '.join(counted)})" if counted else "No actions to rate"
            assert expected in words(cell)


def test_every_action_stands_in_its_row_with_both_ratings(published, page):
    for workstream in published.workstreams:
        table = below(page, "cqc", workstream.name) if workstream.actions else []
        found = list(table.iterfind("./tbody/tr")) if workstream.actions else []
        for row, action in zip(found, workstream.actions, strict=True):
            strength, ref, wording, *rated = row
            assert (words(strength), words(ref)) == (action.strength, action.ref)
            assert words(wording).startswith(squeezed(action.wording))
            facts = (action.delivery, action.embedding)
            for cell, fact in zip(rated, facts, strict=True):
                said, drawn = rating_of(cell)
                assert said == fact.words
                assert f"app-rating--{fact.colour}" in drawn


def test_the_red_moved_and_explained_are_singled_out(published, page):
    red = section(page, "red-or-moved")
    singled_out = [f"{a.strength} {a.ref}" for a in actions(published) if a.noteworthy]
    assert [words(one) for one in red.iter("h4")] == singled_out
    said = words(red)
    for action in (one for one in actions(published) if one.noteworthy):
        told = (*action.moves, action.explanation, action.mitigation)
        assert all(squeezed(one) in said for one in told)
    assert ("No action is rated red" in said) is (not singled_out)


def actions(contents: Contents) -> list[ActionFact]:
    return [action for workstream in contents.workstreams for action in workstream.actions]


def test_a_moved_action_says_so_with_its_explanation(published):
    moved = replace(
        published.workstreams[0].actions[0],
        moves=("Delivery: On Track to Overdue",),
        explanation="Late parts",
        mitigation="",
    )
    page = read(render(changed(published, actions=(moved,)), "html"))
    item = section(page, "red-or-moved").find(".//article")
    assert "Moved. Delivery: On Track to Overdue" in words(item)
    assert "Explanation Late parts Mitigation None given" in words(item)
    assert "Moved. Delivery: On Track to Overdue" in words(section(page, "cqc"))


def test_nothing_red_or_moved_is_said(published):
    page = read(render(changed(published, actions=()), "html"))
    assert "No action is rated red" in words(section(page, "red-or-moved"))
    assert "No actions in this workstream" in words(section(page, "cqc"))
    assert "No actions to rate" not in words(section(page, "cqc"))


def test_every_criterion_stands_in_its_row(published, page):
    for workstream in (one for one in published.workstreams if one.criteria):
        found = below(page, "exit-criteria", workstream.name).iterfind("./tbody/tr")
        for row, criterion in zip(found, workstream.criteria, strict=True):
            number, text, lead, rated = row
            assert (words(number), words(text)) == (criterion.number, squeezed(criterion.text))
            owner = f"{criterion.owner} (owner)" if criterion.owner else ""
            assert words(lead) == (owner or workstream.names_in("executive_lead") or "Nobody named")
            assert rating_of(rated)[0] == criterion.rating.words


def test_every_section_of_every_report_is_told(published, page):
    for number, workstream in enumerate(published.workstreams, start=1):
        report = section(page, f"report-{number}")
        panels = {words(one.find("h3")): one for one in report.find_class("pack-panel")}
        assert list(panels) == [one.title for one in workstream.sections]
        for one in workstream.sections:
            assert told(panels[one.title]) == expected(one)
        for lead in workstream.leads:
            assert f"{lead.words} {' / '.join(lead.names) or 'Nobody named'}" in words(report)


def told(panel) -> list[str]:
    return [words(one) for one in panel.iter("p", "li")]


def expected(one: SectionFact) -> list[str]:
    if one.state == "nil":
        return ["Nothing to report"]
    return [squeezed(bullet.text) for bullet in one.bullets] or ["Nothing entered"]


def test_nil_is_not_missing(published):
    given = (
        SectionFact("risks", "Risks", "nil", ()),
        SectionFact("issues", "Issues", "missing", ()),
        SectionFact("progress", "Progress", "entered", (BulletFact("Some", 0),)),
    )
    page = read(render(changed(published, sections=given), "html"))
    panels = section(page, "report-1").find_class("pack-panel")
    assert [told(panel) for panel in panels] == [
        ["Nothing to report"],
        ["Nothing entered"],
        ["Some"],
    ]


def test_every_line_of_every_plan_is_told(published, page):
    for number, workstream in enumerate(published.workstreams, start=1):
        plan = section(page, f"plan-{number}")
        panels = plan.find_class("pack-panel")
        for panel, part in zip(panels, workstream.plan.parts, strict=True):
            assert words(panel.find("h3")) == part.title
            assert told(panel) == ([squeezed(line) for line in part.lines] or ["Nothing entered"])
        items = [squeezed(item) for many in workstream.plan.milestones for item in many.items]
        assert [words(one) for one in plan.xpath(".//table//li")] == items


def test_a_part_of_a_plan_is_bullets_unless_it_is_the_background_or_one_line(published):
    plan = published.workstreams[0].plan
    lines = {
        "background": ("Why", "And since when"),
        "aims": ("One aim alone",),
        "benefits": ("One benefit", "Another benefit"),
        "risks": ("There are two:", "One risk", "Another risk"),
    }
    parts = tuple(replace(one, lines=lines.get(one.kind, ())) for one in plan.parts)
    page = read(render(changed(published, plan=replace(plan, parts=parts)), "html"))
    drawn = {
        part.kind: [(one.tag, words(one)) for one in panel.iter("p", "li")]
        for part, panel in zip(parts, section(page, "plan-1").find_class("pack-panel"), strict=True)
    }
    assert [drawn[kind] for kind in lines] == [
        [("p", "Why"), ("p", "And since when")],
        [("p", "One aim alone")],
        [("li", "One benefit"), ("li", "Another benefit")],
        [("p", "There are two:"), ("li", "One risk"), ("li", "Another risk")],
    ]


def test_a_source_is_named_once_where_all_actions_have_it_and_at_each_where_they_differ(published):
    one, other, *_ = published.workstreams[0].actions
    told = {
        "The report": ("Source: The report", ["", ""]),
        "The notice": ("", ["The report", "The notice"]),
    }
    for second, (above, beside) in told.items():
        actions = (replace(one, source="The report"), replace(other, source=second))
        page = section(read(render(changed(published, actions=actions), "html")), "cqc")
        assert words(page.find_class("pack-lead")[0]).partition(" | ")[2] == above
        cells = [row.find_class("app-reason") for row in page.iterfind(".//tbody/tr")]
        assert ["".join(words(one) for one in found) for found in cells] == beside
