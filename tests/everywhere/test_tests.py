"""The tests themselves: in the folders of what they test, short, and each on its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 250
# What tests the application as a whole, and what tests are made with.
NOT_IN_THE_CODE = {"everywhere", "browser", "faults", "upgrades", "support", "inputs"}
MODULES = sorted((ROOT / "tests").rglob("*.py"))


def imported_tests(path: Path) -> Iterator[str]:
    """Yield the test modules and the modules of fixtures that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            module = ROOT / f"{name.replace('.', '/')}.py"
            is_test = module.name.startswith("test_") or module.name == "conftest.py"
            if name.startswith("tests.") and is_test and module.exists():
                yield name


def test_no_module_is_long():
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    long = {str(path.relative_to(ROOT)): n for path, n in lines.items() if n > MOST_LINES}
    assert long == {}


def test_none_imports_another_test_or_its_fixtures():
    found = {str(path.relative_to(ROOT)): list(imported_tests(path)) for path in MODULES}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from tests.everywhere.test_docs import PAGES", "tests.everywhere.test_docs"),
        ("from tests.everywhere import test_docs", "tests.everywhere.test_docs"),
        ("import tests.browser.conftest", "tests.browser.conftest"),
    ],
)
def test_an_import_of_a_test_is_found(tmp_path: Path, line: str, name: str):
    (tmp_path / "test_new.py").write_text(line, encoding="utf-8")
    assert list(imported_tests(tmp_path / "test_new.py")) == [name]


def test_every_folder_is_one_of_the_code():
    folders = {path.parent.relative_to(ROOT / "tests") for path in MODULES}
    mirrored = {one for one in folders if one.parts and one.parts[0] not in NOT_IN_THE_CODE}
    assert [str(one) for one in sorted(mirrored) if not (ROOT / one).is_dir()] == []
    assert len(mirrored) > 20
