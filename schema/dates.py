"""Dates as the sources give them: ISO 8601, possibly partial.

A partial date is the interval from its first day to its last.
"""

from __future__ import annotations

import datetime
import re

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


def is_date(text: str) -> bool:
    """Whether the text is a year, a month or a day that exists."""
    parts = _DATE.match(text)
    if not parts:
        return False
    try:
        datetime.date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        return False
    return True


def first_day(text: str) -> str:
    """The first day of a date that `is_date`."""
    return text + ("-01-01", "-01", "")[(len(text) - 4) // 3]


def last_day(text: str) -> str:
    """The last day of a date that `is_date`."""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        following = datetime.date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
        return (following - datetime.timedelta(days=1)).isoformat() if following else "9999-12-31"
    return text


def today() -> str:
    """Today in UTC: what has ended by then is not shown unless it is asked for."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def now() -> str:
    """The moment in UTC, to the second: `2026-11-22T05:40:00Z`."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
