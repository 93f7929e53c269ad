"""The pack as one HTML page, read back: what it says, how it is built, and what it must not do."""

import base64
import hashlib
import re
import time
from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest

from reporting.contents import ActionFact, BulletFact, Contents, SectionFact
from reporting.issue_facts import IssueFact
from reporting.renderers import RENDERERS, render

pytestmark = [pytest.mark.document, pytest.mark.django_db]

ISSUE = IssueFact(2, "2024-01-08T23:30:00+00:00", "Programme Office", "A figure was wrong")
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 }} {% now %} & \"'\x07\ud83d😀"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@pytest.fixture(scope="module")
def december(published: Contents) -> Contents:
    """December as a draft."""
    return published


@pytest.fixture(scope="module")
def made(december: Contents) -> bytes:
    return render(december, "html")


@pytest.fixture(scope="module")
def page(made: bytes):
    return read(made)


def read(made: bytes):
    return lxml.html.document_fromstring(made.decode("utf-8"))


def words(element) -> str:
    """The element's text as read out, with single spaces."""
    return squeezed(" ".join(element.itertext()))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def section(page, anchor: str):
    """The section whose heading has the id ``anchor``."""
    return page.get_element_by_id(anchor).getparent()


def below(page, anchor: str, name: str):
    """The table of a workstream in a section that has one for each."""
    tables = section(page, anchor).iter("table")
    return next(one for one in tables if words(one.find("caption")).endswith(f": {name}"))


def rows(table) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in table.iterfind("./tbody/tr")]


def rating_of(cell) -> tuple[str, str]:
    """The words of a rating and the class that gives it its shape and colour."""
    drawn = cell.find_class("app-rating")[0]
    assert drawn.find_class("app-rating__shape")[0].get("aria-hidden") == "true"
    return words(drawn), drawn.get("class")


def changed(contents: Contents, **changes) -> Contents:
    """Give ``contents`` with its first workstream changed, and no other."""
    return replace(contents, workstreams=(replace(contents.workstreams[0], **changes),))


def test_it_is_registered_as_html():
    kind = RENDERERS["html"]
    assert (kind.media_type, kind.suffix) == ("text/html; charset=utf-8", ".html")


def test_the_headings_come_in_the_published_order(december, page):
    names = [one.name for one in december.workstreams]
    reports = [f"{kind}: {name}" for name in names for kind in ("Highlight report", "Scorecard")]
    said = [words(one) for one in page.iter("h2")]
    assert [one for one in said if one != "Meetings"] == [
        "Contents",
        "Executive summary",
        "Programme overview",
        "Update on CQC Must and Should Dos",
        "Actions red, moved or explained",
        "Update on exit criteria",
        *reports,
        *(f"Plan on a page: {name}" for name in names),
        "Key to ratings and performance",
    ]


def test_the_contents_lead_to_every_section(page):
    links = page.find(".//nav").findall(".//a")
    led_to = [page.get_element_by_id(one.get("href")[1:]) for one in links]
    assert [words(one) for one in led_to] == [words(one) for one in links]
    missed = {words(one) for one in page.iter("h2")} - {words(one) for one in links}
    assert missed <= {"Contents", "Meetings"}


def test_headings_step_down_one_at_a_time_from_a_single_first(page):
    levels = [int(one.tag[1]) for one in page.iter(*HEADINGS)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))
    assert all(words(one) for one in page.iter(*HEADINGS))


def test_it_is_in_english_titled_and_may_be_skipped_into(december, page):
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == f"{december.programme.name}: December 2023 (draft)"
    skip = next(page.iter("a"))
    assert page.get_element_by_id(skip.get("href")[1:]).tag == "main"


def test_every_table_has_a_caption_and_every_head_a_scope(page):
    tables = list(page.iter("table"))
    assert tables
    assert all(words(one.find("caption")) for one in tables)
    scopes = {head.get("scope") for head in page.iter("th")}
    assert scopes == {"col", "colgroup", "row", "rowgroup"}
    regions = [one.get("aria-label") for one in page.find_class("app-scroll")]
    assert len(set(regions)) == len(regions) == len(tables)


