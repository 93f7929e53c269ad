"""The parts of a workbook that say what its cells mean: relations, sheets, strings and styles."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath

from scorecards.xlsx_reader.format_codes import BUILT_IN
from scorecards.xlsx_reader.guard import ELSEWHERE, MACROS, NOT_OURS, Unfit
from scorecards.xlsx_reader.xml_parts import Counted, PartReader

# A character that XML cannot hold. Half of a pair of them is none, and stays as it is.
_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Return a workbook's text with the characters in it that it keeps by number."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class ContentTypes(PartReader):
    """What each part is. Refuses macros."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if "macroEnabled" in attributes.get("ContentType", ""):
            raise Unfit(MACROS)


class Relations(PartReader):
    """Where a part's relations lead, by their identity and by the last word of their kind.

    Refuses links that Excel follows by itself; those that somebody clicks are harmless.
    """

    def __init__(self, counted: Counted, name: str) -> None:
        super().__init__(counted)
        self._folder = dirname(dirname(name))
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode") == "External":
            if kind != "hyperlink":
                raise Unfit(ELSEWHERE)
            return
        target = join("/", self._folder, attributes.get("Target", ""))
        self.targets[attributes.get("Id", "")] = normpath(target).lstrip("/")
        self.targets.setdefault(kind, normpath(target).lstrip("/"))


class Sheets(PartReader):
    """The sheets of a workbook: each name with its relation, and since when it counts days."""

    def __init__(self, counted: Counted) -> None:
        super().__init__(counted)
        self.relations: dict[str, str] = {}
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in ("1", "true")
        elif name == "sheet":
            of_relation = (value for key, value in attributes.items() if key.endswith(" id"))
            self.relations[attributes.get("name", "")] = next(of_relation, "")


class Strings(PartReader):
    """The texts that cells share, in order. Japanese readings of a text are left out."""

    def __init__(self, counted: Counted) -> None:
        super().__init__(counted)
        self.texts: list[str] = []
        self._words: list[str] = []
        self._aloud = self._in_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._words = []
        self._aloud = self._aloud or name == "rPh"
        self._in_text = name == "t" and not self._aloud

    def end(self, name: str) -> None:
        self._in_text = False
        if name == "rPh":
            self._aloud = False
        elif name == "si":
            self.texts.append(unescaped("".join(self._words)))

    def text(self, words: str) -> None:
        if self._in_text:
            self._words.append(words)


class Styles(PartReader):
    """The number format of each style of a cell."""

    def __init__(self, counted: Counted) -> None:
        super().__init__(counted)
        self._own: dict[int, str] = {}
        self._of_style: list[int] = []
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            self._in_cells = True
        elif name == "numFmt":
            self._own[whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "xf" and self._in_cells:
            self._of_style.append(whole(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def code(self, style: int) -> str:
        """Return a style's format code; one that only other languages have is named by number."""
        number = self._of_style[style] if style < len(self._of_style) else 0
        return self._own.get(number) or BUILT_IN.get(number) or f"[{number}]"


def whole(text: str) -> int:
    """Read a whole number that a workbook counts or points with. Raises ``Unfit``."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise Unfit(NOT_OURS)
    return int(text)
