"""Change lines of the code, one at a time, and count how many of the changes the tests notice.

Lines of functions are drawn by a seed, each with one of the changes that mutmut makes of it
(another operator, a negated condition, an argument left out). The tree is copied, and the suite
runs once in the copy to learn which tests reach which line: those of `make test`, without the
browser, on SQLite. Then each change is made in a copy, and the tests that reach it run, the
quickest first, until one fails. A change that no test notices has survived.

    python tools/mutants.py                      40 changes of this tree
    python tools/mutants.py --seed 7 --count 10  other ones, and fewer
    python tools/mutants.py --tree ../older      of another tree, by its own tests
"""

from __future__ import annotations

import argparse
import ast
import difflib
import hashlib
import json
import os
import queue
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast

import coverage
import libcst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

REPO = Path(__file__).resolve().parent.parent
ROOMS = ["improvement", "scorecards", "reporting"]
ENOUGH = 60.0  # seconds of tests for a line: where more tests reach it, the quickest of them run
START = 240  # seconds of processor time that a run may take before its first test
TEST = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]


@dataclass(frozen=True)
class Mutant:
    """One changed line: the file's path in the tree, and its text before and after."""

    path: str
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        lines = difflib.ndiff(self.before.splitlines(), self.after.splitlines())
        changed = [f"    {line[0]} {line[2:].strip()}" for line in lines if line[0] in "-+"]
        return "\n".join([f"{self.path}:{self.line}", *changed])


class EveryFunction(MutationVisitor):
    """Visits decorated functions too, which mutmut leaves out because it wraps functions."""

    def _skip_node_and_children(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, libcst.FunctionDef):
            return False
        return super()._skip_node_and_children(node)


@dataclass(frozen=True)
class FunctionLine:
    """A line of a function, identified by its text and not by its number."""

    file: Path
    number: int
    text: str

    def rank(self, seed: int, again: int) -> str:
        """Return its place in a draw, which does not depend on changes elsewhere in the code.

        ``again`` is the number of equal lines before it.
        """
        return hashlib.sha256(f"{seed}: {self.text}: {again}".encode()).hexdigest()


def function_lines(file: Path) -> Iterator[FunctionLine]:
    """Yield every line of a file's functions once."""
    text = file.read_text(encoding="utf-8")
    lines, seen = text.splitlines(), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                if number not in seen:  # the outermost function comes first
                    seen.add(number)
                    text = f"{node.name}: {lines[number - 1].strip()}"
                    yield FunctionLine(file, number, text)


