"""What it is made of: the bill of materials, and the list of what is outdated or yanked."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


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
    # What is set up runs this test, and a newer lock beside it is for make setup to install.
    make = ["make", "--assume-old=.venv/.ready", "--assume-old=var/assets/.ready", "sbom"]
    made = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    bill = json.loads((ROOT / "var" / "sbom.json").read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    locks = ("requirements.txt", "requirements-assets.txt")
    lock = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in locks)
    pins = set(re.findall(r"^([a-z0-9][^\s=\[]*)(?:\[[^\]]*\])?==([^\s\\;]+)", lock, re.M | re.I))
    assert {(one["name"], one["version"]) for one in bill["components"]} == pins
    assert len(pins) > 30
    assert {"wagtail-nhsuk-frontend", "plotly"} <= {name for name, _ in pins}  # what browsers run
    assert bill["metadata"]["component"]["licenses"] == [
        {"license": {"id": "MIT", "acknowledgement": "declared"}}
    ]
    licence = {one["name"]: one["licenses"] for one in bill["components"]}
    assert licence["django"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert licence["cryptography"] == [{"expression": "Apache-2.0 OR BSD-3-Clause"}]
    assert licence["wagtail-nhsuk-frontend"] == [{"license": {"id": "MIT"}}]
    [fonts] = licence["pdfjs-viewer-pyside6"]
    assert fonts == {"expression": "GPL-2.0-only WITH Font-exception-2.0"}  # no single id
    for one in bill["components"]:
        assert one["purl"].startswith("pkg:pypi/")
        assert one["externalReferences"][0]["hashes"]


def dist_info(folder: Path, name: str, licence: str) -> str:
    """Put an installed package's facts into ``folder``, and give its line for a lock."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{licence}\n"
    )
    return f"{name}==1.0\n"


def licences(*arguments: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tools/licences.py", *map(str, arguments)]
    told = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)


def test_a_licence_that_does_not_allow_this_use_fails_and_so_does_one_that_nobody_knows(tmp_path):
    said = {
        "either": "License-Expression: AGPL-3.0-only OR MIT",
        "both": "License-Expression: MIT AND AGPL-3.0-only",
        "classified": "License: see the file\nClassifier: License :: OSI Approved :: MIT License",
        "vague": "Classifier: License :: OSI Approved :: BSD License",
        "silent": "Summary: says nothing",
    }
    lock = "".join(dist_info(tmp_path, name, licence) for name, licence in said.items())
    (tmp_path / "lock.txt").write_text(lock + "absent==1.0\n")
    answer = licences(tmp_path / "lock.txt", PYTHONPATH=str(tmp_path))
    assert answer.returncode == 1
    assert answer.stdout.splitlines() == [
        "absent 1.0: not known",
        "both 1.0: MIT AND AGPL-3.0-only",
        "classified 1.0: MIT",
        "either 1.0: AGPL-3.0-only OR MIT",
        "silent 1.0: not known",
        "vague 1.0: not known",
        "absent: its licence is not known. Read it, then see [tool.licences].",
        "both: its licence does not allow this use. Read it, then see [tool.licences].",
        "silent: its licence is not known. Read it, then see [tool.licences].",
        "vague: its licence is not known. Read it, then see [tool.licences].",
        "6 packages, 4 whose licence does not allow this use.",
    ]


def test_every_package_of_an_installation_allows_this_use_and_what_was_read_is_still_needed():
    answer = licences()
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.splitlines()[-1].endswith(
        "packages, 0 whose licence does not allow this use."
    )
    read = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["licences"]["read"]
    assert all(f"\n{name} " in f"\n{answer.stdout}" for name in read)


def test_the_licence_of_the_application_is_the_one_it_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert (project["license"], project["license-files"]) == ("MIT", ["LICENSE"])
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("MIT License\n\nCopyright (c) 2026 ")
    assert text.rstrip().endswith("OTHER DEALINGS IN THE\nSOFTWARE.")
