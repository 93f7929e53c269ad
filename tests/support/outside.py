"""What the suite reads: the repository, Python, and what the machine's own system keeps.

Nothing that lies beside the clone or in somebody's home decides what a test means.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SYSTEM = ("/bin", "/dev", "/etc", "/lib", "/proc", "/run", "/sys", "/usr", "/var/lib")
PYTHON = (sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values())
WITHIN = tuple(
    {
        f"{os.path.realpath(one)}{os.sep}"
        for one in (ROOT, ROOT / ".venv", tempfile.gettempdir(), *PYTHON, *SYSTEM)
    }
)

_opened: set[str] = set()


def watch() -> None:
    """Note from now on every file that this process opens. It cannot be undone."""
    sys.addaudithook(_note)


def _note(event: str, about: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(about[0], str):
        _opened.add(about[0])


def read_outside() -> list[str]:
    """Return the files outside that were opened since this was asked last."""
    opened = {os.path.realpath(one) for one in _opened}
    _opened.clear()
    return sorted(name for name in opened if lies_outside(f"{name}{os.sep}", ROOT))


def lies_outside(name: str, root: Path) -> bool:
    """Return whether a name lies beside the clone, or anywhere else that the suite may not read.

    A clone that lies in a folder of the temporary ones, as a stranger's does, has neighbours, too.
    """
    if name.startswith(f"{root}{os.sep}"):
        return False
    beside = f"{root.parent}{os.sep}"
    temporary = f"{os.path.realpath(tempfile.gettempdir())}{os.sep}"
    if beside != temporary and beside.startswith(temporary) and name.startswith(beside):
        return True
    return not name.startswith(WITHIN)
