"""Migrations stand alone: a later version may move or take away every module there is today."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("improvement", "scorecards", "reporting")
# A module that belongs to the migrations and stays where they are.
BESIDE = "improvement.migrations._together"
MIGRATIONS = sorted(file for room in ROOMS for file in (ROOT / room).rglob("migrations/[0-9]*.py"))


@pytest.mark.parametrize("file", MIGRATIONS, ids=lambda file: f"{file.parts[-3]}.{file.stem}")
def test_a_migration_names_models_and_no_module_of_ours(file: Path):
    text = file.read_text(encoding="utf-8")
    # As they are called where it ends: a later one may call a model otherwise.
    here = (file.parts[-3], file.stem)
    models = {".".join(key) for key in MigrationLoader(None).project_state(here).models}
    rest = text.replace(BESIDE, "")
    named = {found.lower() for found in re.findall(rf"\b(?:{'|'.join(ROOMS)})\.\w+", rest)}
    assert named <= models
    imported = {
        name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", None), *(alias.name for alias in node.names))
        if name
    }
    ours = {name for name in imported if name.split(".")[0] in (*ROOMS, "config")}
    assert ours <= {BESIDE}
