"""Values in the cells of a workbook, in which text stays text."""

from __future__ import annotations

import re
from typing import Any

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fit_for_xml(text: str) -> str:
    """Return text as an Office file can hold it, without the characters that XML refuses.

    Half of a character pair, pasted, becomes a question mark.
    """
    return _REFUSED.sub("", text).encode("utf-8", "replace").decode()


def fill_cell(cell: Any, value: Any) -> Any:
    """Write a value into a cell of openpyxl, and return the cell.

    Text is text whatever it begins with: no spreadsheet takes it for a formula.
    """
    cell.value = (fit_for_xml(value) or None) if isinstance(value, str) else value
    if isinstance(cell.value, str):
        cell.data_type = "s"
    return cell
