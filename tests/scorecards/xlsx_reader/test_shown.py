"""What a cell shows is what is read: number formats, held against LibreOffice and arithmetic."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.values.performance import print_duration
from scorecards.xlsx_reader.format_codes import NotUnderstood
from scorecards.xlsx_reader.number_formats import number_shown, shows_less, text_shown

# Numbers under formats as LibreOffice 7.4 showed them in a page of HTML. Left out is what Excel
# shows otherwise: General, a point without decimals, minus zero, days of 1900, seconds cut off.
BY_LIBREOFFICE = Path(__file__).resolve().parents[2] / "inputs" / "shown_by_libreoffice.tsv"


def test_numbers_look_as_libreoffice_shows_them():
    rows = [line.split("\t") for line in BY_LIBREOFFICE.read_text("utf-8").splitlines()]
    wrong = [row for row in rows if number_shown(float(row[1]), row[0]) != row[2]]
    assert not wrong
    assert len(rows) > 500


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (1 - 0.34, "0.0%", "66.0%"),
        (57 / 87, "0%", "66%"),
        (12.86 / 3, "0.00", "4.29"),
        (0.285, "0%", "29%"),  # kept as 0.28499999999999998
        (33.5, '0.0"%"', "33.5%"),
        (75, r"0\%", "75%"),
        (12.86 / 3, "General", "4.286666667"),
        (0.1 + 0.2, "General", "0.3"),
        (14637, "General", "14637"),
        (7, "@", "7"),
        (5, "0.##", "5."),
        (-0.04, "0.0", "-0.0"),
        (2289 / 86400, "h:mm:ss", "0:38:09"),
        (2289 / 86400, "[h]:mm:ss", "0:38:09"),
        (25.5 / 24, "h:mm:ss", "1:30:00"),
        (25.5 / 24, "[h]:mm:ss", "25:30:00"),
        (8.5 / 86400, "[h]:mm:ss", "0:00:09"),
        (86399.9 / 86400, "h:mm:ss", "0:00:00"),
        (45261, "dd/mm/yyyy", "01/12/2023"),
        (45261.75, '[$-809]dddd, d mmmm yyyy" at "h:mm', "Friday, 1 December 2023 at 18:00"),
        (45261, "[$-F800]dddd, mmmm dd, yyyy", "01 December 2023"),
        (0, "0;-0;;@", ""),
        (-12.5, '_-"£"* #,##0.00_-;\\-"£"* #,##0.00_-', "-£12.50"),
    ],
)
def test_a_number_is_read_as_excel_shows_it(number: float, code: str, text: str):
    assert number_shown(number, code) == text


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (0.5, "# ?/?"),
        (1234.5, "0.00E+00"),
        (1e15, "General"),
        (-1, "h:mm"),
        (-1, "[<0]0;0"),
        (60, "dd/mm/yyyy"),  # 29 February 1900
        (45261, "[$-407]d. mmmm yyyy"),
        (45261, "[30]"),
        (1, "[" * 60_000),
        (float("inf"), "0"),
        (float("nan"), "0"),
    ],
)
def test_what_is_not_understood_is_not_guessed(number: float, code: str):
    with pytest.raises(NotUnderstood):
        number_shown(number, code)


def test_days_written_since_1904_are_not_four_years_early():
    assert number_shown(43799, "dd/mm/yyyy", since_1904=True) == "01/12/2023"


def test_a_time_of_day_that_hides_whole_days_is_told():
    assert shows_less(25.5 / 24, "h:mm:ss")
    assert not shows_less(25.5 / 24, "[h]:mm:ss")
    assert not shows_less(0.5, "h:mm:ss")
    assert not shows_less(45261.5, "d mmm yyyy h:mm")


def test_a_text_gets_what_its_format_adds():
    assert text_shown("G", '"Grade "@') == "Grade G"
    assert text_shown("G", "0.0%") == "G"
    assert text_shown("90%", '0;-0;0;@" so far"') == "90% so far"


@given(st.decimals(-(10**6), 10**6, places=6), st.integers(0, 6))
def test_decimals_are_rounded_half_away_from_zero(number: Decimal, places: int):
    code = f"0.{'0' * places}" if places else "0"
    step = Decimal(1).scaleb(-places)
    assert Decimal(number_shown(float(number), code)) == number.quantize(step, ROUND_HALF_UP)


@given(st.decimals(0, 10, places=8), st.integers(1, 4))
def test_a_percentage_says_a_hundred_times_the_number(number: Decimal, places: int):
    shown = number_shown(float(number), f"0.{'0' * places}%")
    expected = (number * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert shown == f"{expected}%"


@given(st.integers(0, 10**9))
def test_a_whole_number_is_grouped_in_thousands(number: int):
    assert number_shown(number, "#,##0") == f"{number:,}"


@given(st.integers(0, 400_000))
def test_a_duration_is_the_one_that_was_typed(seconds: int):
    assert number_shown(seconds / 86_400, "[h]:mm:ss") == print_duration(Decimal(seconds))


CODES = st.text('0#?.,%@;:/[]"\\_*-+ $£€<>=0129hmsyd-AMPMGeneralrøE', max_size=40)


@given(st.floats(allow_nan=True, allow_infinity=True), CODES)
def test_any_code_gives_a_short_text_or_is_not_understood(number: float, code: str):
    try:
        shown = number_shown(number, code)
    except NotUnderstood:
        return
    assert len(shown) <= 40 * len(code) + 40
