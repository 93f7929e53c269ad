"""The web page’s scorecards: every figure in its row, with its verdict, trend and notes."""

from dataclasses import replace

import pytest

from reporting.renderers import render
from tests.support.read_html import changed, read, section, squeezed, words

pytestmark = [pytest.mark.document, pytest.mark.django_db]


def told(panel) -> list[str]:
    return [words(one) for one in panel.iter("p", "li")]


def test_every_aim_and_actual_stands_in_its_row(published, page):
    cells = 0
    for number, workstream in enumerate(published.workstreams, start=1):
        bodies = section(page, f"scorecard-{number}").findall(".//tbody")
        for body, metric in zip(bodies, workstream.metrics, strict=True):
            printed = [("Aim", metric.aims), *((line.name, line.cells) for line in metric.lines)]
            found = [row for row in body if row.get("class") != "pack-below"]
            for row, (name, facts) in zip(found, printed, strict=True):
                assert words(row.xpath("th[@scope='row']")[0]) == name
                values = row.find_class("pack-value")
                assert [squeezed(value.text or "") for value in values] == [
                    fact.printed for fact in facts
                ]
                cells += len(facts)
    assert cells > 500


def test_every_metric_is_named_with_its_baseline_target_and_remark(published, page):
    for number, workstream in enumerate(published.workstreams, start=1):
        bodies = section(page, f"scorecard-{number}").findall(".//tbody")
        for body, metric in zip(bodies, workstream.metrics, strict=True):
            head = body.xpath(".//th[@scope='rowgroup']")[0]
            assert words(head).startswith(f"{metric.number}. {squeezed(metric.name)}")
            said = words(body)
            told = (metric.baseline, metric.target, metric.unit, metric.remark)
            assert all(squeezed(one) in said for one in told)


def test_performance_is_words_and_a_shape_and_never_on_aims(published, page):
    verdicts = [
        {"met": "Met", "not_met": "Not met"}[cell.verdict]
        for workstream in published.workstreams
        for metric in workstream.metrics
        for line in metric.lines
        for cell in line.cells
        if cell.verdict in ("met", "not_met")
    ]
    drawn = page.xpath("//td//*[contains(@class, 'app-performance--')]")
    assert [words(one) for one in drawn] == verdicts
    assert all(one.find("svg").get("aria-hidden") == "true" for one in drawn)


def test_quarters_stand_under_their_financial_years(published, page):
    first, second = section(page, "scorecard-1").findall(".//thead/tr")
    years = [head for head in first if head.get("scope") == "colgroup"]
    spread = [words(year) for year in years for _ in range(int(year.get("colspan")))]
    assert spread == [one.year for one in published.quarters]
    marked = (
        f"{quarter.name} {published.workstreams[0].marked(quarter)}"
        for quarter in published.quarters
    )
    assert [words(one) for one in second] == [one.strip() for one in marked]


def test_every_row_of_actuals_has_its_trend(published, page):
    lines = [
        (metric, line)
        for workstream in published.workstreams
        for metric in workstream.metrics
        for line in metric.lines
        if any(cell.position is not None for cell in line.cells)
    ]
    drawn = page.find_class("app-trend__svg")
    assert len(drawn) == len(lines)
    assert all(one.get("role") == "img" and one.get("aria-label") for one in drawn)


def test_an_unreadable_and_a_restated_cell_have_their_notes(published):
    metric = published.workstreams[0].metrics[0]
    bad, noted, *others = metric.lines[0].cells
    bad = replace(bad, printed="30%", state="unreadable", expected="‘30%’ is not a duration")
    noted = replace(noted, state="value", note="restated: counted twice")
    line = replace(metric.lines[0], cells=(bad, noted, *others))
    page = read(render(changed(published, metrics=(replace(metric, lines=(line,)),)), "html"))
    said = words(section(page, "scorecard-1"))
    assert "30% † cannot be read, see the note" in said
    assert f"† {line.name}, {bad.quarter}: Figure under query." in said
    assert "is not a duration" not in said
    assert f"‡ {line.name}, {noted.quarter}: restated: counted twice" in said
