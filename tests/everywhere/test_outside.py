"""A test that reads a file beside the clone is told so, whatever else it asserts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.support.outside import ROOT, lies_outside, read_outside


def test_a_file_beside_the_clone_is_noticed_and_one_of_the_repository_is_not(tmp_path: Path):
    beside = Path("/no such file lies here.json")
    for file in (beside, ROOT / "README.md", tmp_path / "made by a test", Path("/etc/hostname")):
        try:
            file.open().close()
        except FileNotFoundError:
            continue
    assert read_outside() == [str(beside)]


@pytest.mark.parametrize(
    ("clone", "file", "outside"),
    [
        ("/srv/app", "/srv/beside.json", True),
        ("/srv/app", "/srv/app/README.md", False),
        ("{tmp}/one/app", "{tmp}/one/beside.json", True),
        ("{tmp}/one/app", "{tmp}/another/made.json", False),
        ("{tmp}/app", "{tmp}/another/made.json", False),
    ],
)
def test_the_neighbours_of_a_temporary_clone_are_outside_and_other_temporary_files_are_not(
    clone: str, file: str, outside: bool
):
    temporary = os.path.realpath(tempfile.gettempdir())
    clone, file = clone.format(tmp=temporary), file.format(tmp=temporary)
    assert lies_outside(file, Path(clone)) is outside


def test_ci_begins_as_a_stranger_does():
    """A clone with nothing beside it and a home of its own, then the commands of the README."""
    run = (ROOT / ".ci" / "run").read_text()
    order = ['git clone --quiet . "$stranger/improvement"', 'export HOME="$stranger/home"']
    order += [
        'cd "$stranger/improvement"',
        "make check",
        "make test\n",
        "make test-slow",
        "real_input",
    ]
    places = [run.index(step) for step in order]
    assert places == sorted(places)
    readme = (ROOT / "README.md").read_text()
    assert "make test " in readme
    assert "make test-slow" in readme
