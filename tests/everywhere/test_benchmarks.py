"""Every benchmark starts as its own first lines say: nothing but itself sets it up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
WITH_OPTIONS = sorted(
    path.name for path in BENCHMARKS.glob("*.py") if "ArgumentParser(" in path.read_text()
)


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_OPTIONS)
def test_it_starts_and_says_what_it_measures(name: str, tmp_path: Path) -> None:
    command = [sys.executable, str(BENCHMARKS / name), "--help"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    assert f"usage: {name}" in answer.stdout
