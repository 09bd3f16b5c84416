"""Mentions: a span of the text that names something."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

ANY = "*"  # the type of what stands for something said before
PAIR = "PAIR"  # the type of what stands for two of them: the two parties


@dataclass(slots=True, eq=False)
class Mention:
    """A span that names something.

    `start:end` is the name; `outer` the span that stands for it in a sentence: with quotation marks, a bracket that
    introduces its abbreviation, a person's post. `ids` are the known entities of this name. `method` is the rule that
    found it. A weak mention is no entity by itself.
    """

    start: int
    end: int
    type: str
    name: str
    method: str
    ids: tuple[str, ...] = ()
    weak: bool = False
    outer: tuple[int, int] = (0, 0)
    refers: list[Mention] = field(default_factory=list)  # what an anaphor or abbreviation stands for
    values: dict[str, Any] = field(default_factory=dict)  # of a figure or certificate
    group: int = -1  # its entity in the document (coref.py)

    def __post_init__(self) -> None:
        if self.outer == (0, 0):
            self.outer = (self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest, and of equally long ones the first given; in order of place."""
    taken: list[Mention] = []
    starts: list[int] = []
    for mention in sorted(mentions, key=lambda m: m.start - m.end):
        at = bisect_left(starts, mention.start)
        before = taken[at - 1] if at else None
        after = taken[at] if at < len(taken) else None
        if (before and before.end > mention.start) or (after and after.start < mention.end):
            continue
        taken.insert(at, mention)
        starts.insert(at, mention.start)
    return taken


def within(mentions: list[Mention], start: int, end: int) -> Iterator[Mention]:
    """The mentions inside a span; `mentions` are in order of place."""
    at = bisect_left(mentions, start, key=lambda m: m.start)
    while at < len(mentions) and mentions[at].start < end:
        if mentions[at].end <= end:
            yield mentions[at]
        at += 1
