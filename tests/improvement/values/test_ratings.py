from hypothesis import given
from hypothesis import strategies as st

from improvement.values.ratings import Meaning, Rating, Shape, counts_of, movement, worst_of

ratings = st.lists(st.sampled_from(Rating))


def test_worst_of_leaves_out_what_is_not_yet_rated():
    assert worst_of([Rating.ON_TRACK, Rating.NOT_YET_RATED, Rating.OFF_TRACK]) is Rating.OFF_TRACK
    assert worst_of([Rating.COMPLETE, Rating.OVERDUE]) is Rating.OVERDUE
    assert worst_of([Rating.NOT_YET_RATED]) is Rating.NOT_YET_RATED
    assert worst_of([]) is Rating.NOT_YET_RATED


@given(ratings)
def test_counts_add_up_and_the_worst_is_counted(given_ratings: list[Rating]):
    counts = dict(counts_of(given_ratings))
    assert sum(counts.values()) == len(given_ratings)
    if given_ratings:
        assert counts[worst_of(given_ratings)] >= 1


def test_a_movement_is_told_in_words_and_standing_still_is_not():
    told = movement("Delivery", Rating.OFF_TRACK, Rating.ON_TRACK)
    assert told == "Delivery: Off Track (<1 month), Recovery Actions in Place to On Track"
    assert movement("Delivery", Rating.ON_TRACK, Rating.ON_TRACK) == ""
    assert movement("Delivery", None, Rating.ON_TRACK) == ""
    assert movement("Delivery", Rating.NOT_YET_RATED, Rating.ON_TRACK) == ""


def test_every_rating_has_words_and_a_colour_of_its_own():
    assert len({rating.words for rating in Rating}) == len(Rating) == 5
    assert len({rating.colour for rating in Rating}) == 5


def test_every_rating_has_a_shape_a_short_word_and_a_severity_of_its_own():
    assert len({rating.shape for rating in Rating}) == 5
    assert [rating.short for rating in sorted(Rating, key=lambda rating: -rating.severity)] == [
        "Overdue",
        "Off track",
        "Not yet rated",
        "On track",
        "Complete",
    ]
    assert "".join(sorted(Rating, key=lambda rating: rating.order)) == "".join(Rating)


def test_the_plain_square_belongs_to_what_is_overdue():
    """Red and green are equally dark: without colour the shape alone tells them apart."""
    assert [rating for rating in Rating if rating.shape is Shape.SQUARE] == [Rating.OVERDUE]
    assert {rating.shape.outline for rating in Rating} == set("◎△▽□○")


def test_what_a_rating_means_is_asked_of_the_rating():
    assert [rating for rating in Rating if rating.is_complete] == [Rating.COMPLETE]
    assert [rating for rating in Rating if rating.is_well] == [Rating.COMPLETE, Rating.ON_TRACK]
    assert [rating for rating in Rating if rating.is_red] == [Rating.OVERDUE]
    assert [rating for rating in Rating if rating.is_off_track] == [Rating.OFF_TRACK]
    assert [rating for rating in Rating if not rating.is_rated] == [Rating.NOT_YET_RATED]
    assert Rating.COMPLETE.meaning is Meaning.COMPLETE_AND_EMBEDDED


def test_counts_are_worst_first_and_not_yet_rated_last():
    assert counts_of(Rating) == [
        (Rating.OVERDUE, 1),
        (Rating.OFF_TRACK, 1),
        (Rating.ON_TRACK, 1),
        (Rating.COMPLETE, 1),
        (Rating.NOT_YET_RATED, 1),
    ]
