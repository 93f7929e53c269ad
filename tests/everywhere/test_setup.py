"""What a stranger meets: set-up, the lock, the commands that other tools call."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
# Spelt in parts, so that this file does not name them itself.
HOSTS = re.compile(r"https?://(?:files|registry|deb|security|pypi)\.|index" + "-url [a-z]+:")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    return subprocess.run(
        command, cwd=ROOT, env={**clean, **environment}, capture_output=True, text=True, check=False
    )


def test_setting_up_a_second_time_does_nothing():
    first = run("make", "setup")
    assert first.returncode == 0, first.stderr
    second = run("make", "setup")
    assert "Nothing to be done for 'setup'" in second.stdout


def test_a_missing_python_is_one_clear_sentence(tmp_path):
    answer = run("make", "-B", ".venv/.ready", "PYTHON=python9.99")
    assert answer.returncode != 0
    said = answer.stdout.strip().splitlines()
    assert said[0].startswith("Python 3.11 or newer is needed, and python9.99 is not here.")


def test_without_a_network_one_sentence_says_that_set_up_needs_the_index(tmp_path):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull}
    told = {**nowhere, "PIP_RETRIES": "1", "PIP_TARGET": str(tmp_path)}
    answer = run(sys.executable, "tools/install.py", "requirements.txt", **told)
    assert answer.returncode == 1
    assert (answer.stdout, answer.stderr) == (
        "",
        "Set-up needs the package index that pip is set up with, and it does not answer: "
        "connect to the network, and run it again.\n",
    )


def test_what_else_stops_pip_is_told_in_its_own_words(tmp_path):
    answer = run(sys.executable, "tools/install.py", str(tmp_path / "gone.txt"))
    assert answer.returncode == 1
    assert "ERROR: Could not open requirements file" in answer.stderr
    assert "tools/install.py requirements-dev.txt" in (ROOT / "Makefile").read_text()


@pytest.mark.parametrize(
    ("port", "sentence"),
    [
        ("taken", "Port {} is taken by another program: name another, make demo PORT=8080."),
        ("web", "PORT={} is no port: those are numbers from 1 to 65535."),
    ],
)
def test_the_demo_says_of_its_port_before_it_does_anything_else(port, sentence):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        named = str(somebody.getsockname()[1]) if port == "taken" else port
        answer = run("make", "demo", f"PORT={named}")
    assert answer.returncode != 0
    assert answer.stderr.splitlines()[0] == sentence.format(named)
    assert answer.stdout == ""


def test_every_pin_has_a_hash_and_nothing_names_a_host():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][^\s=]*==[^\s\\]+", text, re.M | re.I)
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M | re.I)
        assert len(pins) > 15
        assert [
            pin for pin, block in zip(pins, blocks[1:], strict=True) if "--hash" not in block
        ] == []
        assert "://" not in text


def test_no_file_names_a_registry():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    named = [
        name
        for name in files
        if HOSTS.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert len(files) > 100
    assert named == []


def test_every_direct_dependency_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    direct = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    without = [name for name in direct if not re.search(rf'"{re.escape(name)}", *# \w', text)]
    assert len(direct) > 20
    assert without == []


@pytest.mark.parametrize("environment", [{"DEBUG": "0"}, {"DEBUG": "off"}])
def test_an_installation_without_a_secret_stops_with_a_sentence(environment):
    answer = run(sys.executable, "manage.py", "check", **environment)
    assert answer.returncode != 0
    assert "Set SECRET_KEY to a long random text, or DEBUG=1 for a demo." in answer.stderr


def test_with_a_secret_debug_is_off():
    command = "from django.conf import settings; print(settings.DEBUG, settings.ALLOWED_HOSTS)"
    shell = (sys.executable, "manage.py", "shell", "--no-imports", "-c", command)
    assert run(*shell, SECRET_KEY="x").stdout.strip() == "False []"
    assert run(*shell).stdout.strip() == "True ['127.0.0.1', 'localhost']"


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.slow
def test_make_demo_prints_the_sign_ins_and_serves(tmp_path):
    port = free_port()
    command = ["make", "demo", f"PORT={port}"]
    database = f"sqlite:///{tmp_path / 'demo.sqlite3'}"
    environment = {**os.environ, "DATABASE_URL": database, "PYTHONUNBUFFERED": "1"}
    environment.pop("SECRET_KEY", None)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as demo:
        try:
            said = ""
            while "Serving at" not in said:
                line = demo.stdout.readline()
                assert line, said
                said += line
            assert said.splitlines()[-1] == f"Serving at http://127.0.0.1:{port} (Ctrl+C ends it)"
            assert said.splitlines()[-2].split()[0] == "administrator@demo.example"
            assert "password better-every-month" in said
            assert "programme-office@demo.example" in said
            first = page_at(f"http://127.0.0.1:{port}/")
            assert "Sign in" in first
            assert "Demo: today is 1 February 2024" in first
        finally:
            os.killpg(demo.pid, signal.SIGTERM)
    with sqlite3.connect(tmp_path / "demo.sqlite3") as kept:
        [issued] = kept.execute("SELECT date(issued_at) FROM reporting_pack").fetchall()
        [days] = kept.execute(
            "SELECT min(date(history_date)), max(date(history_date))"
            " FROM improvement_historicalactionrating"
        ).fetchall()
    assert (issued, days) == (("2024-01-08",), ("2024-01-08", "2024-01-08"))


def page_at(address: str) -> str:
    """Return the page once the server answers."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
                return answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(f"Nothing answers at {address}")
