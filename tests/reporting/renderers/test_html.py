"""The pack as one HTML page, read back: what it says, how it is built, and what it must not do."""

import base64
import hashlib
import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from reporting.contents.facts import BulletFact, SectionFact
from reporting.contents.pack_facts import IssueFact
from reporting.renderers import RENDERERS, render
from tests.support.read_html import changed, read, section, words

pytestmark = [pytest.mark.document, pytest.mark.django_db]
ISSUE = IssueFact(2, "2024-01-08T23:30:00+00:00", "Programme Office", "A figure was wrong")
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 }} {% now %} & \"'\x07\ud83d😀"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def test_it_is_registered_as_html():
    kind = RENDERERS["html"]
    assert (kind.media_type, kind.suffix) == ("text/html; charset=utf-8", ".html")


def test_the_headings_come_in_the_published_order(published, page):
    names = [workstream.name for workstream in published.workstreams]
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
    led_to = [page.get_element_by_id(link.get("href")[1:]) for link in links]
    assert [words(one) for one in led_to] == [words(one) for one in links]
    missed = {words(one) for one in page.iter("h2")} - {words(one) for one in links}
    assert missed <= {"Contents", "Meetings"}


def test_headings_step_down_one_at_a_time_from_a_single_first(page):
    levels = [int(one.tag[1]) for one in page.iter(*HEADINGS)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))
    assert all(words(one) for one in page.iter(*HEADINGS))


def test_it_is_in_english_titled_and_may_be_skipped_into(published, page):
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == f"{published.programme.name}: December 2023 (draft)"
    skip = next(page.iter("a"))
    assert page.get_element_by_id(skip.get("href")[1:]).tag == "main"


def test_every_table_has_a_caption_and_every_head_a_scope(page):
    tables = list(page.iter("table"))
    assert tables
    assert all(words(table.find("caption")) for table in tables)
    scopes = {head.get("scope") for head in page.iter("th")}
    assert scopes == {"col", "colgroup", "row", "rowgroup"}
    regions = [one.get("aria-label") for one in page.find_class("app-scroll")]
    assert len(set(regions)) == len(regions) == len(tables)


def test_no_two_elements_share_an_id(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_key_has_every_rating(published, page):
    drawn = section(page, "key").find_class("app-rating")
    rated = [one.words for one in published.rating_key]
    hatched = "Hatched: from the month before, not confirmed"
    assert [words(one) for one in drawn] == [*rated, hatched]


def test_a_draft_says_so_and_an_issued_pack_says_by_whom(published, page):
    assert "DRAFT: not issued" in words(page.find(".//header"))
    issued = read(render(replace(published, issue=ISSUE), "html"))
    cover = words(issued.find(".//header"))
    assert published.programme.name in cover
    assert "December 2023 Version 2 Issued by Programme Office on 8 January 2024" in cover
    assert "Reason for this version: A figure was wrong" in cover
    assert "draft" not in words(issued.find(".//title")).casefold()
    assert "DRAFT: not issued" not in words(issued.body)


def test_hostile_text_stays_text(published):
    first = published.workstreams[0]
    metric = replace(first.metrics[0], name=HOSTILE, remark=HOSTILE, unit=HOSTILE)
    line = replace(metric.lines[0], name=HOSTILE)
    hostile = changed(
        published,
        name=HOSTILE,
        exit_statement=HOSTILE,
        sections=(SectionFact("summary", HOSTILE, "entered", (BulletFact(HOSTILE, 0),)),),
        actions=tuple(
            replace(action, wording=HOSTILE, explanation=HOSTILE, moves=(HOSTILE,))
            for action in first.actions[:2]
        ),
        metrics=(replace(metric, lines=(line,)),),
    )
    programme = replace(published.programme, name=HOSTILE, organisation=HOSTILE)
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


def test_the_same_contents_give_the_same_bytes(published, made, documents_made_anew):
    assert render(published, "html") == made


def test_it_is_made_in_a_moment(published, made, documents_made_anew):
    taken = []
    for _ in range(3):
        start = time.process_time()
        render(published, "html")
        taken.append(time.process_time() - start)
    assert min(taken) < 0.3


def test_an_empty_programme_is_a_page_too(published):
    empty = replace(published, workstreams=(), quarters=())
    assert "The programme has no workstreams yet" in words(read(render(empty, "html")))
    bare = replace(published.workstreams[0], actions=(), criteria=(), metrics=(), plan=None)
    said = words(read(render(replace(published, workstreams=(bare,), quarters=()), "html")))
    assert "Scorecard: " not in said
    assert "Plan on a page: " not in said
