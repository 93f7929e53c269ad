"""Quarters and small numbers as a sentence about a measure says them."""

from __future__ import annotations

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number_word(count: int) -> str:
    """Return a count up to nine as a word, and a larger one in figures."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def short_quarter(quarter: str, beside: str) -> str:
    """Return a quarter without its year where ``beside`` is of the same: “Q2”, “2022/23 Q4”."""
    year, number = quarter.split(" ")
    return number if beside.startswith(f"{year} ") else quarter
