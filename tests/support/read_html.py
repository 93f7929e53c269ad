"""The pack as a web page, read back: its sections, tables and words."""

from dataclasses import replace

import lxml.html

from reporting.contents.facts import Contents


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
    assert drawn.find_class("app-shape")[0].get("aria-hidden") == "true"
    return words(drawn), drawn.get("class")


def changed(contents: Contents, **changes) -> Contents:
    """Return ``contents`` with its first workstream changed, and no other."""
    return replace(contents, workstreams=(replace(contents.workstreams[0], **changes),))
