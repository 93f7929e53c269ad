"""The map of the code: its picture is that of the imports, and what it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tools.code_map import drawing_of

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs" / "code-map.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\d+\. `([\w/]+\.py)` `([\w.]+)`: ", MAP, re.MULTILINE)
FILES = sorted(
    set(re.findall(r"`((?:improvement|scorecards|reporting|tests|templates)/[\w/]+\.?\w*)`", MAP))
)


def test_the_picture_is_that_of_the_imports():
    drawn = f"```mermaid\n{drawing_of(ROOT)}```\n"
    assert drawn in MAP, "draw it again: .venv/bin/python tools/code_map.py"


def test_an_arrow_that_follows_from_two_others_is_not_drawn(tmp_path: Path):
    for file, text in {
        "improvement/values/clock.py": "",
        "improvement/models/programme.py": "from improvement.values import clock",
        "improvement/web/pages.py": "from improvement.models.programme import clock\n"
        "from improvement.values.clock import now\n",
        "improvement/urls.py": "from improvement.web import pages",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    arrows = [line.strip() for line in drawing_of(tmp_path).splitlines() if "-->" in line]
    assert arrows == [
        "improvement/models --> improvement/values",
        "improvement/web --> improvement/models",
    ]


@pytest.mark.parametrize(("file", "name"), STEPS, ids=lambda part: part)
def test_each_step_of_a_story_is_where_the_map_says(file: str, name: str):
    assert name in names_in(ROOT / file)


def test_there_are_three_stories():
    lines = re.findall(r"^\d+\. ", MAP, re.MULTILINE)
    assert (len(lines), lines.count("1. ")) == (len(STEPS), 3)


def test_every_file_and_folder_that_the_map_names_is_there():
    assert [name for name in FILES if not (ROOT / name).exists()] == []
    assert len(FILES) > 40


def names_in(path: Path) -> set[str]:
    """Return the functions and classes of a module, and its methods as ``Class.method``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    top = [node for node in tree.body if isinstance(node, kinds)]
    inner = [(one, node) for one in top for node in one.body if isinstance(node, kinds)]
    return {one.name for one in top} | {f"{one.name}.{node.name}" for one, node in inner}
