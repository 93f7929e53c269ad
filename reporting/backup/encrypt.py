"""Encrypted copies of backups, in the format of age, to be taken off the machine.

They are encrypted to the public keys in ``BACKUP_RECIPIENTS``. A secret key, which is kept off this
machine, opens a copy with ``restore --identity`` or any tool that reads age.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyrage
from django.conf import settings

from reporting.backup.archive import BackupRefused
from reporting.backup.retention import encrypted_copy_of

_HEADERS = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE")
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - the beginning of every secret key
LARGEST = 10_000  # characters of a file of secret keys: one is 74 long


def recipients() -> list[pyrage.x25519.Recipient]:
    """Return the public keys that copies are made for. Raises ``BackupRefused``."""
    faults = faults_of_recipients()
    if faults:
        raise BackupRefused(faults[0])
    return [pyrage.x25519.Recipient.from_str(key) for key in settings.BACKUP_RECIPIENTS]


def faults_of_recipients() -> list[str]:
    """Return a sentence for each of ``BACKUP_RECIPIENTS`` that is no public key."""
    faults = (_fault_of(key) for key in settings.BACKUP_RECIPIENTS)
    return [fault for fault in faults if fault]


def _fault_of(key: str) -> str:
    if _SECRET in key.upper():  # the message must not print it
        return (
            "BACKUP_RECIPIENTS holds a secret key, which has no place on this machine: make a new "
            "pair, and give the public one, which begins with age1."
        )
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        return f"BACKUP_RECIPIENTS has “{key}”, which is no public key: those begin with age1."
    return ""


def encrypt(backup: Path, keys: list[pyrage.x25519.Recipient]) -> Path:
    """Write the encrypted copy of a backup, which appears once it is complete; return its path.

    Raises ``BackupRefused``.
    """
    copy = encrypted_copy_of(backup)
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        private = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with backup.open("rb") as plain, os.fdopen(private, "wb") as to:
            pyrage.encrypt_io(plain, to, keys)
            to.flush()
            os.fsync(to.fileno())
        unfinished.rename(copy)
    except (OSError, pyrage.EncryptError) as error:
        why = f"the encrypted copy {copy} cannot be written: {_reason(error)}."
        raise BackupRefused(f"{backup} is whole, but {why}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return copy


@contextmanager
def decrypted(file: Path, identity: str) -> Iterator[Path]:
    """Yield a backup as a plain file, decrypted into a temporary one where it is encrypted.

    ``identity`` is the text of a file of secret keys. Raises ``BackupRefused``.
    """
    if not is_encrypted(file):
        yield file
        return
    keys = _secret_keys(identity, file)
    with tempfile.TemporaryDirectory() as folder:  # only its owner can read it
        plain = Path(folder) / file.name.removesuffix(".age")
        try:
            with file.open("rb") as from_file, plain.open("wb") as to:
                pyrage.decrypt_io(from_file, to, keys)
        except (OSError, pyrage.DecryptError) as error:
            raise BackupRefused(_why_not_decrypted(file, error)) from error
        try:
            yield plain
        except BackupRefused as error:  # name the file that the person named
            raise BackupRefused(str(error).replace(str(plain), str(file))) from error


def is_encrypted(file: Path) -> bool:
    """Return whether age wrote a file; False for one that cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(40).startswith(_HEADERS)
    except OSError:
        return False


def read_identity(file: Path) -> str:
    """Return the text of a file of secret keys from age-keygen. Raises ``BackupRefused``."""
    try:
        with file.open(encoding="ascii") as opened:
            return opened.read(LARGEST)
    except (OSError, UnicodeDecodeError) as error:
        why = _reason(error) if isinstance(error, OSError) else "it is no file of secret keys"
        raise BackupRefused(f"The identity file {file} cannot be read: {why}.") from error


def _secret_keys(identity: str, file: Path) -> list[pyrage.x25519.Identity]:
    lines = [line.strip() for line in identity.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        raise BackupRefused(
            f"{file} is encrypted: name the file with the secret key, restore --identity KEYFILE."
        )
    try:
        return [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError as error:
        raise BackupRefused(
            f"The identity file holds a line that is no secret key: those begin with {_SECRET}1. "
            "One that is protected by a pass phrase has to be opened first: age --decrypt KEYFILE."
        ) from error


def _why_not_decrypted(file: Path, error: Exception) -> str:
    if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
        return f"{file} was encrypted for another key than the identity file holds."
    if isinstance(error, OSError) and error.errno:
        return f"{file} cannot be decrypted: {_reason(error)}."
    return f"{file} is damaged or cut short, so nothing of it was restored: take another copy."


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error).rpartition("] ")[2]
