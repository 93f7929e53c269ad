"""System checks of the logos, the keys of backups, the database and the time of the demo."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from improvement.web.logos import fault_of, folder
from reporting.backup.encrypt import faults_of_recipients
from reporting.operations.health import FROM_BEFORE, is_from_before


@register()
def logos_are_pictures(**options: Any) -> list[CheckMessage]:
    """Warn about a folder of logos that cannot be read, and about each file that is no logo."""
    if not settings.PACK_LOGOS:
        return []
    try:
        files = [file for file in sorted(folder().iterdir()) if file.is_file()]
    except OSError as error:
        fault = f"PACK_LOGOS names {folder()}, which cannot be read: {error.strerror}."
        return [_warning(fault)]
    return [_warning(fault) for file in files if (fault := fault_of(file))]


@register()
def demo_has_its_own_time_only_in_a_demo(**options: Any) -> list[CheckMessage]:
    """Refuse a time of the demo where ``DEBUG`` is off, and one that cannot be read."""
    if not settings.DEMO_CLOCK:
        return []
    if not settings.DEBUG:
        fault = "DEMO_CLOCK is for a demo: it works only with DEBUG. Leave it out."
        return [Error(fault, id="reporting.E002")]
    try:
        datetime.fromisoformat(settings.DEMO_CLOCK)
    except ValueError:
        fault = f"DEMO_CLOCK is “{settings.DEMO_CLOCK}”; it is a moment such as 2024-02-01T09:00."
        return [Error(fault, id="reporting.E003")]
    return []


@register(Tags.database)
def databases_are_of_a_release(
    databases: Collection[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Stop ``migrate`` before it changes a database made before the first release."""
    recorders = (MigrationRecorder(connections[alias]) for alias in databases or ())
    if any(is_from_before(recorder.applied_migrations()) for recorder in recorders):
        return [Error(f"The database {FROM_BEFORE}", id="reporting.E001")]
    return []


def _warning(sentence: str) -> Warning:
    hint = "Put a PNG file of at most 1 MB there, named after the programme: scas.png."
    return Warning(
        f"{sentence} Packs are issued without that logo.", hint=hint, id="reporting.W001"
    )


@register()
def backups_can_be_encrypted(**options: Any) -> list[CheckMessage]:
    """Stop an installation where an entry of ``BACKUP_RECIPIENTS`` is not a public key."""
    hint = "age-keygen prints the public key of a pair; keep the secret one off this machine."
    return [Error(fault, hint=hint, id="reporting.E002") for fault in faults_of_recipients()]
