"""List the packages of the lock that have a newer version or were yanked by their makers.

The versions come from the package index that pip is set up with. Ends with 1 where one is yanked.

    python tools/outdated.py                     requirements-dev.txt and requirements-assets.txt
    python tools/outdated.py requirements.txt    those of one lock alone
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


@dataclass(frozen=True)
class PinnedPackage:
    """A pinned package, its newest version, and whether the pinned one was yanked."""

    name: str
    version: str
    newest: str
    is_yanked: bool

    @property
    def is_outdated(self) -> bool:
        return self.newest != self.version

    def __str__(self) -> str:
        what = "YANKED by its makers, pin another" if self.is_yanked else f"{self.newest} is out"
        return f"{self.name} {self.version}: {what}"


class NoAnswer(Exception):
    """pip failed; the message is the whole explanation."""


def run_pip(*arguments: str) -> str:
    """Run pip and return its warnings. Raises ``NoAnswer``."""
    done = subprocess.run([*PIP, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        errors = re.sub(r"\S+://\S+", "the package index", done.stderr.strip()).splitlines()
        raise NoAnswer(f"pip could not answer: {errors[-1] if errors else 'no reason'}")
    return done.stderr


def pip_report(requirements: str, folder: Path) -> dict[str, dict]:
    """Return pip's report on installing ``requirements``, by name, without installing them."""
    file, report = folder / "requirements.txt", folder / "report.json"
    file.write_text(requirements, encoding="utf-8")
    warnings = run_pip(
        *("install", "--dry-run", "--ignore-installed", "--no-deps", "--only-binary", ":all:"),
        *("--report", str(report), "--requirement", str(file)),
    )
    packages = json.loads(report.read_text(encoding="utf-8"))["install"]
    # An older pip reports yanked versions only in a warning.
    yanked = {normalised(name) for name in re.findall(r"yanked version: '([^']+)'", warnings)}
    by_name = {normalised(package["metadata"]["name"]): package for package in packages}
    return {name: {"is_yanked": name in yanked, **facts} for name, facts in by_name.items()}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned_packages(lock: str) -> list[PinnedPackage]:
    """Return every package that the lock pins for this machine."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = pip_report(lock, Path(folder))
        newest = pip_report("\n".join(pinned), Path(folder))
    version = {name: facts["metadata"]["version"] for name, facts in newest.items()}
    return [
        PinnedPackage(name, facts["metadata"]["version"], version[name], facts["is_yanked"])
        for name, facts in sorted(pinned.items())
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    locks = [REPO / "requirements-dev.txt", REPO / "requirements-assets.txt"]
    parser.add_argument("locks", metavar="lock", type=Path, nargs="*", default=locks)
    options = parser.parse_args()
    try:
        packages = pinned_packages("\n".join(lock.read_text("utf-8") for lock in options.locks))
    except NoAnswer as error:
        print(error, file=sys.stderr)
        return 2
    yanked = [package for package in packages if package.is_yanked]
    outdated = [package for package in packages if package.is_outdated and not package.is_yanked]
    for package in yanked + outdated:
        print(package)
    print(f"{len(packages)} packages: {len(yanked)} yanked, {len(outdated)} outdated.")
    return 1 if yanked else 0


if __name__ == "__main__":
    raise SystemExit(main())
