"""Dates in a text, as ISO 8601, possibly partial. A day without a year has the year of the document, or none is given."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.extract.lexicon import Lexicon
from schema.dates import is_date

# The same everywhere: 2020-12-21, 2020/12/21, 2020.12.21, and as in French pages 10-09-2025.
_ISO = r"(?<![0-9./-])(?P<y>(?:19|20)[0-9]{2})(?P<sep>[-/.])(?P<m>[01]?[0-9])(?P=sep)(?P<d>[0-3]?[0-9])(?![0-9])"
_EUROPEAN = r"(?<![0-9./-])(?P<d>[0-3]?[0-9])(?P<sep>[-/.])(?P<m>[0-3]?[0-9])(?P=sep)(?P<y>(?:19|20)[0-9]{2})(?![0-9])"


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the text; `iso` is None where only a month and day are said and the year is not known."""

    start: int
    end: int
    iso: str | None
    year_said: bool


def days(text: str, lexicon: Lexicon, start: int, end: int, year: str | None = None) -> list[Day]:
    """The dates in `text[start:end]`, in order. `year` completes those without one."""
    found: list[Day] = []
    for pattern in (_ISO, _EUROPEAN, *lexicon.said["dates"]["patterns"]):
        for match in lexicon.compiled(pattern).finditer(text, start, end):
            if not any(day.start < match.end() and match.start() < day.end for day in found):
                iso = _iso(match, lexicon, year)
                said = bool(match.groupdict().get("y"))
                if iso or not said:
                    found.append(Day(*match.span(), iso, said))
    return sorted(found, key=lambda day: day.start)


def _iso(match: re.Match[str], lexicon: Lexicon, year: str | None) -> str | None:
    said = match.groupdict()
    month = said.get("m") or ""
    if not month.isdigit():
        months = lexicon.said["dates"]["months"]
        names = [m for m in months if m == month.lower()[: len(m)]]
        month = str(months.index(names[0]) + 1) if names else ""
    year = said.get("y") or year
    if not year or not month:
        return None
    day = said.get("d")
    if day and int(month) > 12 and int(day) <= 12:  # 08-22-2024, as American programs write it
        month, day = day, month
    iso = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    return iso if is_date(iso) else None


def years(text: str, lexicon: Lexicon, start: int, end: int) -> list[str]:
    """The years that `text[start:end]` speaks of, without those of full dates."""
    return [match["y"] for match in lexicon.get("dates", "year").finditer(text, start, end)]
