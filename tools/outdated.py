"""List the packages of the lock that have a newer version or were yanked by their makers.

pip is asked, and answers from whatever index it is set up with. Ends with 1 where one is yanked.

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
class Package:
    """A pinned package, its newest version, and whether its makers took the pinned one back."""

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
    """pip could not say; the message is the whole explanation."""


def ask_pip(*arguments: str) -> str:
    """Run pip and give what it warned of."""
    done = subprocess.run([*PIP, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        said = re.sub(r"\S+://\S+", "the package index", done.stderr.strip())
        raise NoAnswer(f"pip could not answer: {said.splitlines()[-1] if said else 'no reason'}")
    return done.stderr


def report_of(requirements: str, folder: Path, *more: str) -> dict[str, dict]:
    """What pip would install for ``requirements``, by name, without installing it."""
    file, report = folder / "asked.txt", folder / "report.json"
    file.write_text(requirements, encoding="utf-8")
    warned = ask_pip(
        *("install", "--dry-run", "--ignore-installed", "--no-deps", "--only-binary", ":all:"),
        *("--report", str(report), *more, "--requirement", str(file)),
    )
    told = json.loads(report.read_text(encoding="utf-8"))["install"]
    # An older pip's report does not say what is yanked, but a warning does.
    yanked = {plain(name) for name in re.findall(r"yanked version: '([^']+)'", warned)}
    found = {plain(one["metadata"]["name"]): one for one in told}
    return {name: {"is_yanked": name in yanked, **one} for name, one in found.items()}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def packages_in(lock: str) -> list[Package]:
    """Every package that the lock pins for this machine."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = report_of(lock, Path(folder))
        newest = report_of("\n".join(pinned), Path(folder))
    version = {name: one["metadata"]["version"] for name, one in newest.items()}
    return [
        Package(name, one["metadata"]["version"], version[name], one["is_yanked"])
        for name, one in sorted(pinned.items())
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    locks = [REPO / "requirements-dev.txt", REPO / "requirements-assets.txt"]
    parser.add_argument("locks", metavar="lock", type=Path, nargs="*", default=locks)
    options = parser.parse_args()
    try:
        packages = packages_in("\n".join(one.read_text("utf-8") for one in options.locks))
    except NoAnswer as error:
        print(error, file=sys.stderr)
        return 2
    yanked = [one for one in packages if one.is_yanked]
    outdated = [one for one in packages if one.is_outdated and not one.is_yanked]
    for package in yanked + outdated:
        print(package)
    print(f"{len(packages)} packages: {len(yanked)} yanked, {len(outdated)} outdated.")
    return 1 if yanked else 0


if __name__ == "__main__":
    raise SystemExit(main())
