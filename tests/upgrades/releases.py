"""What each release was: the checksums of its migrations, and of a backup that it made.

``python -m tests.upgrades.releases`` (``make release-backup``) writes down the version that
pyproject.toml names. Run again at the same version it makes that anew, and no other.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent
FILE = FOLDER / "releases.json"
MOST_BYTES = 1_500_000
# The folders in which migrations, and what belongs to them, lie.
FOLDERS = ("improvement/migrations", "scorecards/migrations", "reporting/migrations")


class Release(TypedDict):
    """The checksum of a release's backup, and of each migration that was new in it, by path."""

    backup: str
    migrations: dict[str, str]


def read_releases() -> dict[str, Release]:
    """Return every release by its version, the earliest first."""
    releases: dict[str, Release] = json.loads(FILE.read_text(encoding="utf-8"))
    return releases


def backup_of(version: str) -> Path:
    return FOLDER / f"{version}.backup.zip"


def checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def migrations_now() -> dict[str, str]:
    """Return the checksum of each migration there is, by its path in the repository."""
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.py"))]
    return {
        str(file.relative_to(ROOT)): checksum(file) for file in files if file.name != "__init__.py"
    }


def released_and_changed(releases: dict[str, Release]) -> list[str]:
    """Return the paths of released migrations that are gone or not as they were released."""
    now = migrations_now()
    released = {
        path: digest
        for release in releases.values()
        for path, digest in release["migrations"].items()
    }
    return [path for path, digest in released.items() if now.get(path) != digest]


def write_down(version: str) -> None:
    """Make the backup of this version and keep its checksums. Ends with a sentence on a fault."""
    releases = read_releases() if FILE.exists() else {}
    earlier = {name: release for name, release in releases.items() if name != version}
    if changed := released_and_changed(earlier):
        sys.exit(f"{changed[0]} was released, and a released migration never changes.")
    released = {path for release in earlier.values() for path in release["migrations"]}
    new = {path: digest for path, digest in migrations_now().items() if path not in released}
    backup = backup_of(version)
    make_backup_of_the_world(backup)
    if (size := backup.stat().st_size) > MOST_BYTES:
        sys.exit(f"{backup} has {size:,} bytes, and {MOST_BYTES:,} is the most to keep.")
    told = {**earlier, version: {"backup": checksum(backup), "migrations": new}}
    FILE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{backup.name}: {size:,} bytes, {len(new)} new migrations.\n")


def make_backup_of_the_world(file: Path) -> None:
    """Build the world in a database of its own, and back it up as the command does."""
    from django.core.management import call_command

    from reporting.backup.create import make_backup
    from tests.upgrades import world

    call_command("migrate", verbosity=0)
    world.build()
    file.unlink(missing_ok=True)
    make_backup(file, at=world.AT)
    file.chmod(0o644)  # it holds a demo, and nobody's secrets


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/release.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django
        from django.conf import settings

        django.setup()
        write_down(settings.VERSION)


if __name__ == "__main__":
    main()
