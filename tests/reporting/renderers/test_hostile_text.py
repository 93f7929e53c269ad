"""Any text a user can type is kept, shown as text and printed; none of it is ever run."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from improvement.editing.forms.report import HighlightReportForm
from improvement.models import Section
from improvement.values.browser_windows import dump
from improvement.values.bullets import tidy
from reporting.contents.assemble import assemble
from reporting.contents.facts import from_json, to_json
from reporting.renderers import RENDERERS, render
from tests.support.hostile_documents import assert_nothing_runs, letters, said

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ request.user }} {% now 'Y' %} ${7*7}",
    "typst": '#eval("1+1") $x^2$ *bold* _it_ `raw` @ref <label> #include "/etc/passwd"',
    "alphabets": "日本語 العربية עברית ไทย Ελληνικά 🚑 👩🏽‍⚕️ ✓",
    "controls": "bell\x07 escape\x1b[31m vertical\x0btab form\x0cfeed line\u2028separator",
    "marks": "zero\u200bwidth rtl\u202eoverride bom\ufeff nbsp\u00a0 e\u0301",
    "formula": "=cmd|' /C calc'!A0 +1 -1 @SUM(A1)",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "long word": "x" * 5_000,
    "long text": "A sentence that goes on. " * 790,
    "quotes": "“Smart” ‘quotes’ – dashes… \"straight\" 'single' & ampersand",
}


def fields_of(client: Client, part: str) -> dict[str, str]:
    """Return every text field of a page with its value."""
    html = client.get(f"{REPORT}{part}/").content.decode()
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"', html)
    boxes = re.findall(r'<input[^>]*type="text"[^>]*name="([^"]+)"', html)
    return dict.fromkeys([*areas, *boxes], "")


@pytest.fixture
def written(signed_in, send, nicola) -> Callable[[str], None]:
    """Write a text into every field that takes one."""

    def write(text: str) -> None:
        client = signed_in(nicola)
        for part in ("highlight-report", "actions", "plan"):
            fields = fields_of(client, part)
            assert fields
            answer = send(client, f"{REPORT}{part}/", dict.fromkeys(fields, text))
            assert "saved." in answer.content.decode()

    return write


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_is_kept_and_shown_as_text(written, signed_in, nicola, culture, text):
    written(text)
    client = signed_in(nicola)
    assert Section.objects.get(report=culture, kind="progress").text == tidy(text)
    page = client.get(REPORT).content.decode()
    assert "<script>alert(1)" not in page
    assert "onerror=alert" not in re.sub(r"&lt;[^&]*&gt;", "", page)
    contents = assemble(culture.month)
    assert from_json(to_json(contents)) == contents


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_is_printed_as_text_in_every_format(written, culture, text):
    written(text)
    contents = assemble(culture.month)
    for format in RENDERERS:
        made = render(contents, format)
        # The PDF names the letters that its font cannot draw.
        if format != "pdf" or text.isascii():
            assert letters(text)[:30] in letters(said(made, format)), format
        assert_nothing_runs(made, format)


@pytest.mark.parametrize("part", ["highlight-report", "actions", "plan", "scorecard"])
def test_a_nul_is_refused_with_a_sentence_and_the_rest_is_not_lost(signed_in, nicola, part):
    client = signed_in(nicola)
    fields = fields_of(client, part)
    fields.pop("pasted", None)
    posted = dict.fromkeys(fields, "typed for an hour")
    posted[next(iter(fields))] = "nul\0byte"
    page = client.post(f"{REPORT}{part}/", posted).content.decode()
    assert "Null characters are not allowed" in page
    assert "typed for an hour" in page


def test_a_figure_longer_than_a_cell_is_refused_with_a_sentence(signed_in, nicola):
    client = signed_in(nicola)
    fields = fields_of(client, "scorecard")
    box = next(name for name in fields if name.startswith("actual-"))
    page = client.post(f"{REPORT}scorecard/", {box: "9" * 201}).content.decode()
    assert "at most 200 characters" in page


def test_a_rating_that_is_none_is_refused(signed_in, nicola, culture):
    client = signed_in(nicola)
    page = client.post(f"{REPORT}highlight-report/", {"delivery": "purple"}).content.decode()
    assert "purple is not one of the available choices" in page
    culture.refresh_from_db()
    assert culture.delivery == ""


def test_bytes_that_are_no_text_are_kept_as_replacement_characters(signed_in, nicola, culture):
    client = signed_in(nicola)
    form = "application/x-www-form-urlencoded"
    seen = dump(HighlightReportForm(report=culture, by=nicola).shown)
    body = b"progress=half%ffabc&seen=" + quote(seen).encode()
    client.post(f"{REPORT}highlight-report/", body, content_type=form)
    assert culture.sections.get(kind="progress").text == "half\ufffdabc"
