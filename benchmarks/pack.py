"""How fast each format of the pack is made, and with how much memory, beside its peers.

    .venv/bin/python benchmarks/pack.py [--times 1 5 20] [--runs 3] [--no-peers]

Makes packs of 1, 5 and 20 times the demo's December: its workstreams over and over, under names
of their own. Every figure is from a process of its own. ``cold`` is the first document after the
application has started, ``warm`` the median of the next ones; the memory is the highest of the
process with its children. The peers, in the same run: headless Chromium prints the pack's web page,
LibreOffice converts its slides, both to PDF.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from own_database import database

from improvement.models import Month
from reporting.contents.facts import Contents, from_json, to_json
from reporting.demo import load
from reporting.renderers import RENDERERS, render
from reporting.snapshots.month import contents_of

NOON = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
CHROMIUM = "chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
QUIET = "--disable-background-networking --disable-component-update --disable-sync"
GOALS = "Goals for 1 time: PDF 1 s cold and 0.5 s warm, Excel and web page 0.3 s."


def main() -> None:
    options = _options()
    if options.format:
        _measure_here(Path(options.contents), options.format, options.runs)
        return
    with TemporaryDirectory() as folder:
        december = _december()
        seconds = {
            times: _measure(_many(december, times), times, options, Path(folder))
            for times in options.times
        }
    _print_growth(seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, nargs="+", default=[1, 5, 20])
    parser.add_argument("--runs", type=int, default=3, help="documents made after the first one")
    parser.add_argument("--no-peers", action="store_true", help="leave out the other programs")
    parser.add_argument("--format", choices=list(RENDERERS), help=argparse.SUPPRESS)
    parser.add_argument("--contents", help=argparse.SUPPRESS)
    return parser.parse_args()


def _december() -> Contents:
    """Return the contents of the demo's December, from a database of this run alone."""
    with database():
        load.load_demo(at=NOON, with_sign_ins=False)
        month = Month.objects.select_related("programme").get(starts_on="2023-12-01")
        return contents_of(month)


def _many(contents: Contents, times: int) -> Contents:
    copies = [
        replace(workstream, slug=f"{workstream.slug}-{turn}", name=f"{workstream.name} {turn + 1}")
        for turn in range(1, times)
        for workstream in contents.workstreams
    ]
    return replace(contents, workstreams=(*contents.workstreams, *copies))


def _measure(
    contents: Contents, times: int, options: argparse.Namespace, folder: Path
) -> dict[str, float]:
    """Print a line for each format and peer; return the seconds each needed when cold."""
    file = folder / "contents.json"
    file.write_text(to_json(contents), encoding="utf-8")
    print(f"\n{times} times December: {len(contents.workstreams)} workstreams")
    print(f"{'':12}{'cold s':>9}{'warm s':>9}{'MB':>7}{'KB made':>9}")
    found = {}
    for format in RENDERERS:
        command = [sys.executable, __file__, "--format", format, "--contents", str(file)]
        command += ["--runs", str(options.runs)]
        output = subprocess.run(command, check=True, capture_output=True).stdout
        measured = json.loads(output)
        found[format] = measured["cold"]
        _print_line(format, **measured)
    if not options.no_peers:
        (folder / "pack.html").write_bytes(render(contents, "html"))
        (folder / "pack.pptx").write_bytes(render(contents, "pptx"))
        for name, command in _peers(folder).items():
            found[name] = _peer(name, command)
    return found


def _print_line(name: str, cold: float, warm: float | None, memory: float, size: float) -> None:
    later = f"{warm:9.2f}" if warm is not None else f"{'':9}"
    print(f"{name:12}{cold:9.2f}{later}{memory:7.0f}{size:9.0f}")


def _measure_here(file: Path, format: str, runs: int) -> None:
    """Make the document several times in this process, and print time and memory as JSON."""
    contents = from_json(file.read_text(encoding="utf-8"))
    seconds = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        made = render(contents, format)
        seconds.append(time.perf_counter() - began)
    print(
        json.dumps(
            {
                "cold": seconds[0],
                "warm": statistics.median(seconds[1:]) if runs else None,
                "memory": _highest(resource.RUSAGE_SELF) + _highest(resource.RUSAGE_CHILDREN),
                "size": len(made) / 1000,
            }
        )
    )


def _highest(who: int) -> float:
    """Return the highest memory use, in megabytes."""
    return resource.getrusage(who).ru_maxrss / 1000


def _peers(folder: Path) -> dict[str, list[str]]:
    page, slides = folder / "pack.html", folder / "pack.pptx"
    printing = [f"--print-to-pdf={folder / 'chromium.pdf'}", f"file://{page}"]
    converting = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(slides)]
    return {
        "Chromium": [*CHROMIUM.split(), *QUIET.split(), *printing],
        "LibreOffice": ["soffice", f"-env:UserInstallation=file://{folder}/office", *converting],
    }


def _peer(name: str, command: list[str]) -> float:
    """Run another program twice, first for its own set-up, and print the second run."""
    if not shutil.which(command[0]):
        print(f"{name:12} is not installed, so it is not measured.")
        return 0.0
    for _ in range(2):
        began = time.perf_counter()
        measured = [sys.executable, "-c", _WAIT, *command]
        memory = subprocess.run(measured, check=True, capture_output=True).stdout
        seconds = time.perf_counter() - began
    _print_line(name, seconds, None, float(memory.split()[-1]), 0)
    return seconds


# A process of its own, so that the memory of its largest child is this program's.
_WAIT = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000)
"""


def _print_growth(seconds: dict[int, dict[str, float]]) -> None:
    """Print the ratios, which do not depend on the machine: to the peers, and of large to small."""
    first, last = min(seconds), max(seconds)
    print(f"\n{GOALS}")
    for times, found in seconds.items():
        for peer in ("Chromium", "LibreOffice"):
            if found.get(peer):
                share = found["pdf"] / found[peer]
                print(f"PDF beside {peer}, {times} times: {share:.2f} (goal: under 0.33)")
    for format in RENDERERS:
        grown = seconds[last][format] / seconds[first][format]
        print(f"{format}: {last / first:.0f} times as much takes {grown:.1f} times as long")


if __name__ == "__main__":
    main()
