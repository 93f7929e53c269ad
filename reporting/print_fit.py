"""What will not print as it was written: characters the font lacks, words longer than a box."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporting.contents import Contents
from reporting.renderers.printable import LONG_WORD, covered, font_folder, replaced
from reporting.texts import Text, texts_of

_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
SHOWN = 5


def replaced_in_print(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Say which characters of which text the pack prints as their names."""
    drawn = covered(font_folder())
    for text in texts_of(contents):
        if characters := replaced(text.words, drawn):
            said = " ".join(characters[:SHOWN])
            more = f" and {len(characters) - SHOWN} more" if len(characters) > SHOWN else ""
            yield text, f"{text.place} has {said}{more}, printed in the PDF by name."


def broken_in_print(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Say which words are longer than a narrow column and will be broken."""
    for text in texts_of(contents):
        if words := _LONG.findall(text.words):
            yield text, f"{text.place}: “{words[0][:40]}…” is longer than its box and is broken."
