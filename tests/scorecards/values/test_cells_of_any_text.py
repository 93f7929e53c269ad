"""Cells of any text that anybody could type: nothing raises, and meanings stay."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scorecards.values.cells import (
    Kind,
    State,
    parse,
    print_value,
)
from tests.support.published_cells import SCALES

# --- Properties -----------------------------------------------------------------------------

scales = st.sampled_from([None, *SCALES.values()])
kinds = st.sampled_from(Kind)
spaces = st.text("\u00a0 \t\n\u200b", max_size=3)
decimals = st.decimals(-(10**11), 10**11, places=3)
qualifiers = st.sampled_from(["", ">", ">=", "<", "<=", "≥", "≤", "> "])
cell_texts = st.one_of(
    st.text(),
    st.from_regex(r"\A[<>=≥≤]{0,2}[-+]?[0-9,.:/%\s]*\Z"),
    st.text("PAGEDSVYN/NaTBC-–—:%.,0123456789 >=<"),
    decimals.map(lambda d: f"{d:,f}%"),
)


@given(cell_texts, kinds, scales)
def test_reading_any_text_raises_nothing_and_changes_nothing(text, kind, scale):
    value = parse(text, kind, scale=scale)
    assert print_value(value) == text
    assert parse(print_value(value), kind, scale=scale) == value
    assert bool(value.expected) is (value.state is State.UNREADABLE)
    has_meaning = value.number is not None or value.complete
    assert has_meaning is (value.state is State.VALUE)


@given(decimals, qualifiers, spaces, spaces, st.sampled_from([Kind.NUMBER, Kind.PERCENT]))
def test_thousands_separators_and_white_space_do_not_change_a_figure(d, sign, left, right, kind):
    plain = parse(f"{sign}{d:f}", kind)
    dressed = parse(f"{left}{sign}{d:,f}{right}", kind)
    assert plain.number == dressed.number == d
    assert plain.qualifier is dressed.qualifier


@given(decimals, qualifiers)
def test_a_percentage_means_the_same_with_and_without_its_sign(d, sign):
    with_sign, without = parse(f"{sign}{d}%", Kind.PERCENT), parse(f"{sign}{d}", Kind.PERCENT)
    assert with_sign.number == without.number == d
    assert with_sign.qualifier is without.qualifier


@given(st.integers(0, 10**12 - 1), st.integers(0, 59), st.integers(0, 59), st.integers(0, 4))
def test_a_duration_of_any_length_keeps_its_meaning(hours, minutes, seconds, zeros):
    padded = f"{hours:0{zeros}}:{minutes:02}:{seconds:02}"
    value = parse(padded, Kind.DURATION)
    assert value.number == hours * 3600 + minutes * 60 + seconds
    assert print_value(value) == padded


@given(st.sampled_from(list(SCALES.values())), st.data())
def test_every_code_and_label_reads_as_its_own_rank(scale, data):
    rank = data.draw(st.integers(1, len(scale.points)))
    point = scale.at(Decimal(rank))
    for text in (point.code, point.label, point.label.upper(), f" {point.code.lower()} "):
        assert parse(text, Kind.SCALE, scale=scale).number == rank
