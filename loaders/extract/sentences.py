"""Sentences and clauses, by offsets.

A sentence is never longer than LONGEST: every pattern runs on one sentence, so time grows with the text's length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 1_500

# Full stops that end no sentence: initials, abbreviations, numbers, legal forms before more of the sentence.
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Co|Ltd|Inc|Corp|No|Nos|Mr|Mrs|Ms|Mdm|Dr|Prof|St|vs|etc|approx|Dept|Univ|U\.S|U\.K|e\.g|i\.e|cf|art"
    r"|env|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|MM|Mme|Mlle|M|n|p|pp|sté|éd))\.$"
)
_END = re.compile(r"[。！？!?；;](?=[\"”’」』)）]*)[\"”’」』)）]*|\.(?=[\"”’)]*(?:\s|$))[\"”’)]*|\n+|…+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of the text; `paragraph` and `number` count from 1, the number within its paragraph."""

    start: int
    end: int
    paragraph: int
    number: int


def sentences(text: str, start: int = 0) -> list[Sentence]:
    """The sentences of `text[start:]`, in order, without white space around them."""
    found: list[Sentence] = []
    paragraph, number, begin = 0, 0, start
    fresh = True
    for cut, line_ends in _cuts(text, start):
        piece = text[begin:cut]
        if piece.strip():
            if fresh:
                paragraph, number, fresh = paragraph + 1, 0, False
            number += 1
            lead = len(piece) - len(piece.lstrip())
            found.append(Sentence(begin + lead, begin + len(piece.rstrip()), paragraph, number))
        begin = cut
        fresh = fresh or line_ends
    return found


def _cuts(text: str, start: int) -> Iterator[tuple[int, bool]]:
    """Where sentences end, and whether a line ends there."""
    last = start
    for end in _END.finditer(text, start):
        if text[end.start()] == "." and _abbreviated(text, end.start(), end.end()):
            continue
        while end.end() - last > LONGEST:
            last = _window(text, last)
            yield last, False
        last = end.end()
        yield last, "\n" in end.group()
    while len(text) - last > LONGEST:
        last = _window(text, last)
        yield last, False
    if last < len(text):
        yield len(text), True


def _window(text: str, start: int) -> int:
    """A place to break a text without sentence ends: after a comma or space where there is one."""
    stop = start + LONGEST
    best = max(text.rfind(mark, start + LONGEST // 2, stop) for mark in ("，", ",", "、", " "))
    return best + 1 if best > start else stop


def _abbreviated(text: str, at: int, end: int) -> bool:
    """Whether the full stop at `at` belongs to an abbreviation."""
    if not _ABBREVIATION.search(text[max(0, at - 12) : at + 1]):
        return False
    following = text[end : end + 40].lstrip()
    if text[at - 2 : at] in {"td", "nc", "rp"} or text[at - 2 : at] == "Co":
        # "... Co., Ltd. The city ...": a legal form may end a sentence too.
        return not re.match(r"(?:The|It|In|At|On|This|He|She|They|A|According|During|As)\b", following)
    return True
