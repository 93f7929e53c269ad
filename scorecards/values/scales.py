"""Scales: the ordered grades, bands and milestones a metric may be measured in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

_THRESHOLD = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class ScalePoint:
    """One step of a scale; `threshold` is the percentage from which a band counts."""

    code: str
    label: str
    threshold: Decimal | None = None

    @property
    def choice(self) -> str:
        """The point as a form offers it: `G (Good)`, or the label alone where it is the code."""
        return self.label if self.code == self.label else f"{self.code} ({self.label})"


@dataclass(frozen=True)
class MetricScale:
    """Points ordered from worst to best; ranks count from 1, the worst."""

    slug: str
    name: str
    points: tuple[ScalePoint, ...]

    @classmethod
    def from_points(
        cls, slug: str, name: str, points: Iterable[Mapping[str, object]]
    ) -> "MetricScale":
        """Make a scale from `scales[].points[]` of a programme file.

        Each point has `code`, `label` and optionally `from`, a percentage. Raises ValueError,
        with a sentence, where there are no points, a name is empty or used for two points, or
        `from` is not a percentage, repeats, or is on some points only.
        """
        scale = cls(slug, name, tuple(_point(point) for point in points))
        scale._refuse_doubt()
        return scale

    def _refuse_doubt(self) -> None:
        if not self.points:
            raise ValueError(f"The scale {self.name} has no points.")
        names = [key for point in self.points for key in {_key(point.code), _key(point.label)}]
        if "" in names:
            raise ValueError(f"A point of the scale {self.name} has no code or no label.")
        if len(set(names)) < len(names):
            raise ValueError(f"The scale {self.name} uses one code or label for two points.")
        thresholds = {point.threshold for point in self.points}
        if thresholds != {None} and (None in thresholds or len(thresholds) < len(self.points)):
            raise ValueError(f"Every point of the scale {self.name} needs its own 'from'.")

    @property
    def is_banded(self) -> bool:
        """Whether every point is a band of percentages."""
        return all(point.threshold is not None for point in self.points)

    @property
    def is_milestones(self) -> bool:
        """Whether the points are milestones, so that `Complete` is an answer.

        The programme file has no mark for it. Grades have a short code beside their label and
        bands have thresholds; a milestone has neither.
        """
        return not self.is_banded and all(point.code == point.label for point in self.points)

    @property
    def has_in_betweens(self) -> bool:
        """Whether two neighbours such as `G/E` are an answer.

        Not between milestones, nor on two points: `Y/N` is a form nobody has filled in.
        """
        return len(self.points) > 2 and not self.is_milestones

    def at(self, rank: Decimal) -> ScalePoint:
        """Return the point of a rank from 1. Raises IndexError off the scale."""
        if not 1 <= rank <= len(self.points):
            raise IndexError(f"The scale {self.name} has no rank {rank}.")
        return self.points[int(rank) - 1]

    def rank(self, text: str) -> Decimal | None:
        """Return the rank of a code, a label or an unmistakable initial in any case, or None.

        The published key of the satisfaction scale says `V` where its cells say `VS`.
        """
        key = _key(text)
        for number, point in enumerate(self.points, start=1):
            if key in (_key(point.code), _key(point.label)):
                return Decimal(number)
        return self._rank_by_initial(key) if len(key) == 1 and key.isalpha() else None

    def _rank_by_initial(self, letter: str) -> Decimal | None:
        ranks = [
            number
            for number, point in enumerate(self.points, start=1)
            if any(word.startswith(letter) for word in _key(point.label).split())
        ]
        return Decimal(ranks[0]) if len(ranks) == 1 else None

    def in_between(self, text: str) -> tuple[Decimal, Decimal] | None:
        """Return both ranks of neighbours such as `G/E` in either order, lower first, or None."""
        first, slash, second = text.partition("/")
        if not slash or not self.has_in_betweens:
            return None
        low, high = self.rank(first), self.rank(second)
        if low is None or high is None or abs(high - low) != 1:
            return None
        return min(low, high), max(low, high)

    def edges(self, rank: Decimal) -> tuple[Decimal, Decimal] | None:
        """Return the percentages that a band runs from and stays under, by its rank, or None.

        The top band stays under Infinity. None where the scale has no thresholds.
        """
        start = self.at(rank).threshold
        if start is None:
            return None
        above = [
            p.threshold for p in self.points if p.threshold is not None and p.threshold > start
        ]
        return start, min(above, default=Decimal("Infinity"))

    @property
    def choices(self) -> str:
        """What may be written in a cell of this scale, in words for a form field."""
        options = [point.choice for point in self.points]
        words = options[0]
        if len(options) > 1:
            words = f"one of {', '.join(options[:-1])} or {options[-1]}"
        if self.has_in_betweens:
            words += f", or two neighbours such as {self.points[-2].code}/{self.points[-1].code}"
        if self.is_banded:
            words += ", or a percentage such as 95%"
        if self.is_milestones:
            words += ", or Complete"
        return words


def _point(fields: Mapping[str, object]) -> ScalePoint:
    threshold = fields.get("from")
    if threshold is None:
        return ScalePoint(str(fields.get("code", "")), str(fields.get("label", "")))
    if not _THRESHOLD.fullmatch(str(threshold)):
        raise ValueError(f"'{threshold}' is not a percentage a band can count from, such as 75.")
    return ScalePoint(
        str(fields.get("code", "")), str(fields.get("label", "")), Decimal(str(threshold))
    )


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
