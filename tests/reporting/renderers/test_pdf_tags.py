"""The PDF under the rules of PDF/UA-1, and each rule under a file that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from reporting.renderers import render
from tests.support.contents_factory import contents, metric, workstream
from tests.support.pdf_ua import elements, faults, kind

pytestmark = pytest.mark.document


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(contents(workstream(), workstream("Culture & Staff Wellbeing")), "pdf")


@pytest.fixture
def file(made: bytes) -> Pdf:
    return pikepdf.open(BytesIO(made))


def first(file: Pdf, *kinds: str) -> Dictionary:
    return next(one for one, _ in elements(file) if kind(one) in kinds)


def test_the_pack_keeps_every_rule(file: Pdf) -> None:
    assert faults(file) == []


def test_an_empty_programme_and_a_long_one_keep_every_rule() -> None:
    remark = " ".join(f"word{n}" for n in range(1500))
    long = workstream(metrics=tuple(metric(str(n), remark=remark) for n in range(12)))
    for one in (contents(), contents(long, issue=None)):
        assert faults(pikepdf.open(BytesIO(render(one, "pdf")))) == []


def test_the_tags_are_not_a_handful(file: Pdf) -> None:
    found = [kind(one) for one, _ in elements(file)]
    assert found.count("Table") >= 10
    assert found.count("TH") > 60
    assert {"H1", "H2", "L", "LI", "LBody", "TOC", "Link", "THead", "TBody"} <= set(found)


def unmark(file: Pdf) -> None:
    file.Root.MarkInfo.Marked = False


def suspect(file: Pdf) -> None:
    file.Root.MarkInfo.Suspects = True


def hide_the_title(file: Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def forget_the_language(file: Pdf) -> None:
    del file.Root.Lang


def forget_what_it_is(file: Pdf) -> None:
    with file.open_metadata() as metadata:
        del metadata["pdfuaid:part"]
        del metadata["dc:title"]


def paint_untagged(file: Pdf) -> None:
    file.pages[3].contents_add(b"0 0 10 10 re f")


def lose_a_tag(file: Pdf) -> None:
    first(file, "TBody").K = Array()


def rename_a_tag(file: Pdf) -> None:
    first(file, "Table").S = Name.Grid


def lift_a_cell(file: Pdf) -> None:
    table = first(file, "Table")
    table.K = Array([first(file, "TD")])


def skip_a_level(file: Pdf) -> None:
    first(file, "H2").S = Name.H4


def take_the_scope(file: Pdf) -> None:
    del first(file, "TH")["/A"]


def drop_a_cell(file: Pdf) -> None:
    row = [one for one, _ in elements(file) if kind(one) == "TR"][-1]
    row.K = Array(list(row.K)[:-1])


def silence_a_figure(file: Pdf) -> None:
    first(file, "P").S = Name.Figure


def silence_a_link(file: Pdf) -> None:
    for page in file.pages:
        for one in page.get("/Annots", []):
            del one["/Contents"]


def tab_at_random(file: Pdf) -> None:
    for page in file.pages:
        if "/Tabs" in page:
            del page["/Tabs"]


def strip_a_font(file: Pdf) -> None:
    for one in file.objects:
        if isinstance(one, Dictionary) and one.get("/Type") == Name.Font and "/ToUnicode" in one:
            del one["/ToUnicode"]


def run_something(file: Pdf) -> None:
    file.Root.OpenAction = file.make_indirect(Dictionary(S=Name.JavaScript, JS="1"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (unmark, "6.2: the file is not marked as tagged"),
        (suspect, "6.2: the file suspects its own tags"),
        (hide_the_title, "7.1: the title is not shown"),
        (forget_the_language, "7.2: the file has no language"),
        (forget_what_it_is, "5: the file does not call itself PDF/UA-1"),
        (forget_what_it_is, "7.1: the file has no title"),
        (paint_untagged, "7.1: page 4 paints something that is not tagged"),
        (lose_a_tag, "that no tag holds"),
        (rename_a_tag, "7.1: Grid is no standard tag"),
        (lift_a_cell, "7.2: TD inside Table"),
        (skip_a_level, "7.4.2: a heading of level 4 after one of level 1"),
        (take_the_scope, "7.5: a header cell does not say what it heads"),
        (drop_a_cell, "7.2: a table has rows of"),
        (silence_a_figure, "7.3: a figure has no alternative text"),
        (silence_a_link, "does not say where it leads"),
        (tab_at_random, "is not tabbed through in the order of its tags"),
        (strip_a_font, "does not say its characters"),
        (run_something, "7.19: the file runs something"),
    ],
)
def test_a_file_that_breaks_a_rule_is_found(
    file: Pdf, spoil: Callable[[Pdf], None], said: str
) -> None:
    spoil(file)
    assert any(said in fault for fault in faults(file))
