"""Templates are read like code: short lines, parts that say what they take, each in its place."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.gallery.views import PAGE

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
LONGEST = 160
DRAWN = re.compile(r'"([a-z_]+(?:/[a-z_]+)*\.html)"')
# What several pages share, and what the layout is made of.
SHARED = ("_components", "_layout")


def parts() -> dict[str, Path]:
    """Return the templates that are part of a page: in a shared folder, or named with _."""
    files = {path.relative_to(TEMPLATES).as_posix(): path for path in TEMPLATES.rglob("*.html")}
    return {
        name: path
        for name, path in files.items()
        if path.name[0] == "_" or path.parent.name in SHARED
    }


def drawers() -> dict[str, set[str]]:
    """Return for each template the folder of each template that draws it."""
    found: dict[str, set[str]] = {}
    for path in TEMPLATES.rglob("*.html"):
        user = path.relative_to(TEMPLATES)
        for name in DRAWN.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(user.as_posix())
    return found


def test_no_line_of_a_template_is_long():
    files = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    long = {
        f"{path.relative_to(ROOT)}:{number}": len(line)
        for path in [*files, PAGE]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST
    }
    assert long == {}


def test_each_part_says_first_what_it_takes():
    opening = re.compile(r"(\{# .* #\}\n)*?\{# (.* )?Takes: ")
    silent = [
        name
        for name, path in parts().items()
        if not opening.match(path.read_text(encoding="utf-8"))
    ]
    assert silent == []


def test_a_part_of_one_page_alone_stands_beside_it():
    """In _components/ is what two templates draw, a tag draws, or another part there."""
    users = drawers()
    alone = [
        name
        for name in parts()
        if name.startswith("_components/")
        and len(users.get(name, ())) == 1
        and not min(users[name]).startswith("_components/")
    ]
    assert alone == []


def test_a_part_beside_a_page_is_drawn_in_its_own_folder_alone():
    users = drawers()
    elsewhere = {
        name: sorted(
            user
            for user in users.get(name, ())
            if Path(user).parent != path.parent.relative_to(TEMPLATES)
        )
        for name, path in parts().items()
        if path.name[0] == "_" and path.parent.name not in SHARED
    }
    assert {name: found for name, found in elsewhere.items() if found} == {}
