"""Work in a process of its own is ended where it takes too much, and says why in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from improvement.processes.limited_process import BROKE, JobFailed, TooMuch, run_limited


@pytest.fixture
def script(tmp_path: Path):
    def write(text: str) -> Path:
        file = tmp_path / "script.py"
        file.write_text(f"import os, sys\n{text}\n")
        return file

    return write


def test_it_is_given_bytes_and_gives_bytes(script):
    made = script("sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])")
    assert run_limited(made, given=b"abc", seconds=1, megabytes=100) == b"cba"


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("sys.exit('It is no workbook.')", JobFailed, "It is no workbook."),
        ("while True: pass", TooMuch, "It took more than 1 seconds or 100 MB, so it was ended."),
        ("b'a' * 200_000_000", TooMuch, "It took more than 1 seconds or 100 MB, so it was ended."),
        ("{}['a secret of ours']", JobFailed, BROKE),
    ],
)
def test_it_ends_with_a_sentence(script, text: str, kind: type[JobFailed], sentence: str):
    with pytest.raises(JobFailed) as ended:
        run_limited(script(text), given=b"", seconds=1, megabytes=100)
    assert type(ended.value) is kind
    assert str(ended.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "raise MemoryError",
        "raise ValueError('a library found no words') from MemoryError()",
        "try: raise MemoryError\nexcept MemoryError: raise ValueError('no words')",
        "raise OSError(12, 'Cannot allocate memory')",
        "raise ImportError('a.so: failed to map segment from shared object')",
        "class Panic(BaseException): pass\ntry: raise MemoryError\nexcept MemoryError: raise Panic",
        "kept = []\nwhile len(kept) < 10**6: kept.append(bytes(100))\nraise ValueError('no words')",
        "kept = []\nwhile True: kept.append(bytes(100))",
        "os.abort()",
    ],
)
def test_memory_that_ran_out_is_told_as_too_much_however_it_is_raised(script, text: str):
    with pytest.raises(TooMuch, match=r"^It took more than 5 seconds or 100 MB, so"):
        run_limited(script(text), given=b"", seconds=5, megabytes=100)


def test_a_fault_that_no_memory_could_mend_is_told_as_a_fault(script):
    class_of_its_own = "class Panic(BaseException): pass\nraise Panic"
    for text in ("raise OSError(2, 'No such file')", "import nothing_of_ours", class_of_its_own):
        with pytest.raises(JobFailed, match=f"^{BROKE}$"):
            run_limited(script(text), given=b"", seconds=5, megabytes=100)


def test_what_waits_for_ever_is_ended_by_the_clock(script):
    with pytest.raises(TooMuch):
        run_limited(
            script("import time; time.sleep(60)"), given=b"", seconds=1, megabytes=100, patience=1
        )


def test_it_is_told_no_secret(script, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret of ours")
    made = run_limited(
        script("import json; print(json.dumps(dict(os.environ)))"),
        given=b"",
        seconds=1,
        megabytes=100,
    )
    assert json.loads(made).keys() <= {
        "PATH",
        "LD_LIBRARY_PATH",
        "LANG",
        "LC_ALL",
        "TMPDIR",
        "TZ",
        "PACK_FONTS",
        "LC_CTYPE",
    }