def test_no_two_elements_share_an_id(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_judged_ratings_stand_beside_what_the_actions_say(december, page):
    table = section(page, "programme-overview").find(".//table")
    judged = [(one.delivery, one.embedding) for one in december.workstreams]
    judged.append((december.overview.delivery, december.overview.embedding))
    for row, facts in zip(table.iterfind("./tbody/tr"), judged, strict=True):
        for cell, fact in zip(row.findall("td"), facts, strict=True):
            assert rating_of(cell)[0] == fact.judged.words
            counted = [f"{one.count} {one.rating.words.split(' (')[0]}" for one in fact.counts]
            expected = f"({', '.join(counted)})" if counted else "No actions to rate"
            assert expected in words(cell)


def test_every_action_stands_in_its_row_with_both_ratings(december, page):
    for workstream in december.workstreams:
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
                assert f"app-rating--{fact.code or 'none'}" in drawn


def test_the_red_moved_and_explained_are_singled_out(december, page):
    red = section(page, "red-or-moved")
    singled_out = [f"{a.strength} {a.ref}" for a in actions(december) if a.noteworthy]
    assert [words(one) for one in red.iter("h4")] == singled_out
    said = words(red)
    for action in (one for one in actions(december) if one.noteworthy):
        told = (*action.moves, action.explanation, action.mitigation)
        assert all(squeezed(one) in said for one in told)
    assert ("No action is rated red" in said) is (not singled_out)


def actions(contents: Contents) -> list[ActionFact]:
    return [action for one in contents.workstreams for action in one.actions]


def test_a_moved_action_says_so_with_its_explanation(december):
    moved = replace(
        december.workstreams[0].actions[0],
        moves=("Delivery: On Track to Overdue",),
        explanation="Late parts",
        mitigation="",
    )
    page = read(render(changed(december, actions=(moved,)), "html"))
    item = section(page, "red-or-moved").find(".//article")
    assert "Moved. Delivery: On Track to Overdue" in words(item)
    assert "Explanation Late parts Mitigation None given" in words(item)
    assert "Moved. Delivery: On Track to Overdue" in words(section(page, "cqc"))


def test_nothing_red_or_moved_is_said(december):
    page = read(render(changed(december, actions=()), "html"))
    assert "No action is rated red" in words(section(page, "red-or-moved"))
    assert "No CQC actions in this workstream" in words(section(page, "cqc"))
    assert "No actions to rate" not in words(section(page, "cqc"))


def test_every_criterion_stands_in_its_row(december, page):
    for workstream in (one for one in december.workstreams if one.criteria):
        found = below(page, "exit-criteria", workstream.name).iterfind("./tbody/tr")
        for row, criterion in zip(found, workstream.criteria, strict=True):
            number, text, lead, rated = row
            assert (words(number), words(text)) == (criterion.number, squeezed(criterion.text))
            owner = f"{criterion.owner} (owner)" if criterion.owner else ""
            assert words(lead) == (owner or workstream.names_in("executive_lead") or "Nobody named")
            assert rating_of(rated)[0] == criterion.rating.words


def test_every_section_of_every_report_is_told(december, page):
    for number, workstream in enumerate(december.workstreams, start=1):
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


def test_nil_is_not_missing(december):
    given = (
        SectionFact("risks", "Risks", "nil", ()),
        SectionFact("issues", "Issues", "missing", ()),
        SectionFact("progress", "Progress", "entered", (BulletFact("Some", 0),)),
    )
    page = read(render(changed(december, sections=given), "html"))
    panels = section(page, "report-1").find_class("pack-panel")
    assert [told(one) for one in panels] == [["Nothing to report"], ["Nothing entered"], ["Some"]]


def test_every_aim_and_actual_stands_in_its_row(december, page):
    cells = 0
    for number, workstream in enumerate(december.workstreams, start=1):
        bodies = section(page, f"scorecard-{number}").findall(".//tbody")
        for body, metric in zip(bodies, workstream.metrics, strict=True):
            printed = [("Aim", metric.aims), *((one.name, one.cells) for one in metric.lines)]
            found = [row for row in body if row.get("class") != "pack-below"]
            for row, (name, facts) in zip(found, printed, strict=True):
                assert words(row.xpath("th[@scope='row']")[0]) == name
                values = row.find_class("pack-value")
                assert [squeezed(one.text or "") for one in values] == [
                    one.printed for one in facts
                ]
                cells += len(facts)
    assert cells > 500


def test_every_metric_is_named_with_its_baseline_target_and_remark(december, page):
    for number, workstream in enumerate(december.workstreams, start=1):
        bodies = section(page, f"scorecard-{number}").findall(".//tbody")
        for body, metric in zip(bodies, workstream.metrics, strict=True):
            head = body.xpath(".//th[@scope='rowgroup']")[0]
            assert words(head).startswith(f"{metric.number}. {squeezed(metric.name)}")
            said = words(body)
            told = (metric.baseline, metric.target, metric.unit, metric.remark)
            assert all(squeezed(one) in said for one in told)


def test_performance_is_words_and_a_shape_and_never_on_aims(december, page):
    verdicts = [
        {"met": "Met", "not_met": "Not met"}[cell.verdict]
        for one in december.workstreams
        for metric in one.metrics
        for line in metric.lines
        for cell in line.cells
        if cell.verdict in ("met", "not_met")
    ]
    drawn = page.xpath("//td//*[contains(@class, 'app-performance--')]")
    assert [words(one) for one in drawn] == verdicts
    assert all(one.find("svg").get("aria-hidden") == "true" for one in drawn)


def test_quarters_stand_under_their_financial_years(december, page):
    first, second = section(page, "scorecard-1").findall(".//thead/tr")
    years = [head for head in first if head.get("scope") == "colgroup"]
    spread = [words(one) for one in years for _ in range(int(one.get("colspan")))]
    assert spread == [one.year for one in december.quarters]
    assert [words(one) for one in second] == [one.name for one in december.quarters]


def test_every_row_of_actuals_has_its_trend(december, page):
    lines = [
        (metric, line)
        for one in december.workstreams
        for metric in one.metrics
        for line in metric.lines
        if any(cell.position is not None for cell in line.cells)
    ]
    drawn = page.find_class("app-trend__svg")
    assert len(drawn) == len(lines)
    assert all(one.get("role") == "img" and one.get("aria-label") for one in drawn)


def test_an_unreadable_and_a_restated_cell_have_their_notes(december):
    metric = december.workstreams[0].metrics[0]
    bad, noted, *others = metric.lines[0].cells
    bad = replace(bad, printed="30%", state="unreadable", expected="‘30%’ is not a duration")
    noted = replace(noted, state="value", note="restated: counted twice")
    line = replace(metric.lines[0], cells=(bad, noted, *others))
    page = read(render(changed(december, metrics=(replace(metric, lines=(line,)),)), "html"))
    said = words(section(page, "scorecard-1"))
    assert "30% † cannot be read, see the note" in said
    assert f"† {line.name}, {bad.quarter}: ‘30%’ is not a duration" in said
    assert f"‡ {line.name}, {noted.quarter}: restated: counted twice" in said


def test_every_line_of_every_plan_is_told(december, page):
    for number, workstream in enumerate(december.workstreams, start=1):
        plan = section(page, f"plan-{number}")
        if workstream.plan is None:
            assert "No plan has been entered" in words(plan)
            continue
        panels = plan.find_class("pack-panel")
        for panel, part in zip(panels, workstream.plan.parts, strict=True):
            assert words(panel.find("h3")) == part.title
            assert told(panel) == ([squeezed(one) for one in part.lines] or ["Nothing entered"])
        items = [squeezed(one) for many in workstream.plan.milestones for one in many.items]
        assert [words(one) for one in plan.xpath(".//table//li")] == items


def test_the_key_has_every_rating(december, page):
    drawn = section(page, "key").find_class("app-rating")
    assert [words(one) for one in drawn] == [one.words for one in december.rating_key]


def test_a_draft_says_so_and_an_issued_pack_says_by_whom(december, page):
    assert "DRAFT: not issued" in words(page.find(".//header"))
    issued = read(render(replace(december, issue=ISSUE), "html"))
    cover = words(issued.find(".//header"))
    assert december.programme.name in cover
    assert "December 2023 Version 2 Issued by Programme Office on 8 January 2024" in cover
    assert "Reason for this version: A figure was wrong" in cover
    assert "draft" not in words(issued.find(".//title")).casefold()
    assert "DRAFT: not issued" not in words(issued.body)


def test_hostile_text_stays_text(december):
    first = december.workstreams[0]
    metric = replace(first.metrics[0], name=HOSTILE, remark=HOSTILE, unit=HOSTILE)
    line = replace(metric.lines[0], name=HOSTILE)
    hostile = changed(
        december,
        name=HOSTILE,
        exit_statement=HOSTILE,
        sections=(SectionFact("summary", HOSTILE, "entered", (BulletFact(HOSTILE, 0),)),),
        actions=tuple(
            replace(one, wording=HOSTILE, explanation=HOSTILE, moves=(HOSTILE,))
            for one in first.actions[:2]
        ),
        metrics=(replace(metric, lines=(line,)),),
    )
    programme = replace(december.programme, name=HOSTILE, organisation=HOSTILE)
    made = render(
        replace(hostile, programme=programme, issue=replace(ISSUE, reason=HOSTILE)), "html"
    )
    page = made.decode("utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 20
    assert "{{ 7 }} {% now %}" in page
    assert "😀" in page


def test_the_page_runs_nothing_and_fetches_nothing(made, page):
    text = made.decode("utf-8")
    wanted = set(page.xpath("//@src | //@href | //@action | //@poster | //@data | //@srcset"))
    assert all(one.startswith("#") for one in wanted)
    assert not re.search(r"<(script|link|iframe|object|embed|form|base)\b", text)
    assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import|expression\(", text)
    addresses = set(re.findall(r"https?://[^\"'\s<]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg"}  # the name of SVG, which nobody fetches


def test_the_policy_allows_the_page_its_own_style_alone(page):
    (style,) = page.iter("style")
    hashed = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == [f"default-src 'none'; style-src 'sha256-{hashed}'; img-src data:"]


def test_the_same_contents_give_the_same_bytes(december, made):
    assert render(december, "html") == made


def test_it_is_made_in_a_moment(december, made):
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        render(december, "html")
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.3


def test_an_empty_programme_is_a_page_too(december):
    empty = replace(december, workstreams=(), quarters=())
    assert "The programme has no workstreams yet" in words(read(render(empty, "html")))
    bare = replace(december.workstreams[0], actions=(), criteria=(), metrics=(), plan=None)
    said = words(read(render(replace(december, workstreams=(bare,), quarters=()), "html")))
    assert "No metrics in this workstream" in said
    assert "No plan has been entered for this workstream" in said
