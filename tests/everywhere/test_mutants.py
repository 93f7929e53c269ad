"""How many changed lines the tests notice: counted in a copy of a small tree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREE = {
    "improvement/answers.py": "def told():\n    return 42\n\n\ndef untold():\n    return 7\n",
    "scorecards/never.py": "def asked():\n    while True:\n        return not 0\n",
    "tests/test_answers.py": (
        "from improvement import answers\nfrom scorecards import never\n\n\n"
        "def test_told():\n    assert answers.told() == 42\n\n\n"
        "def test_asked():\n    assert never.asked()\n"
    ),
    "pytest.ini": "[pytest]\nmarkers =\n    slow: takes long\n    browser: needs one\n",
    ".gitignore": "var/\n",
}


@pytest.mark.slow
def test_what_is_noticed_is_counted_and_what_is_not_is_named_and_the_tree_stays_as_it_is(tmp_path):
    for name, text in TREE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    command = [sys.executable, "tools/mutants.py", "--tree", str(tmp_path), "--at-once", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    said = done.stdout.split("Changing 4 lines\n")[1]
    tried, survived = said.split("\n\n1 survived:\n")
    assert "survived (no test reaches it), 0 s: improvement/answers.py:6\n" in tried
    assert tried.count("killed, ") == 3
    listed, _, counted = survived.partition("\n\n")
    assert listed == "improvement/answers.py:6\n    - return 7\n    + return 8"
    assert counted.startswith("3 of 4 killed (seed 2023, ")
    assert {name: (tmp_path / name).read_text() for name in TREE} == TREE
