"""The strip of months: its marks, and the sentence for whoever does not see them."""

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.marks.mark import Mark
from reporting.marks.strip import StripMonth, draw_strip, in_words

OFF, RED = Mark(Rating.OFF_TRACK), Mark(Rating.OVERDUE)


def months(delivery: list[Mark | None], embedding: list[Mark | None]) -> tuple[StripMonth, ...]:
    periods = [CalendarMonth(2023, number) for number in range(1, 13)][-len(delivery) :]
    return tuple(StripMonth(*line) for line in zip(periods, delivery, embedding, strict=True))


def test_it_says_how_long_each_rating_stood_and_since_when_the_last_one():
    assert in_words(months([*[OFF] * 8, *[RED] * 4], [RED] * 12)) == (
        "Delivery: off track 8 months, overdue 4, since September 2023. "
        "Embedding: overdue 12 months, since January 2023 or before."
    )


def test_it_says_what_is_not_known_and_what_was_carried():
    carried = Mark(Rating.OVERDUE, carried=True)
    assert in_words(months([None, OFF, carried], [None, None, None])) == (
        "Delivery: off track 1 month, overdue 1, since December 2023; carried, not confirmed. "
        "Embedding: not known."
    )


def test_twelve_months_are_8_pixel_marks_at_a_pitch_of_11_delivery_above_embedding():
    svg = draw_strip(months([OFF] * 12, [RED] * 12), "Governance")
    assert 'width="129" height="20"' in svg
    assert svg.count("app-shape--amber") == svg.count("app-shape--red") == 12
    assert svg.index('data-month="2023-01"') < svg.index('data-month="2023-12"')
    assert svg.index("app-shape--amber") < svg.index("app-shape--red")
    assert 'aria-label="Governance: Delivery: off track 12 months' in svg


def test_a_month_that_is_not_known_is_a_dotted_line_and_no_colour():
    svg = draw_strip(months([None], [None]))
    assert svg.count("app-strip__unknown") == 2
    assert "app-shape--" not in svg


def test_each_month_says_both_of_its_ratings_to_a_script():
    svg = draw_strip(months([None, OFF], [RED, Mark(Rating.OVERDUE, carried=True)]))
    assert 'data-about="November 2023" data-said="Delivery not known; embedding overdue"' in svg
    assert 'data-said="Delivery off track; embedding overdue, carried, not confirmed"' in svg
