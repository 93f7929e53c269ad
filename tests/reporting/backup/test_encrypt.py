"""The way off the machine: a copy that the holder of a secret key opens, and nobody else."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from reporting.backup.archive import BackupRefused, open_backup
from reporting.backup.encrypt import (
    decrypted,
    encrypt,
    faults_of_recipients,
    read_identity,
    recipients,
)
from reporting.backup.retention import encrypted_copy_of, remove_earlier
from tests.support.databases import empty_database, manage

MADE_AT = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
NAME = "2024-01-10-120000.backup.zip"
CONTENT = b"every name and every password hash " * 5000


@pytest.fixture
def key(settings) -> pyrage.x25519.Identity:
    """A secret key; the installation knows the public one."""
    made = pyrage.x25519.Identity.generate()
    settings.BACKUP_RECIPIENTS = [str(made.to_public())]
    return made


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    file.write_bytes(CONTENT)
    return file


def refusal(file: Path, identity: object) -> str:
    with pytest.raises(BackupRefused) as refused, decrypted(file, str(identity)):
        pass
    return str(refused.value)


def test_the_copy_is_its_owner_s_alone_and_the_key_opens_it(key, backup):
    copy = encrypt(backup, recipients())
    assert copy == backup.parent / "encrypted" / f"{NAME}.age"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert b"password hash" not in copy.read_bytes()
    keyfile = f"# created: 2024-01-10\n# public key: {key.to_public()}\n\n{key}\n"
    with decrypted(copy, keyfile) as plain:
        assert plain.read_bytes() == CONTENT
        assert stat.S_IMODE(plain.parent.stat().st_mode) == 0o700
    assert not plain.exists()
    with decrypted(backup, "") as plain:  # one that is not encrypted needs no key
        assert plain == backup


def test_what_is_wrong_with_a_backup_is_said_by_the_name_of_its_copy(key, backup):
    copy = encrypt(backup, recipients())
    with (
        pytest.raises(BackupRefused) as refused,
        decrypted(copy, str(key)) as plain,
        open_backup(plain),
    ):
        pass
    assert str(refused.value).startswith(f"{copy} is damaged, cut short or no backup")


def test_each_of_several_keys_opens_it(key, settings, backup):
    other = pyrage.x25519.Identity.generate()
    settings.BACKUP_RECIPIENTS = [str(other.to_public()), *settings.BACKUP_RECIPIENTS]
    copy = encrypt(backup, recipients())
    for one in (key, other):
        with decrypted(copy, str(one)) as plain:
            assert plain.read_bytes() == CONTENT


def test_what_does_not_open_it_is_refused_with_a_sentence(key, backup):
    copy = encrypt(backup, recipients())
    another = pyrage.x25519.Identity.generate()
    assert refusal(copy, "") == (
        f"{copy} is encrypted: name the file with the secret key, restore --identity KEYFILE."
    )
    assert refusal(copy, another) == (
        f"{copy} was encrypted for another key than the identity file holds."
    )
    assert "a line that is no secret key" in refusal(copy, key.to_public())
    whole = copy.read_bytes()
    for damaged in (whole[:-1], whole[:100_000] + b"\0" + whole[100_001:], whole[:30]):
        copy.write_bytes(damaged)
        assert f"{copy} is damaged or cut short" in refusal(copy, key)


def test_an_identity_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path):
    for content, why in ((b"\xff", "it is no file of secret keys"), (None, "No such file or")):
        (tmp_path / "key").write_bytes(content) if content else (tmp_path / "key").unlink()
        with pytest.raises(BackupRefused, match=f"cannot be read: {why}"):
            read_identity(tmp_path / "key")


@pytest.mark.parametrize("typed", ["age1nothing", "nobody"])
def test_what_is_no_public_key_is_told_at_start_and_nothing_is_backed_up(settings, tmp_path, typed):
    settings.BACKUP_RECIPIENTS = [typed]
    sentence = f"BACKUP_RECIPIENTS has “{typed}”, which is no public key: those begin with age1."
    assert [fault.msg for fault in run_checks() if fault.id == "reporting.E002"] == [sentence]
    with pytest.raises(CommandError, match="is no public key"):
        call_command("backup", tmp_path / "a.zip", skip_checks=True)
    assert list(tmp_path.iterdir()) == []


def test_a_secret_key_in_the_setting_is_refused_and_never_printed(key, settings):
    settings.BACKUP_RECIPIENTS = [f"key={key}"]
    [sentence] = faults_of_recipients()
    assert "holds a secret key, which has no place" in sentence
    assert str(key) not in sentence


def test_copies_go_when_their_backups_do_and_nothing_else_does(backup):
    old = backup.with_name("2023-12-01-000500.backup.zip")
    notes = encrypted_copy_of(backup).parent / "notes.txt"
    files = [old, encrypted_copy_of(old), encrypted_copy_of(backup), notes]
    notes.parent.mkdir()
    for file in files:
        file.write_text("a file")
    assert remove_earlier(than=backup, days=30, at=MADE_AT) == sorted([old, encrypted_copy_of(old)])
    assert backup.exists()
    assert (encrypted_copy_of(backup).exists(), notes.exists()) == (True, True)


def test_a_copy_that_cannot_be_written_leaves_the_backup_and_no_half_of_itself(key, backup):
    (backup.parent / "encrypted").write_text("in the way")
    with pytest.raises(BackupRefused, match=f"{backup} is whole, but the encrypted copy"):
        encrypt(backup, recipients())
    assert backup.read_bytes() == CONTENT
    assert len(list(backup.parent.iterdir())) == 2


@pytest.mark.slow
def test_the_encrypted_copy_restores_given_the_secret_key(programme, key, tmp_path):
    output = StringIO()
    call_command("backup", tmp_path / NAME, stdout=output)
    copy = tmp_path / "encrypted" / f"{NAME}.age"
    assert f"Wrote {copy}, which BACKUP_RECIPIENTS can open." in output.getvalue()
    (tmp_path / NAME).unlink()
    keyfile = tmp_path / "key.txt"
    keyfile.write_text(f"# made for the drill\n{key}\n")
    with empty_database("sqlite", tmp_path) as url:
        without = manage("restore", copy, url=url)
        assert f"{copy} is encrypted: name the file with the secret key" in without.stderr
        restored = manage("restore", copy, "--identity", keyfile, url=url)
        assert restored.returncode == 0, restored.stderr
        assert "Every row reads back as it was backed up" in restored.stdout
    assert list(copy.parent.iterdir()) == [copy]
