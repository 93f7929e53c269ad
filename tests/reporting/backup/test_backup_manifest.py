"""A backup whose checksum is right and whose manifest is not: one sentence each, and no rows."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from improvement.models import Person
from reporting.backup.file import SEAL, BackupRefused, Manifest, Writer, opened
from reporting.backup.making import applied_migrations, models_in
from reporting.backup.restoring import restore_backup

MADE_AT = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
Edit = Callable[[dict[str, Any]], Any]


@pytest.fixture
def whole(db, tmp_path) -> Path:
    """A backup with every table of this version, and no row."""
    return written(tmp_path / "whole", [model._meta.label_lower for model in models_in(apps)])


def written(file: Path, labels: list[str]) -> Path:
    manifest = Manifest(MADE_AT.isoformat(), "sqlite", sorted(applied_migrations()))
    writer = Writer(file, manifest, at=MADE_AT)
    for label in labels:
        writer.add(label, [])
    writer.seal()
    writer.close()
    return file


def resealed(file: Path, manifest: bytes | None) -> Path:
    """Give a file the same parts with another manifest or with none, and the checksum it needs."""
    other = file.with_name("resealed")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            if name != "manifest.json":
                after.writestr(name, before.read(name))
        if manifest is not None:
            after.writestr("manifest.json", manifest)
        after.comment = SEAL + b"0" * 64
    content = other.read_bytes()[:-64]
    other.write_bytes(content + sha256(content).hexdigest().encode())
    return other


def edited(file: Path, edit: Edit) -> Path:
    with zipfile.ZipFile(file) as archive:
        told = json.loads(archive.read("manifest.json"))
    edit(told)
    return resealed(file, json.dumps(told).encode())


def refusal(file: Path) -> str:
    people = Person.objects.count()
    with pytest.raises(BackupRefused) as refused:
        restore_backup(file)
    assert Person.objects.count() == people
    return str(refused.value).removeprefix(f"{file} ")


def test_what_is_whole_is_opened(whole):
    with opened(edited(whole, lambda told: None)) as backup:
        assert (backup.manifest.rows, backup.manifest.version) == (0, 1)
        assert backup.manifest.state() == applied_migrations()


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        (None, "is no backup of this application: it has no one manifest.json."),
        (b"[]", "is no backup of this application."),
        (b'"improvement-programme-backup"', "is no backup of this application."),
        (b"{}", "is no backup of this application."),
        (b"{", "has a manifest that is no JSON."),
        (b"\xff\xfe\xfd", "has a manifest that is no JSON."),
    ],
)
def test_a_manifest_that_is_none_is_refused_with_a_sentence(whole, manifest, sentence):
    assert refusal(resealed(whole, manifest)) == sentence


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda told: told.pop("version"), "has a manifest that does not say its version."),
        (lambda told: told.pop("tables"), "has a manifest that does not say its tables."),
        (
            lambda told: told.update(version=99, shiny=1),
            "was made by a newer version of this application: install that one first.",
        ),
        (
            lambda told: told.update(shiny=1),
            "has a manifest that is not to be read: shiny: Unexpected keyword argument.",
        ),
        (
            lambda told: told.update(version="1"),
            "has a manifest that is not to be read: version: Input should be a valid integer.",
        ),
        (
            lambda told: told["tables"][3].pop("rows"),
            "has a manifest that is not to be read: tables.3.rows: Field required.",
        ),
        (
            lambda told: told["migrations"].insert(0, ["improvement"]),
            "has a manifest that is not to be read: migrations.0.1: Field required.",
        ),
    ],
)
def test_a_manifest_that_says_too_little_or_too_much_is_refused(whole, edit, sentence):
    assert refusal(edited(whole, edit)) == sentence


@pytest.mark.parametrize(
    "edit",
    [
        lambda told: told["tables"].pop(3),
        lambda told: told["tables"].append({"model": "x.y", "rows": 0, "sha256": "0"}),
        lambda told: told["tables"].append(told["tables"][3]),
    ],
    ids=["one fewer", "one more", "one twice"],
)
def test_a_manifest_that_lists_other_tables_than_the_file_has_is_refused(whole, edit):
    assert refusal(edited(whole, edit)).startswith(
        "does not hold the tables that its manifest lists, one part for each, so nothing"
    )


def test_a_file_with_a_table_fewer_or_an_unknown_one_is_refused(db, tmp_path):
    labels = [model._meta.label_lower for model in models_in(apps)]
    labels.remove("reporting.packfile")
    assert refusal(written(tmp_path / "fewer", labels)) == (
        "lacks the table reporting.packfile: it is not whole, and nothing of it was restored."
    )
    unknown = written(tmp_path / "unknown", [*labels, "reporting.packfile", "shiny.thing"])
    assert refusal(unknown) == (
        "has the table shiny.thing, which its migrations do not make, so nothing "
        "of it was restored."
    )


def test_a_sealed_file_that_is_no_zip_is_refused(db, tmp_path):
    content = b"not a zip" + SEAL
    (tmp_path / "no").write_bytes(content + sha256(content).hexdigest().encode())
    assert refusal(tmp_path / "no") == "is no backup of this application: it is no zip."
