"""Short names of workstreams and measures, for narrow columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reporting.contents.facts import WorkstreamFact
from reporting.contents.metric_facts import MetricFact


def reference_of(workstream: WorkstreamFact, metric: MetricFact) -> str:
    """Return a measure's number with its workstream's letters: “GWL 5”."""
    return f"{letters_of(workstream)} {metric.number}"


def letters_of(workstream: WorkstreamFact) -> str:
    """Return the letters its actions' references begin with, or the initials of its name."""
    return letters(workstream.name, (action.ref for action in workstream.actions))


def letters(name: str, refs: Iterable[str]) -> str:
    """Return the letters that references begin with, or the initials of a workstream's name."""
    prefixes = {ref.rpartition("-")[0] for ref in refs}
    if len(prefixes) == 1 and (prefix := prefixes.pop()):
        return prefix
    return "".join(word[0] for word in name.split() if word[0].isupper())


def first_words(workstreams: Sequence[str]) -> dict[str, str]:
    """Return each name's first word, or the whole name where two names begin with the same."""
    counts = Counter(name.split()[0] for name in workstreams)
    return {name: first if counts[first := name.split()[0]] == 1 else name for name in workstreams}
