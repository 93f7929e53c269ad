"""No work grows faster than its input: every regular expression and every reader of people's text.

Each is run on hostile text of one, two and four lengths in one go, and counted in processor time,
which other programs on the machine do not add to. Four times the text may take eight times as long;
what is quadratic takes sixteen times.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ValidationError

import config
import improvement
import reporting
import scorecards
from improvement.accounts.passwords import WellKnownPasswordValidator
from improvement.values.browser_windows import digest, load
from improvement.values.bullets import bullets_of, tidy
from improvement.values.periods import CalendarMonth, Quarter
from improvement.values.refusals import Refused
from reporting.changes.words import MOST_PIECES, word_difference
from reporting.pack.check_texts import claims_in
from reporting.renderers.pdf.characters import breakable, clean
from reporting.renderers.spreadsheets import defused
from reporting.search.highlight import find_spans, in_sentences, mark
from reporting.search.query import SearchPhrase, SearchQuery
from reporting.summary.dates_in_text import day_written
from scorecards.values.cells import Kind, parse
from scorecards.values.scales import MetricScale
from scorecards.workbook.cells import fit_for_xml
from scorecards.workbook.write import as_written
from scorecards.xlsx_reader.format_codes import NotUnderstood
from scorecards.xlsx_reader.guard import Unfit
from scorecards.xlsx_reader.number_formats import number_shown, text_shown
from scorecards.xlsx_reader.workbook_process import read_grid

ROOMS = (config, improvement, scorecards, reporting)
LENGTH = 2_000  # characters: what is quadratic takes some 30 ms over as many
TOLERANCE = 0.005  # seconds, below which nothing is said
ATTEMPTS = 3

# Every part is said again and again, and once more with an end that fits nothing.
PARTS = ["a", "A", "1", " ", "\n", "\t", ".", ",", "-", "'", '"', "(", "[", "<", "%", "/", ":", "£"]
PARTS += ["a ", "A. ", "1,", "12:", "x\n", "• ", "o\t", "“", "a'", "\u00a0", "é", "_x0041", "AB "]
PARTS += ["from red ", "from red to red ", "Q1 24/25 ", "no ", "on the ", "http://a ", "-v1", "&a;"]
ENDS = ["", "!", "\0"]


def hostile_texts(pattern: str = "") -> Iterator[tuple[str, str]]:
    """Yield a part to repeat and an end, with the words of a pattern among the parts."""
    own = [f"{word} " for word in re.findall(r"[A-Za-z]{2,12}", pattern)[:8]]
    for part in [*PARTS, *own]:
        for end in ENDS:
            yield part, end


def modules() -> list[ModuleType]:
    found = []
    for room in ROOMS:
        for one in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            skipped = (".migrations", ".management", ".wsgi", "_process", "gunicorn")
            if not any(part in one.name for part in skipped):
                found.append(importlib.import_module(one.name))
    return found


def expressions() -> dict[str, tuple[re.Pattern[Any], set[str]]]:
    """Return every regular expression of ours by its place, and the methods it is used with."""
    found: dict[str, tuple[re.Pattern[Any], set[str]]] = {}
    for module in modules():
        tree = ast.parse(source_of(module))
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                used = set(methods_used(tree, name))
                found.setdefault(value.pattern, (value, set()))[1].update(used)
    return {str(pattern): one for pattern, one in found.items()}


def source_of(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def methods_used(tree: ast.AST, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == name
        ):
            yield node.attr


USES: dict[str, Callable[[re.Pattern[Any], Any], object]] = {
    "finditer": lambda one, text: sum(1 for _ in one.finditer(text)),
    "findall": lambda one, text: len(one.findall(text)),
    "search": lambda one, text: one.search(text),
    "match": lambda one, text: one.match(text),
    "fullmatch": lambda one, text: one.fullmatch(text),
    "split": lambda one, text: one.split(text),
    "sub": lambda one, text: one.sub(text[:0], text),
}
EXPRESSIONS = expressions()


@pytest.mark.parametrize("pattern", EXPRESSIONS)
def test_no_regular_expression_grows_faster_than_its_text(pattern: str):
    compiled, used = EXPRESSIONS[pattern]
    binary = isinstance(compiled.pattern, bytes)
    for method in used & USES.keys() or {"finditer", "fullmatch"}:
        for part, end in hostile_texts(pattern):

            def run(text: str, method: str = method) -> object:
                return USES[method](compiled, text.encode() if binary else text)

            assert_linear(run, part, end)


def test_every_regular_expression_is_found():
    """What is compiled where it is used would not be, so none is."""
    wild = [
        f"{module.__name__}: {ast.unparse(node)[:60]}"
        for module in modules()
        for node in ast.walk(ast.parse(source_of(module)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr not in ("compile", "escape")
    ]
    assert wild == []
    assert len(EXPRESSIONS) > 30


def grades(text: str) -> object:
    scale = MetricScale.from_points(
        "s", "S", [{"code": "P", "label": "Poor"}, {"code": "G", "label": "G"}]
    )
    return parse(text, Kind.SCALE, scale=scale)


def marked(text: str) -> object:
    query = SearchQuery("a b", (SearchPhrase(("a",)), SearchPhrase(("a", "a"))))
    spans = find_spans(query, text)
    return mark(text, spans), in_sentences(text, spans)


def password(text: str) -> object:
    return WellKnownPasswordValidator().validate(text)


READERS: dict[str, Callable[[str], object]] = {
    "a pasted bullet": tidy,
    "bullets": bullets_of,
    "what a writer saw": load,
    "a digest": digest,
    "a month": CalendarMonth.parse,
    "a quarter": Quarter.parse,
    "a percentage": lambda text: parse(text, Kind.PERCENT),
    "a number": lambda text: parse(text, Kind.NUMBER),
    "a duration": lambda text: parse(text, Kind.DURATION),
    "a grade": grades,
    "a date": day_written,
    "movements told": claims_in,
    "text for print": lambda text: breakable(clean(text, frozenset("abc .\n"))),
    "text for a spreadsheet": defused,
    "text for Office": fit_for_xml,
    "a cell's text": as_written,
    "a format code": lambda text: number_shown(1.5, text),
    "a format code of text": lambda text: text_shown("a", text),
    "a password": password,
    "a search's marks": marked,
    "a workbook": lambda text: read_grid(text.encode(), "Scorecard"),
}
REFUSALS = (ValueError, ValidationError, Refused, Unfit, NotUnderstood)


@pytest.mark.parametrize("name", READERS)
def test_no_reader_grows_faster_than_its_text(name: str):
    def run(text: str) -> object:
        try:
            return READERS[name](text)
        except REFUSALS as refusal:
            return refusal

    for part, end in hostile_texts():
        assert_linear(run, part, end)


@pytest.mark.parametrize("part", ["a ", "a b c ", "a. ", ". ", "a\n", "\n"])
def test_comparing_words_has_an_end(part: str):
    """From the number of pieces on that are compared, it grows with the texts alone."""
    words = (part * (3 * MOST_PIECES))[: 6 * MOST_PIECES]
    assert_linear(
        lambda text: word_difference(f"x {text} y", f"y {text[::-1]} z a"), words, "", times=1
    )


def assert_linear(
    run: Callable[[str], object], part: str, end: str, times: int | None = None
) -> None:
    """Fail where four times the text takes more than eight times as long, three times in a row."""
    count = times or max(1, LENGTH // len(part))
    for _ in range(ATTEMPTS):
        seconds = [_seconds(run, part * (count * longer) + end) for longer in (1, 2, 4)]
        if seconds[2] < 8 * seconds[0] + TOLERANCE:
            return
    pytest.fail(f"{part[:20]!r} again and again, then {end!r}: {seconds} seconds")


def _seconds(run: Callable[[str], object], text: str) -> float:
    began = process_time()
    run(text)
    return process_time() - began
