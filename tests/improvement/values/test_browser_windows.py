"""Windows in any order: a text ends only where it was shown or saved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from improvement.values.browser_windows import (
    Sent,
    Version,
    digest,
    left_after_saving,
    merge,
    rivals,
)
from tests.support.standing_demo import NOON


class Desk:
    """Windows on one field, and which texts must not be gone."""

    def __init__(self) -> None:
        self.record, self.texts = "", 0
        self.versions: list[Version] = []
        self.open_ones: dict[
            int, tuple[Sent, str]
        ] = {}  # what each is based on, what is in its box
        self.unsaved: set[str] = set()

    def open(self, place: int) -> None:
        shown = [one.digest for one in self.versions]
        sent = Sent(
            {},
            window=f"{place}-{self.texts}",
            recorded={"field": digest(self.record)},
            drafted={"field": shown} if shown else {},
            says_what_stood=True,
        )
        self.texts += 1
        self.open_ones[place] = (sent, self.versions[0].text if shown else self.record)

    def type(self, place: int) -> None:
        sent, box = self.open_ones[place]
        self.texts += 1
        typed = Version("field", (f"Text {self.texts}",), NOON, sent.window, self.texts)
        self.versions = merge(self.versions, typed, sent)
        self.unsaved = self.unsaved - {box} | {typed.text}
        self.open_ones[place] = (sent, typed.text)

    def save(self, place: int) -> None:
        sent, box = self.open_ones[place]
        changes = sent.record("field") != digest(box)
        is_stale = changes and sent.record("field") != digest(self.record)
        if is_stale or rivals(self.versions, sent, "field", [box]):
            return  # both texts are shown
        self.record = box if changes else self.record
        self.versions = left_after_saving(self.versions, sent, "field", [box])
        self.unsaved.discard(box)
        self.open(place)


STEPS = st.lists(
    st.tuples(st.sampled_from(["open", "type", "type", "save"]), st.integers(1, 3)), max_size=30
)


@given(STEPS)
def test_whatever_windows_do_a_text_ends_only_where_it_was_shown_or_saved(steps):
    desk = Desk()
    for place in (1, 2, 3):
        desk.open(place)
    for step, place in steps:
        getattr(desk, step)(place)
        assert desk.unsaved <= {one.text for one in desk.versions}
