"""A PDF read back by other tools than the one that made it."""

from __future__ import annotations

import io
import re
import subprocess

import pikepdf

from tests.support.programs import program


class Read:
    """A PDF read back: its text as laid out, page by page, and its structure."""

    def __init__(self, made):
        self.bytes = made
        done = subprocess.run(
            [program("pdftotext"), "-layout", "-", "-"], input=made, capture_output=True
        )
        self.pages = re.sub("[\u200b\u2060]", "", done.stdout.decode()).split("\f")[:-1]
        self.text = "\n".join(self.pages)
        self.words = " ".join(self.text.split())
        self.file = pikepdf.open(io.BytesIO(made))

    def page_with(self, title):
        """The first page after the contents page that has ``title`` on a line of its own."""
        return next(page for page in self.pages[2:] if re.search(rf"(?m)^{title}$", page))

    def elements(self, *kinds):
        waiting, found = [self.file.Root.StructTreeRoot], []
        while waiting:
            element = waiting.pop()
            if str(element.get("/S", ""))[1:] in kinds:
                found.append(element)
            inside = element.get("/K")
            inside = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
            waiting += [one for one in inside if isinstance(one, pikepdf.Dictionary)]
        return found

    def outside(self):
        """Words that run off the sheet, or under its edges."""
        done = subprocess.run(
            [program("pdftotext"), "-bbox", "-", "-"], input=self.bytes, capture_output=True
        )
        box = r'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*)</word>'
        found = [(*map(float, one[:4]), one[4]) for one in re.findall(box, done.stdout.decode())]
        assert found
        return [one for one in found if one[0] < 40 or one[1] < 25 or one[2] > 802 or one[3] > 585]
