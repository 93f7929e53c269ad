"""What an uploaded workbook may be before anything of it is read: a zip file of a known size."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 200
CHUNK = 65_536  # bytes

TOO_MUCH = "This file unpacks to far more than a scorecard holds, so it was not opened."
TOO_LARGE = "This file is larger than 2 MB: a scorecard is far smaller."
NOT_OURS = "This is not a scorecard workbook: download it here, fill it in and upload that file."
MACROS = "This workbook has macros: save it as .xlsx without them."
ELSEWHERE = "This workbook refers to other files: paste the values instead of the links."
EMBEDDED = "This workbook has objects embedded in it: take them out and upload it again."


class Unfit(ValueError):
    """The file is not taken, and the message is one sentence that says why."""


class Package:
    """The parts of a workbook by name. Raises ``Unfit`` for what is no plain workbook."""

    def __init__(self, content: bytes) -> None:
        if len(content) > MOST_BYTES:
            raise Unfit(TOO_LARGE)
        try:
            self._archive = ZipFile(BytesIO(content))
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unfit(NOT_OURS) from error
        parts = self._archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unfit(TOO_MUCH)
        self.names = {part.filename for part in parts}
        methods = {part.compress_type for part in parts}
        if len(self.names) < len(parts) or methods - {ZIP_STORED, ZIP_DEFLATED}:
            raise Unfit(NOT_OURS)
        for name in self.names:
            _refuse_part(name.lower())

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece: no more of it than its entry declares."""
        try:
            with self._archive.open(name) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except (Unfit, MemoryError):
            raise
        except Exception as error:  # zlib raises its own for a damaged part
            raise Unfit(NOT_OURS) from error


def _refuse_part(name: str) -> None:
    if "vbaproject" in name or "macrosheets" in name:
        raise Unfit(MACROS)
    if "externallinks" in name:
        raise Unfit(ELSEWHERE)
    if "embeddings" in name or "activex" in name:
        raise Unfit(EMBEDDED)
