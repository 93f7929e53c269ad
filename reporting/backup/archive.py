"""The backup file: a zip with a manifest and a part for each table, sealed by a checksum.

The seal is the archive's comment, the last bytes of the file: the SHA-256 of every byte before
it. Every changed byte is noticed, and any tool that opens a zip can open the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
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
_STRICT = ConfigDict(extra="forbid", strict=True)


class BackupRefused(Exception):
    """A backup cannot be made or restored; the message is a sentence with the reason."""


@dataclass(frozen=True)
class TablePart:
    """A table in the file: its model, how many rows, and the checksum of its lines."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    model: str
    rows: int
    sha256: str

    @property
    def name(self) -> str:
        return f"tables/{self.model}.jsonl"


def part_of(
    model: str, lines: Iterable[bytes], write: Callable[[bytes], object] = lambda line: None
) -> TablePart:
    """Return how many lines there are and their checksum; ``write`` is called with each line."""
    rows, digest = 0, hashlib.sha256()
    for line in lines:
        write(line)
        digest.update(line)
        rows += 1
    return TablePart(model, rows, digest.hexdigest())


@dataclass
class Manifest:
    """The tables in the file, and the migrations they had."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    tables: list[TablePart] = field(default_factory=list)
    format: str = FORMAT
    version: int = VERSION

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables)


class BackupWriter:
    """Writes one table after another. ``seal`` completes the file."""

    def __init__(self, path: Path, manifest: Manifest, *, at: datetime) -> None:
        self.manifest = manifest
        self._date = at.timetuple()[:6]
        # The file has everything, with password hashes: no other user of the machine may read it.
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        self._archive = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)

    def add(self, model: str, lines: Iterable[bytes]) -> None:
        """Write a table, line by line."""
        entry = self._entry(TablePart(model, 0, "").name)
        with self._archive.open(entry, "w", force_zip64=True) as to:
            self.manifest.tables.append(part_of(model, lines, write=to.write))

    def seal(self) -> None:
        """Write the manifest and the checksum of the file, and make sure they are on the disk."""
        manifest = json.dumps(asdict(self.manifest), indent=1).encode()
        self._archive.writestr(self._entry(MANIFEST), manifest)
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
        """Close the file, finished or not."""
        with suppress(OSError, ValueError):
            self._archive.close()
        self._file.close()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, date_time=self._date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry


@dataclass(frozen=True)
class Backup:
    """An open backup whose seal has been checked."""

    manifest: Manifest
    archive: zipfile.ZipFile

    def lines(self, part: TablePart) -> Iterator[bytes]:
        """Yield a table's lines. Raises ``BackupRefused`` where their checksum is wrong."""
        digest = hashlib.sha256()
        with self.archive.open(part.name) as lines:
            for line in lines:
                digest.update(line)
                yield line
        if digest.hexdigest() != part.sha256:
            raise BackupRefused(f"The backup's part {part.name} is not as it was written.")


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """Open a backup after checking that every byte is as written.

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
    """Return the checksum of the next ``size`` bytes, in digits."""
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
    """Return the manifest. Raises ``BackupRefused`` unless it lists the parts in the file."""
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


def _manifest_of(text: bytes, path: Path) -> Manifest:
    try:
        facts = json.loads(text)
    except ValueError as error:
        raise BackupRefused(f"{path} has a manifest that is no JSON.") from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise BackupRefused(f"{path} is no backup of this application.")
    if isinstance(version := facts.get("version"), int) and version > VERSION:
        raise BackupRefused(
            f"{path} was made by a newer version of this application: install that one first."
        )
    if left_out := [key.name for key in fields(Manifest) if key.name not in facts]:
        raise BackupRefused(f"{path} has a manifest that does not say its {left_out[0]}.")
    try:
        return TypeAdapter(Manifest).validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BackupRefused(
            f"{path} has a manifest that is not to be read: {where}: {first['msg']}."
        ) from error