@cache
def changes_of(file: Path) -> tuple[libcst.Module, dict[int, list[Mutation]]]:
    """Return a file's syntax tree, and the possible changes of its functions by line."""
    wrapper = MetadataWrapper(libcst.parse_module(file.read_text(encoding="utf-8")))
    visitor = EveryFunction(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    places = wrapper.resolve(PositionProvider)
    by_line: dict[int, list[Mutation]] = {}
    for change in visitor.mutations:
        within, place = change.contained_by_top_level_function, places.get(change.original_node)
        if isinstance(within, libcst.FunctionDef) and place:
            by_line.setdefault(place.start.line, []).append(change)
    return wrapper.module, by_line


def draw_mutants(tree: Path, *, count: int, seed: int) -> Iterator[Mutant]:
    """Yield one change of each of ``count`` lines; all lines are equally likely."""
    files = [file for room in ROOMS for file in sorted((tree / room).rglob("*.py"))]
    lines = [
        line for file in files if "migrations" not in file.parts for line in function_lines(file)
    ]
    before: Counter[str] = Counter()
    ranked = []
    for line in lines:
        ranked.append((line.rank(seed, before[line.text]), line))
        before[line.text] += 1
    for rank, line in sorted(ranked, key=lambda pair: pair[0]):
        if not count:
            return
        module, by_line = changes_of(line.file)
        if changes := by_line.get(line.number):
            change = changes[int(rank, 16) % len(changes)]
            changed = module.deep_replace(change.original_node, change.mutated_node)
            after = cast(libcst.Module, changed).code
            yield Mutant(str(line.file.relative_to(tree)), line.number, module.code, after)
            count -= 1


def copy(tree: Path, to: Path) -> None:
    """Copy every file that git tracks or would add, and the assets; link the environment.

    The assets are copied because the suite fails a test that reads outside its own tree.
    """
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=tree, capture_output=True, check=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (tree / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(tree / name, to / name)
    (to / ".venv").symlink_to((tree / ".venv").resolve())
    (to / "var").mkdir()
    if (tree / "var" / "assets").is_dir():
        shutil.copytree(tree / "var" / "assets", to / "var" / "assets")
    for command in (["init", "--quiet"], ["add", "--all"]):  # tests ask git which files there are
        subprocess.run(["git", *command], cwd=to, check=True)
    (to / "tools").mkdir(exist_ok=True)
    shutil.copy2(REPO / "tools" / "reaching.py", to / "tools" / "reaching.py")


def statement_at(mutant: Mutant) -> range:
    """Return the lines of the changed statement, without its body."""
    lines = range(mutant.line, mutant.line + 1)
    for node in ast.walk(ast.parse(mutant.before)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = body[0].lineno if body else (node.end_lineno or node.lineno) + 1
            if node.lineno <= mutant.line < end:  # the innermost comes last
                lines = range(node.lineno, end)
    return lines


@dataclass
class Reach:
    """Which tests reach a line, and the seconds each takes. Only tests that pass count."""

    data: coverage.CoverageData
    seconds: dict[str, float]

    @classmethod
    def learn(cls, tree: Path, *, workers: int) -> Reach:
        """Run the suite of a tree, and return which lines each test reaches."""
        times = tree / "var" / "reaching.json"
        measured = [sys.executable, "-m", "coverage", "run", f"--rcfile={REPO / 'pyproject.toml'}"]
        chosen = ["--tb=no", "-n", str(workers), "-m", "not slow and not browser"]
        command = [*measured, *TEST[1:], "-p", "tools.reaching", *chosen]
        subprocess.run(command, cwd=tree, env=environment(REACHING_TIMES=str(times)), check=False)
        data = coverage.CoverageData(str(tree / ".coverage"))
        coverage.Coverage(data_file=data.data_filename(), config_file=False).combine([str(tree)])
        data.read()
        return cls(data, json.loads(times.read_text(encoding="utf-8")))

    def tests(self, tree: Path, mutant: Mutant) -> list[str]:
        """Return the tests of the line, or of its file where imports or fixtures reach it."""
        lines = self.data.contexts_by_lineno(str(tree / mutant.path))
        of_line = {name for line in statement_at(mutant) for name in lines.get(line, ())}
        of_file = {name for names in lines.values() for name in names} if "" in of_line else set()
        chosen: list[str] = []
        seconds = 0.0
        for names in (of_line, of_file - of_line):
            for name in sorted(names & set(self.seconds), key=self.seconds.__getitem__):
                if not chosen or seconds + self.seconds[name] <= ENOUGH:
                    chosen.append(name)
                    seconds += self.seconds[name]
        return chosen


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a run: SQLite, and the settings of the tree's own pytest."""
    ours = ("DATABASE_URL", "TEST_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if name not in ours} | more


def try_out(mutant: Mutant, tests: list[str], tree: Path) -> str:
    """Make the change in a copy of the tree, run the tests there, and return the result."""
    if not tests:
        return "survived (no test reaches it)"
    file, names = tree / mutant.path, tree / "var" / "tests.txt"
    names.write_text("\n".join(tests), encoding="utf-8")
    file.write_text(mutant.after, encoding="utf-8")
    try:
        status, output = run([*TEST, "-x", f"@{names}"], tree)
    finally:
        file.write_text(mutant.before, encoding="utf-8")
    if status == 0:
        return f"survived ({len(tests)} tests)"
    if status == 5 or "ERROR: not found" in output:
        raise RuntimeError(f"pytest did not find its tests:\n{output}")
    return "killed" if status > 0 else "killed (no end)"


def try_unchanged(mutant: Mutant, tests: list[str], tree: Path) -> None:
    """Run a mutant's tests without its change. Raises where they fail: all would seem killed."""
    unchanged = replace(mutant, after=mutant.before)
    if (result := try_out(unchanged, tests, tree)).startswith("killed"):
        raise RuntimeError(f"The tests fail in an unchanged copy, {tree}: {result}")


def run(command: list[str], tree: Path) -> tuple[int, str]:
    """Run a command with limits on its processor time and its time by the clock."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (START + 4 * int(ENOUGH),) * 2)

    with subprocess.Popen(
        command, cwd=tree, env=environment(PYTHONDONTWRITEBYTECODE="1"), start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=limit,
    ) as process:  # fmt: skip
        try:
            output, _ = process.communicate(timeout=10 * START)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
    return process.returncode, output


def try_all(mutants: list[Mutant], reach: Reach, trees: list[Path]) -> list[str]:
    """Try every mutant, one at a time in each copy of the tree; print and return the results."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for tree in trees:
        free.put(tree)

    for tree in trees:
        try_unchanged(mutants[0], reach.tests(trees[0], mutants[0]), tree)

    def try_one(mutant: Mutant) -> str:
        tree = free.get()
        began = time.monotonic()
        try:
            result = try_out(mutant, reach.tests(trees[0], mutant), tree)
        finally:
            free.put(tree)
        print(f"{result}, {time.monotonic() - began:.0f} s: {mutant}", flush=True)
        return result

    with ThreadPoolExecutor(len(trees)) as threads:
        return list(threads.map(try_one, mutants))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tree", type=Path, default=REPO)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--at-once", type=int, default=2, help="how many runs at a time")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees = [Path(folder) / str(number) / "tree" for number in range(options.at_once)]
        copy(options.tree.resolve(), trees[0])
        print("Running the suite once, to learn which tests reach which line", flush=True)
        reach = Reach.learn(trees[0], workers=options.at_once)
        for other in trees[1:]:
            shutil.copytree(trees[0], other, symlinks=True)
        mutants = list(draw_mutants(trees[0], count=options.count, seed=options.seed))
        print(f"Changing {len(mutants)} lines", flush=True)
        results = try_all(mutants, reach, trees)
    pairs = zip(mutants, results, strict=True)
    survived = [mutant for mutant, result in pairs if "survived" in result]
    print(f"\n{len(survived)} survived" + (":" if survived else ""))
    for mutant in survived:
        print(mutant)
    killed = len(mutants) - len(survived)
    minutes = (time.monotonic() - began) / 60
    print(f"\n{killed} of {len(mutants)} killed (seed {options.seed}, {minutes:.0f} minutes)")


if __name__ == "__main__":
    main()
