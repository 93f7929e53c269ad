"""What every Office file needs: text that XML can hold, and one time in place of the clock's."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_ONE_TIME = (1980, 1, 1, 0, 0, 0)  # the same contents give the same bytes
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(?=</)")


def fit_for_xml(text: str) -> str:
    """Without what XML refuses; half a character pair, pasted, becomes the sign for unknown."""
    return _REFUSED.sub("", text).encode("utf-8", "replace").decode()


def at_one_time(file: bytes, moment: datetime) -> bytes:
    """Give an Office file again with ``moment`` for every time in it, and in the books it holds.

    The libraries date the file and its parts by the clock; the zip then packs the dates.
    """
    given = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(given, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _dated(part, moment)
            if name.endswith(".xlsx"):
                part = at_one_time(part, moment)
            info = ZipInfo(name, _ONE_TIME)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, part)
    return given.getvalue()


def _dated(core: bytes, moment: datetime) -> bytes:
    """The libraries write the moment of saving over what they were given."""
    said = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    return _DATES.sub(lambda found: found[1] + said, core)
