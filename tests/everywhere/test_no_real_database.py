"""A run of the suite leaves alone the database that its environment names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Its fixture reads the database, and no test that is selected asks for one.
VICTIM = (
    "tests/reporting/backup/test_backup.py::test_only_its_owner_may_read_it_and_any_tool_opens_it"
)

pytestmark = pytest.mark.slow


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """Somebody's database: as yet it is empty, and whoever opens it writes to it."""
    file = tmp_path / "improvement.sqlite3"
    file.touch()
    return file


def run_pytest(real: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    cache = f"cache_dir={real.parent / 'cache'}"
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-o", cache, *arguments],
        cwd=ROOT,
        env={**inherited, "DATABASE_URL": f"sqlite:///{real}"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("way", ["node id", "-k", "--lf"])
def test_however_tests_are_selected(real: Path, way: str):
    file, name = VICTIM.split("::")
    if way == "--lf":
        (failed := real.parent / "cache" / "v" / "cache" / "lastfailed").parent.mkdir(parents=True)
        failed.write_text(json.dumps({VICTIM: True}))
    selected = {"node id": [VICTIM], "-k": [file, "-k", name], "--lf": [file, "--lf"]}[way]
    done = run_pytest(real, *selected)
    assert done.stdout.splitlines()[-1].startswith("1 passed"), done.stdout
    assert [one.name for one in real.parent.glob("improvement*")] == [real.name]
    assert real.read_bytes() == b""


HEEDLESS = """
import pytest
from django.db import connection
from improvement.models import Person

@pytest.fixture(scope="session")
def nobody_asked(django_db_blocker):
    with django_db_blocker.unblock():
        {act}

def test_first(nobody_asked): pass
def test_second(): print("The run went on.")
"""


@pytest.mark.parametrize(
    ("act", "name"),
    [
        ("Person.objects.create(name='Nobody')", "no_database_yet"),
        ("connection.settings_dict['NAME'] = {real!r}; connection.connect()", "{real}"),
    ],
)
@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_fixture_that_would_open_it_ends_the_run(
    real: Path, tmp_path: Path, workers: str, act: str, name: str
):
    (tmp_path / "test_heedless.py").write_text(HEEDLESS.format(act=act.format(real=str(real))))
    (tmp_path / "conftest.py").write_text("from tests.conftest import *")
    place = [f"--rootdir={ROOT}", f"--config-file={ROOT / 'pyproject.toml'}", str(tmp_path)]
    done = run_pytest(real, "-s", "-n", workers, *place)
    told = f"A test was about to open the database {name.format(real=real)}, which is no test"
    assert told in done.stdout + done.stderr
    assert done.returncode in {pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED}
    assert "The run went on." not in done.stdout
    assert [one.name for one in tmp_path.glob("improvement*")] == [real.name]
    assert real.read_bytes() == b""
