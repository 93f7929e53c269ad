"""Which worker runs what: tests that share what a fixture makes once stay together."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[2]
# What these start once, all their modules use.
TOGETHER = ("tests/faults/",)


class Together(LoadScopeScheduling):
    """Hands out test by test, but for those of a module that share a fixture: they go first."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        for folder in TOGETHER:
            if file.startswith(folder):
                return folder
        return file if shares_a_fixture(file) else nodeid


@cache
def shares_a_fixture(file: str) -> bool:
    """Say whether a module has a fixture that is made once for it, or the folder it lies in has."""
    path = ROOT / file
    beside = (path, path.with_name("conftest.py"))
    return any(
        'scope="module"' in one.read_text(encoding="utf-8") for one in beside if one.exists()
    )
