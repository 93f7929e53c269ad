"""The Dockerfile's build stage, step by step on this machine, and what its result can do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.compose import FILLED_IN, ROOT, Service

pytestmark = pytest.mark.slow

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
BUILD, RUN = (stage.splitlines() for stage in re.split(r"^FROM .*\n", DOCKERFILE, flags=re.M)[1:])


def steps(stage: list[str], instruction: str) -> list[str]:
    return [line.partition(" ")[2] for line in stage if line.startswith(f"{instruction} ")]


def taken_along() -> list[Path]:
    """Return the files that .dockerignore lets into the image."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = tuple(line[1:] for line in lines if line.startswith("!"))
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [
        Path(one)
        for one in tracked
        if one in allowed or one.startswith(tuple(f"{a}/" for a in allowed))
    ]


def copy(sources: list[str], app: Path) -> None:
    for file in taken_along():
        if sources == ["."] or str(file) in sources:
            (app / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, app / file)
            (app / file).chmod(0o600)  # as whoever keeps their files to themselves has it


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with app/ and venv/, as the build stage leaves them."""
    folder = tmp_path_factory.mktemp("image")
    app = folder / "app"
    app.mkdir()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for line in BUILD:
        instruction, _, rest = line.partition(" ")
        if instruction == "COPY":
            copy(rest.split()[:-1], app)
        elif instruction == "RUN":
            command = rest.replace("/venv", str(folder / "venv")).replace("/app", str(app))
            done = subprocess.run(
                ["sh", "-c", command],
                cwd=app,
                env={"PATH": path, "HOME": os.environ["HOME"]},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stderr}"
    return folder


def run_in(built: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **Service("app").environment,
        "DATABASE_URL": f"sqlite:///{built / 'db.sqlite3'}",
    }
    environment["PROMETHEUS_MULTIPROC_DIR"] = str(built / "measured")
    (built / "pages").mkdir(exist_ok=True)
    environment |= {"PACK_LOGOS": str(built), "TRUST_PAGES": str(built / "pages")}
    environment["PATH"] = f"{built / 'venv' / 'bin'}:/usr/bin:/bin"
    return subprocess.run(
        command, cwd=built / "app", env=environment, capture_output=True, text=True, check=False
    )


def test_what_is_built_serves_and_has_no_build_tools(built):
    server = run_in(built, *Service("app").command, "--check-config")
    assert server.returncode == 0, server.stderr
    checked = run_in(built, "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "No module named pip" in run_in(built, "python", "-m", "pip", "list").stderr
    for tool in ("pytest", "mypy", "ruff", "pip", "uv"):
        assert not (built / "venv" / "bin" / tool).exists()


def test_what_is_built_has_the_look_the_fonts_and_nothing_of_the_tests(built):
    static, fonts = built / "app" / "var" / "static", built / "app" / "var" / "assets" / "fonts"
    assert list(static.glob("nhsuk/nhsuk.*.css.br"))
    assert len(list(fonts.glob("*.ttf"))) == 4
    there = {one.name for one in (built / "app").iterdir()}
    assert not there & {"tests", "docs", "benchmarks", ".git", ".env", ".venv", "Makefile"}
    closed = [
        one for one in built.rglob("*") if not one.is_symlink() and not one.stat().st_mode & 4
    ]
    assert closed == []
    size = sum(one.stat().st_size for one in built.rglob("*") if one.is_file())
    assert size < 400_000_000


def test_what_runs_is_built_on_the_same_python_and_has_no_root(built):
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-bookworm", bases[0])
    assert steps(RUN, "COPY") == ["--from=build /venv /venv", "--from=build /app /app"]
    assert steps(RUN, "USER") == ["app"]
    assert any("pip uninstall" in step for step in steps(RUN, "RUN"))
    assert steps(RUN, "CMD") == ['["gunicorn", "config.wsgi"]']
    assert Service("app").command == ["gunicorn", "config.wsgi"]
    assert set(FILLED_IN) >= {"SECRET_KEY"}
