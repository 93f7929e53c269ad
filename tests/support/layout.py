"""Which folder of the code may import which, and what runs against that."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tools.code_map import files_of, folder_of, imports_of

# Floors from the top. A folder, or a module that lies in none, may import what stands on a lower
# floor: nothing above it, and nothing beside it.
FLOORS = """
config/middleware  config/settings  config/urls  config/wsgi
config/logs  config/probe  config/single_sign_on

reporting/apps  reporting/management  reporting/templatetags  reporting/urls
reporting/checks  reporting/demo
reporting/month
reporting/dashboard  reporting/pack  reporting/workstreams
reporting/access_review  reporting/actions  reporting/api  reporting/exit  reporting/history
reporting/measures  reporting/report  reporting/setup
reporting/summary
reporting/filters
reporting/timelines
reporting/backup  reporting/charts  reporting/renderers  reporting/search  reporting/snapshots
reporting/changes  reporting/marks  reporting/models  reporting/operations
reporting/contents

scorecards/apps  scorecards/management  scorecards/urls
scorecards/programme_file  scorecards/workbook
scorecards/entry  scorecards/setup
scorecards/pasting  scorecards/xlsx_reader
scorecards/models
scorecards/values

improvement/admin  improvement/apps  improvement/management  improvement/urls
improvement/templatetags
improvement/checks  improvement/setup
improvement/editing  improvement/programme_file
improvement/accounts  improvement/workflow
improvement/trust_pages  improvement/web
improvement/access  improvement/audit  improvement/processes
improvement/models
improvement/values
"""
HEIGHTS = {
    folder: -floor
    for floor, folders in enumerate(filter(None, FLOORS.splitlines()))
    for folder in folders.split()
}


def against_the_layout(root: Path) -> list[str]:
    """Return every import of a tree that does not go down, and every folder on no floor."""
    return [
        f"{file}: {folder} imports {other}"
        for file, folder, other in sorted(imports_of(root))
        if _height(folder) <= _height(other)
    ] + [f"{folder} stands on no floor" for folder in sorted(_folders(root) - set(HEIGHTS))]


def modules_by_folder(root: Path) -> Counter[str]:
    """Return how many modules lie in each folder; an empty ``__init__.py`` is none."""
    return Counter(str(file.parent) for file in files_of(root) if (root / file).stat().st_size)


def _folders(root: Path) -> set[str]:
    return {folder_of(file) for file in files_of(root) if file.name != "__init__.py"}


def _height(folder: str) -> int:
    return HEIGHTS.get(folder, 0)
