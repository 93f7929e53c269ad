"""A rating is asked what it is: its codes, words and colours stand in one module and style sheet.

The rating key becomes a programme's own; what names a rating elsewhere would not follow it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from improvement.values.ratings import Colour, Rating
from reporting.charts import template

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "improvement" / "values" / "ratings.py"
SHEET = ROOT / "static" / "css" / "marks.css"
MODULES = [
    path
    for room in ("improvement", "scorecards", "reporting")
    for path in sorted((ROOT / room).rglob("*.py"))
    if path != HOUSE and path.parent.name != "migrations"
]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
RATED = [rating for rating in Rating if rating.is_rated]
MEMBERS = {rating.name for rating in RATED}
# Codes of one ordinary word are words of other things, too: a figure is overdue, a job complete.
CODES = {rating.value for rating in RATED if "_" in rating.value}
WORDS = {words for rating in RATED for words in (rating.words, rating.short) if " " in words}
# The colours that only ratings have, of those drawn in Python and in documents.
COMMON = {template.WHITE, template.QUIET, template.ACTUAL, template.INK}
TONES = {
    tone
    for colour in Colour
    for tone in (colour.tones.fill, colour.tones.edge, colour.tones.pale)
    if tone not in COMMON
}
TOLD = {told.lower() for told in CODES | WORDS | TONES}


def test_no_module_names_a_rating() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}": name
        for path in MODULES
        for line, name in names_of_ratings(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == {}, "ask the rating, or improvement.values.ratings.rating_of"


def names_of_ratings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Return each member, code, word and colour of a rating in a module, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MEMBERS:
            if isinstance(node.value, ast.Name) and node.value.id == "Rating":
                yield node.lineno, node.attr
        elif isinstance(node, ast.Constant) and str(node.value).lower() in TOLD:
            yield node.lineno, str(node.value)


def test_no_template_names_a_rating() -> None:
    named = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(CODES | WORDS | TONES))) + ")"
    )
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in TEMPLATES
        if path.parent.name != "help" and (match := named.search(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_one_style_sheet_gives_ratings_their_colours() -> None:
    gives = re.compile(r"\.app-(?:shape|rating)--(?:" + "|".join(Colour) + r")[^{]*\{[^}]*--fill")
    sheets = sorted((ROOT / "static" / "css").glob("*.css"))
    assert [path for path in sheets if gives.search(path.read_text(encoding="utf-8"))] == [SHEET]
