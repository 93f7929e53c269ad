"""Draw the folders of the code and what each imports, into docs/code-map.md.

    .venv/bin/python tools/code_map.py

An arrow that follows from others is left out: where a folder imports a second, and that a third,
no arrow leads from the first to the third.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "code-map.md"
ROOMS = ("config", "reporting", "scorecards", "improvement")
# Folders that Django finds by name; most of a room is imported there.
NOT_DRAWN = {"management", "templatetags"}
DRAWING = re.compile(r"```mermaid\n.*?```\n", re.DOTALL)


def files_of(root: Path) -> Iterator[Path]:
    """Yield every module of the rooms but migrations, as a path below ``root``."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(root)


def folder_of(file: Path) -> str:
    """Return the folder of a file within its room, or the file where it lies in none."""
    return "/".join(file.with_suffix("").parts[:2])


def imports_of(root: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield each file that imports something of another folder, with both folders."""
    for file in files_of(root):
        folder = folder_of(file)
        for node in ast.walk(ast.parse((root / file).read_text(encoding="utf-8"))):
            for module in _modules(node):
                room, _, inner = module.partition(".")
                other = f"{room}/{inner.split('.')[0]}"
                if room in ROOMS and inner and other != folder:
                    yield file, folder, other


def _modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and "." in node.module:
        yield node.module
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def drawing_of(root: Path) -> str:
    """Return the rooms, their folders and what imports what, as mermaid."""
    folders = dict.fromkeys(map(folder_of, files_of(root)))
    drawn = [
        folder
        for folder in folders
        if (root / folder).is_dir() and Path(folder).name not in NOT_DRAWN
    ]
    lines = ["flowchart TB"]
    for room in ROOMS:
        inside = [folder for folder in drawn if folder.startswith(f"{room}/")]
        lines.append(f"    subgraph {room}")
        lines += [f'        {folder}["{Path(folder).name}"]' for folder in inside]
        lines.append("    end")
    lines += [f"    {folder} --> {other}" for folder, other in _arrows(root, drawn)]
    return "\n".join(lines) + "\n"


def _arrows(root: Path, drawn: list[str]) -> list[tuple[str, str]]:
    imported: dict[str, set[str]] = {folder: set() for folder in drawn}
    for _, folder, other in imports_of(root):
        if folder in imported and other in imported:
            imported[folder].add(other)
    return [
        (folder, other)
        for folder in drawn
        for other in sorted(imported[folder])
        if not any(other in _reached(between, imported) for between in imported[folder])
    ]


def _reached(folder: str, imported: dict[str, set[str]]) -> set[str]:
    """Return everything that a folder imports, itself or through others. There are no circles."""
    return imported[folder].union(*(_reached(other, imported) for other in imported[folder]))


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    block = f"```mermaid\n{drawing_of(ROOT)}```\n"
    PAGE.write_text(DRAWING.sub(lambda _: block, page), encoding="utf-8")
