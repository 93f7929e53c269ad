"""The backup file: a zip with a manifest and a part for each table, sealed by a checksum.

The seal is the archive's comment, the last bytes of the file: the SHA-256 of every byte before
it. So no byte can differ without its being seen, and any tool that opens a zip still opens this.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

FORMAT = "improvement-programme-backup"
VERSION = 1
MANIFEST = "manifest.json"
SEAL = b"sha256:"
_DIGITS = 64
_BLOCK = 1 << 20
_AS_TOLD = ConfigDict(extra="forbid", strict=True)


class BackupRefused(Exception):
    """It cannot be made or restored; the sentence says why."""


@dataclass(frozen=True)
class Part:
    """A table in the file: its model, how many rows, and the checksum of its lines."""

    __pydantic_config__: ClassVar[ConfigDict] = _AS_TOLD

    model: str
    rows: int
    sha256: str

    @property
    def name(self) -> str:
        return f"tables/{self.model}.jsonl"


@dataclass
class Manifest:
    """What the file holds, and which version of the tables it is of."""

    __pydantic_config__: ClassVar[ConfigDict] = _AS_TOLD

    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    tables: list[Part] = field(default_factory=list)
    format: str = FORMAT
    version: int = VERSION

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables)

    def state(self) -> set[tuple[str, str]]:
        """Give the migrations that its tables had."""
        return set(self.migrations)


class Writer:
    """Takes one table after the other. ``seal`` ends the file."""

    def __init__(self, path: Path, manifest: Manifest, *, at: datetime) -> None:
        self.manifest = manifest
        self._date = at.timetuple()[:6]
        # It holds everything, password hashes among it: nobody else on the machine may read it.
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        self._archive = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)

    def add(self, model: str, lines: Iterable[bytes]) -> None:
        """Write a table, line by line."""
        rows, digest = 0, hashlib.sha256()
        with self._archive.open(self._entry(Part(model, 0, "").name), "w", force_zip64=True) as to:
            for line in lines:
                to.write(line)
                digest.update(line)
                rows += 1
        self.manifest.tables.append(Part(model, rows, digest.hexdigest()))

    def seal(self) -> None:
        """Write the manifest and the checksum of the whole, and see that the disk has them."""
        told = json.dumps(asdict(self.manifest), indent=1).encode()
        self._archive.writestr(self._entry(MANIFEST), told)
        self._archive.comment = SEAL + b"0" * _DIGITS
        self._archive.close()
        self._file.seek(-_DIGITS, os.SEEK_END)
        end = self._file.tell()
        self._file.seek(0)
        digest = _digest_of_next(self._file, end)
        self._file.seek(end)
        self._file.write(digest)
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file, finished or not."""
        with suppress(OSError, ValueError):
            self._archive.close()
        self._file.close()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, date_time=self._date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry


@dataclass(frozen=True)
class Backup:
    """A backup that is whole, opened."""

    manifest: Manifest
    archive: zipfile.ZipFile

    def lines(self, part: Part) -> Iterator[bytes]:
        """Give a table's lines. Raises ``BackupRefused`` where they are not those written."""
        digest = hashlib.sha256()
        with self.archive.open(part.name) as lines:
            for line in lines:
                digest.update(line)
                yield line
        if digest.hexdigest() != part.sha256:
            raise BackupRefused(f"The backup's part {part.name} is not as it was written.")


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open a backup once its every byte is known to be as written.

    Raises ``BackupRefused`` for a file that is damaged, newer than this version, or no backup.
    """
    try:
        with path.open("rb") as file:
            _check_seal(file, path)
            with _archive_in(file, path) as archive:
                yield Backup(_manifest_in(archive, path), archive)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from error


def _check_seal(file: Any, path: Path) -> None:
    size = file.seek(0, os.SEEK_END)
    end = max(0, size - _DIGITS - len(SEAL))
    file.seek(end)
    seal = file.read()
    file.seek(0)
    digest = _digest_of_next(file, end + len(SEAL))
    if seal != SEAL + digest:
        raise BackupRefused(
            f"{path} is damaged, cut short or no backup of this application, so nothing of it "
            "was restored: take another copy."
        )


def _digest_of_next(file: Any, size: int) -> bytes:
    """Give the checksum of the next ``size`` bytes, in digits."""
    digest = hashlib.sha256()
    while block := file.read(min(_BLOCK, size)):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest().encode()


def _archive_in(file: Any, path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise BackupRefused(f"{path} is no backup of this application: it is no zip.") from error


def _manifest_in(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """Read the manifest, which has to say all that it ought to and of every part in the file."""
    parts = sorted(set(archive.namelist()) - {MANIFEST})
    if len(parts) != len(archive.namelist()) - 1:
        raise BackupRefused(f"{path} is no backup of this application: it has no one {MANIFEST}.")
    manifest = _manifest_of(archive.read(MANIFEST), path)
    if sorted(part.name for part in manifest.tables) != parts:
        raise BackupRefused(
            f"{path} does not hold the tables that its manifest lists, one part for each, so "
            "nothing of it was restored."
        )
    return manifest


def _manifest_of(told: bytes, path: Path) -> Manifest:
    facts = _facts_in(told, path)
    if isinstance(version := facts.get("version"), int) and version > VERSION:
        raise BackupRefused(
            f"{path} was made by a newer version of this application: install that one first."
        )
    if left_out := [one.name for one in fields(Manifest) if one.name not in facts]:
        raise BackupRefused(f"{path} has a manifest that does not say its {left_out[0]}.")
    try:
        return TypeAdapter(Manifest).validate_json(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        said = f"{path} has a manifest that is not to be read: {where}: {first['msg']}."
        raise BackupRefused(said) from error


def _facts_in(told: bytes, path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(told)
    except ValueError as error:
        raise BackupRefused(f"{path} has a manifest that is no JSON.") from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise BackupRefused(f"{path} is no backup of this application.")
    return facts
