"""How far an actual is from its aim, in the metric's own unit."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

from scorecards.values.cells import Kind, MetricScale, Value
from scorecards.values.performance import WIDE, band_of, plain, print_duration


def gap(actual: Value, aim: Value) -> Decimal | None:
    """Return actual less aim, or None where that is not one figure.

    In the metric's own unit: percentage points, the number's unit, seconds, or steps of the
    scale. A qualified aim is measured from its figure; a qualified actual has no gap.
    """
    if actual.kind is not aim.kind or actual.qualifier is not None:
        return None
    if actual.number is None or aim.number is None:
        return None
    return actual.number - aim.number


def gap_in_words(
    actual: Value, aim: Value, *, unit: str = "", scale: MetricScale | None = None
) -> str:
    """Return the gap in words, with a number's unit: `12 percentage points above the aim`.

    Empty where there is no gap. Above and below are not better and worse. A unit such
    as `out of 5` is left out: it bounds a score and does not measure a difference. A band of
    ``scale`` is off by its nearest edge, `more than 45 percentage points below the aim`.
    """
    band = band_of(actual, scale)
    if band and aim.kind is Kind.PERCENT and aim.number is not None:
        return _beside_band(*band, aim.number)
    difference = gap(actual, aim)
    if difference is None:
        return ""
    if difference == 0:
        return "level with the aim"
    side = "above" if difference > 0 else "below"
    return f"{_amount(abs(difference), actual.kind, unit)} {side} the aim"


def _beside_band(low: Decimal, high: Decimal, aim: Decimal) -> str:
    if aim >= high:
        far = "" if aim == high else f"more than {_amount(aim - high, Kind.PERCENT, '')} "
        return f"{far}below the aim"
    return f"at least {_amount(low - aim, Kind.PERCENT, '')} above the aim" if aim < low else ""


def share_of_aim(actual: Value, aim: Value) -> Decimal | None:
    """Return the actual as a percentage of the aim, to one decimal.

    14,637 of 15,511 is 94.4: "94% of trajectory", which is not a gap in percentage points.
    None for other kinds, a qualified actual, and an aim of nothing or less.
    """
    if actual.kind is not Kind.NUMBER or gap(actual, aim) is None:
        return None
    if actual.number is None or aim.number is None or aim.number <= 0:
        return None
    with localcontext(WIDE):
        return (actual.number * 100 / aim.number).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _amount(size: Decimal, kind: Kind, unit: str) -> str:
    if kind is Kind.DURATION:
        return print_duration(size)
    if kind is Kind.NUMBER:
        return f"{plain(size)} {'' if unit.startswith('out of') else unit}".rstrip()
    noun = "percentage point" if kind is Kind.PERCENT else "grade"
    return f"{plain(size)} {noun}{'' if size == 1 else 's'}"
