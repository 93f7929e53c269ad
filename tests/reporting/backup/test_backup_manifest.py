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
from reporting.backup.archive import SEAL, BackupRefused, BackupWriter, Manifest, open_backup
from reporting.backup.create import applied_migrations, models_in
from reporting.backup.restore import restore_backup

MADE_AT = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
Edit = Callable[[dict[str, Any]], Any]


@pytest.fixture
def whole(db, tmp_path) -> Path:
    """A backup with every table of this version, and no row."""
    return written(tmp_path / "whole", [model._meta.label_lower for model in models_in(apps)])


def written(file: Path, labels: list[str]) -> Path:
    manifest = Manifest(MADE_AT.isoformat(), "sqlite", sorted(applied_migrations()))
    writer = BackupWriter(file, manifest, at=MADE_AT)
    for label in labels:
        writer.add(label, [])
    writer.seal()
    writer.close()
    return file


def resealed(file: Path, manifest: bytes | None) -> Path:
    """Write a file of the same parts with another manifest or none, and the checksum it needs."""
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
        facts = json.loads(archive.read("manifest.json"))
    edit(facts)
    return resealed(file, json.dumps(facts).encode())


def refusal(file: Path) -> str:
    people = Person.objects.count()
    with pytest.raises(BackupRefused) as refused:
        restore_backup(file)
    assert Person.objects.count() == people
    return str(refused.value).removeprefix(f"{file} ")


def test_what_is_whole_is_opened(whole):
    with open_backup(edited(whole, lambda facts: None)) as backup:
        assert (backup.manifest.rows, backup.manifest.version) == (0, 1)
        assert set(backup.manifest.migrations) == applied_migrations()


def test_a_backup_of_before_1_0_0_says_so(whole):
    old = [["auth", "0001_initial"], ["improvement", "0001_initial"]]
    sentence = refusal(edited(whole, lambda facts: facts.update(migrations=old)))
    assert sentence.startswith(
        "was made before version 1.0.0 and cannot be brought up to date: keep it"
    )


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
        (lambda facts: facts.pop("version"), "has a manifest that does not say its version."),
        (lambda facts: facts.pop("tables"), "has a manifest that does not say its tables."),
        (
            lambda facts: facts.update(version=99, shiny=1),
            "was made by a newer version of this application: install that one first.",
        ),
        (
            lambda facts: facts.update(shiny=1),
            "has a manifest that is not to be read: shiny: Unexpected keyword argument.",
        ),
        (
            lambda facts: facts.update(version="1"),
            "has a manifest that is not to be read: version: Input should be a valid integer.",
        ),
        (
            lambda facts: facts["tables"][3].pop("rows"),
            "has a manifest that is not to be read: tables.3.rows: Field required.",
        ),
        (
            lambda facts: facts["migrations"].insert(0, ["improvement"]),
            "has a manifest that is not to be read: migrations.0.1: Field required.",
        ),
    ],
)
def test_a_manifest_that_says_too_little_or_too_much_is_refused(whole, edit, sentence):
    assert refusal(edited(whole, edit)) == sentence


@pytest.mark.parametrize(
    "edit",
    [
        lambda facts: facts["tables"].pop(3),
        lambda facts: facts["tables"].append({"model": "x.y", "rows": 0, "sha256": "0"}),
        lambda facts: facts["tables"].append(facts["tables"][3]),
    ],
    ids=["one fewer", "one more", "one twice"],
)
def test_a_manifest_that_lists_other_tables_than_the_file_has_is_refused(whole, edit):
    assert refusal(edited(whole, edit)).startswith(
        "does not hold the tables that its manifest lists, one part for each, so nothing"
    )


def test_a_part_that_is_not_as_its_checksum_says_is_refused_once_it_is_read(whole):
    with open_backup(
        edited(whole, lambda facts: facts["tables"][3].update(sha256="0" * 64))
    ) as backup:
        first, other = backup.manifest.tables[0], backup.manifest.tables[3]
        assert list(backup.lines(first)) == []
        with pytest.raises(BackupRefused, match=f"part {other.name} is not as it was written"):
            list(backup.lines(other))


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
