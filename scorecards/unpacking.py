"""What an uploaded workbook may hold before anything of it is read: time and memory are bounded."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 200
MOST_TAGS = 100_000  # of all parts: each takes the reader some 30 microseconds and 500 bytes

TOO_MUCH = "This file unpacks to far more than a scorecard holds, so it was not opened."
TOO_WIDE = "This sheet has far more rows or columns than a scorecard."
NOT_OURS = "This is not a scorecard workbook: download it here, fill it in and upload that file."
_HYPERLINK = b"/relationships/hyperlink"
_FAR_RIGHT = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{3}""")  # a cell in a column after ZZ
_RELATION = re.compile(rb"<Relationship\b[^>]*>")


class Unfit(ValueError):
    """The file is not taken, and the message is one sentence that says why."""


def refuse_unfit(content: bytes) -> None:
    """Raise ``Unfit`` for what is no plain workbook: bombs, macros, links elsewhere, entities."""
    if len(content) > MOST_BYTES:
        raise Unfit("This file is larger than 2 MB: a scorecard is far smaller.")
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_size(archive)
            tags = 0
            for name in archive.namelist():
                part = archive.read(name)
                _refuse_part(name, part)
                tags += part.count(b"<")
                if tags > MOST_TAGS:
                    raise Unfit(TOO_MUCH)
    except (BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(NOT_OURS) from error
    except Exception as error:  # zlib and lzma raise their own for a damaged part
        raise Unfit(NOT_OURS) from error


def _refuse_size(archive: ZipFile) -> None:
    """A part gives no more than it declares, so what is declared bounds what is read."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit(TOO_MUCH)
    if len({part.filename for part in parts}) < len(parts):
        raise Unfit(NOT_OURS)


def _refuse_part(name: str, part: bytes) -> None:
    lower = name.lower()
    if "vbaproject" in lower or "macrosheets" in lower or b"macroEnabled" in part:
        raise Unfit("This workbook has macros: save it as .xlsx without them.")
    if "externallinks" in lower or (lower.endswith(".rels") and _leads_elsewhere(part)):
        raise Unfit("This workbook refers to other files: paste the values instead of the links.")
    if "embeddings" in lower or "activex" in lower:
        raise Unfit("This workbook has objects embedded in it: take them out and upload it again.")
    if lower.endswith((".xml", ".rels")) and (b"<!" in _without_comments(part) or b"\0" in part):
        raise Unfit(NOT_OURS)
    if "worksheets/" in lower and _FAR_RIGHT.search(part):
        raise Unfit(TOO_WIDE)  # the reader makes every empty cell before it


def _without_comments(part: bytes) -> bytes:
    return part.replace(b"<!--", b"").replace(b"<![CDATA[", b"")


def _leads_elsewhere(part: bytes) -> bool:
    """Links in a comment that somebody clicks are harmless; those that Excel follows are not."""
    return any(
        b'TargetMode="External"' in relation and _HYPERLINK not in relation
        for relation in _RELATION.findall(part)
    )
