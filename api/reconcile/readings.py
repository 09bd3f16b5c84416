"""How a text that names something may be read: all of it a name, or a name with the places above it.

"Lanshan District, Linyi", "Lanshan District (Linyi)", 临沂市兰山区 and "Linyi Lanshan District" all mean the one of two Lanshan
Districts that lies in Linyi.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.names import HAN, fold, plain

MAX_LENGTH = 300  # characters of a text that count
_CUTS = 40  # characters or words around which a text may be divided
_PARTS = re.compile(r"\s*[,，、;；/()（）\[\]·|]+\s*")
_HAN = re.compile(rf"[{HAN}]")


class Reading(NamedTuple):
    """A name, and what is said to be above it: `above` are names of places, in any order."""

    name: str
    above: tuple[str, ...] = ()


def readings(text: str) -> list[Reading]:
    """The readings that the text's own punctuation gives: all of it, the first part before the rest, the last after it."""
    whole = " ".join(text[:MAX_LENGTH].split())
    parts = [part for part in _PARTS.split(whole) if part]
    found = [Reading(whole)]
    if len(parts) > 1:
        found += [Reading(parts[0], tuple(parts[1:])), Reading(parts[-1], tuple(parts[:-1]))]
    return found


def cuts(text: str) -> list[tuple[str, str]]:
    """(name, rest) for every place where a text without punctuation may be divided; the names as the graph folds them.

    In Chinese what is above comes first; in Latin letters it may come first or last.
    """
    whole = fold(text[:MAX_LENGTH])
    if _HAN.search(whole):
        run = whole.replace(" ", "")
        return [(run[at:], run[:at]) for at in range(1, len(run) - 1)][:_CUTS]
    words = whole.split(" ")[:_CUTS]
    found: list[tuple[str, str]] = []
    for at in range(1, len(words)):
        first, last = " ".join(words[:at]), " ".join(words[at:])
        found += [(first.rstrip(","), last), (last, first)]
    return found


def covered(text: str, names: Iterable[str]) -> bool:
    """Whether a text is nothing but some of the names, one after the other, with words between that say nothing."""
    rest = re.sub(r"[\s,，、;；()（）]+", "", _LITTLE.sub(" ", plain(text)))
    if not rest:
        return False
    pieces = {re.sub(r"\s+", "", plain(name)) for name in names} - {""}
    reached = {0}
    for at in range(len(rest)):
        if at in reached:
            reached |= {at + len(piece) for piece in pieces if rest.startswith(piece, at)}
    return len(rest) in reached


_LITTLE = re.compile(r"\b(?:in|of|de|du|des|la|le|a|at|the)\b")


def names_of(rows: Iterable[Sequence[object]]) -> list[str]:
    """All names in rows of single names and lists of them."""
    found: list[str] = []
    for row in rows:
        for value in row:
            found += (
                [value]
                if isinstance(value, str)
                else [v for v in value if isinstance(v, str)]
                if isinstance(value, list)
                else []
            )
    return found
