"""What it is made of: the bill of materials, and the list of what is outdated or yanked."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def wheel(index: Path, name: str, version: str, *, yanked: bool = False) -> str:
    """Put a package into an index of files, and give its line for a lock."""
    folder = index / name
    folder.mkdir(parents=True, exist_ok=True)
    file, info = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        facts = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        archive.writestr(f"{info}/METADATA", facts)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    mark = ' data-yanked="It lost files"' if yanked else ""
    with (folder / "index.html").open("a") as page:
        page.write(f'<a href="{file.name}#sha256={digest}"{mark}>{file.name}</a><br>\n')
    return f"{name}=={version} --hash=sha256:{digest}\n"


@pytest.fixture
def lock(tmp_path) -> Path:
    """A lock of one package that is fine, one that is outdated and one that was yanked."""
    index = tmp_path / "index"
    pins = wheel(index, "fine", "1.0")
    pins += wheel(index, "old", "1.0")
    wheel(index, "old", "1.1")
    wheel(index, "gone", "2.0")
    pins += wheel(index, "gone", "2.1", yanked=True)
    (tmp_path / "lock.txt").write_text(pins)
    return tmp_path / "lock.txt"


def outdated(lock: Path) -> subprocess.CompletedProcess[str]:
    index = (lock.parent / "index").as_uri()
    told = {"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index}
    command = [sys.executable, "tools/outdated.py", str(lock)]
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)


def test_outdated_and_yanked_packages_are_listed_the_yanked_first(lock):
    answer = outdated(lock)
    assert answer.stdout.splitlines() == [
        "gone 2.1: YANKED by its makers, pin another",
        "old 1.0: 1.1 is out",
        "3 packages: 1 yanked, 1 outdated.",
    ]
    assert answer.returncode == 1


def test_a_lock_whose_packages_are_merely_outdated_ends_well(lock):
    pins = lock.read_text().splitlines(keepends=True)
    lock.write_text("".join(pin for pin in pins if not pin.startswith("gone")))
    answer = outdated(lock)
    assert answer.stdout.splitlines()[-1] == "2 packages: 0 yanked, 1 outdated."
    assert answer.returncode == 0


def test_an_index_that_does_not_answer_is_one_sentence(lock):
    lock.write_text("nowhere==1.0 --hash=sha256:" + "0" * 64 + "\n")
    answer = outdated(lock)
    assert answer.returncode == 2
    assert re.fullmatch(r"pip could not answer: ERROR: .*nowhere==1.0.*", answer.stderr.strip())


def test_the_bill_of_materials_names_every_package_of_the_locks_with_its_hashes():
    made = subprocess.run(["make", "sbom"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    bill = json.loads((ROOT / "var" / "sbom.json").read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    locks = ("requirements.txt", "requirements-assets.txt")
    lock = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in locks)
    pins = set(re.findall(r"^([a-z0-9][^\s=\[]*)(?:\[[^\]]*\])?==([^\s\\;]+)", lock, re.M | re.I))
    assert {(one["name"], one["version"]) for one in bill["components"]} == pins
    assert len(pins) > 30
    assert {"wagtail-nhsuk-frontend", "plotly"} <= {name for name, _ in pins}  # what browsers run
    for one in bill["components"]:
        assert one["purl"].startswith("pkg:pypi/")
        assert one["externalReferences"][0]["hashes"]
