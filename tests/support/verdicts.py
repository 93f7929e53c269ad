"""Performance as tests ask for it: two texts, and which way is better."""

from scorecards.values.cells import Kind, parse
from scorecards.values.performance import (
    Direction,
    Verdict,
    judge,
)

UP, DOWN, NEITHER = Direction.UP, Direction.DOWN, Direction.NEITHER
MET, NOT_MET, NO_VERDICT = Verdict.MET, Verdict.NOT_MET, Verdict.NO_VERDICT


def judged(actual, aim, direction=UP, kind=Kind.PERCENT, scale=None):
    return judge(
        parse(actual, kind, scale=scale), parse(aim, kind, scale=scale), direction, scale=scale
    )
