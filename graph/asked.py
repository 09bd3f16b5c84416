"""What a person typed, taken apart: words, runs of Chinese characters, what of it has to be found and how exactly.

The queries (graph/search.py) and what is highlighted (graph/highlight.py) are made from it, so that they agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from graph import pinyin
from graph.names import HAN_RUN, TOKEN, fold, plain

_ELIDED = re.compile(r"\b[ld]'")  # of French; what is elided stands before the word in the index: l'eau
MAX_WORDS = 20
MAX_LENGTH = 500

# Lucene gives a query at most 1,024 clauses, counted with the terms that misspellings stand for: at most 50 in each field.
# So long texts are forgiven less.
SHORT = 6  # words
_MISSPELT_IN_SHORT, _MISSPELT_IN_LONG = 3, 2

# They are sought, but need not be there.
_FRENCH = "au aux d de des du en et l la le les par pour sur un une"
STOP_WORDS = pinyin.STOP_WORDS | frozenset(_FRENCH.split())


class Word(NamedTuple):
    """A typed word that is not Chinese; `unfinished` where more of it may follow, as it is the last of the text."""

    text: str
    unfinished: bool

    @property
    def misspelt(self) -> int:
        """How many letters of it may be wrong, missing, added or exchanged; digits never are."""
        return 0 if any(map(str.isdigit, self.text)) else 2 if len(self.text) > 7 else 1 if len(self.text) > 3 else 0


class Asked(NamedTuple):
    """What was typed, taken apart.

    `rows` are neighbouring words, as long as they can be read together as pinyin, `words` all of them, `needed` those that
    have to be found, `forgiven` those that are also sought misspelt; `runs` are runs of Chinese characters; `whole` is all
    of the text as the index would have it.
    """

    rows: tuple[tuple[Word, ...], ...]
    runs: tuple[str, ...]
    words: tuple[Word, ...]
    needed: frozenset[Word]
    forgiven: frozenset[Word]
    whole: str


@lru_cache(maxsize=256)
def asked(text: str) -> Asked:
    """Take apart what was typed: any text, of which the first 500 characters and 20 words count."""
    whole = plain(fold(text)[:MAX_LENGTH])
    tokens = [match[0] for match in TOKEN.finditer(_ELIDED.sub(" ", whole))][:MAX_WORDS]
    rows: list[list[Word]] = []
    readable = False
    for at, token in enumerate(tokens):
        if HAN_RUN.match(token):
            readable = False
            continue
        word = Word(token, at == len(tokens) - 1)
        joins, readable = readable, bool(pinyin.readings(word.text, unfinished=word.unfinished))
        if joins and readable:
            rows[-1].append(word)
        else:
            rows.append([word])
    runs = tuple(token for token in tokens if HAN_RUN.match(token))
    words = tuple(word for row in rows for word in row)
    # Stop words have to be found only where they are syllables or there is nothing else.
    nothing_else = not runs and all(word.text in STOP_WORDS for word in words)
    needed = {word for row in rows for word in row if nothing_else or word.text not in STOP_WORDS or spelled(row)}
    # The longest, as many as Lucene bears.
    misspelt = {word for word in words if word.misspelt and word.text not in STOP_WORDS}
    forgiven = sorted(misspelt, key=lambda word: (-len(word.text), word.text))[
        : _MISSPELT_IN_SHORT if len(words) <= SHORT else _MISSPELT_IN_LONG
    ]
    return Asked(tuple(map(tuple, rows)), runs, words, frozenset(needed), frozenset(forgiven), whole)


def spelled(row: Sequence[Word]) -> bool:
    """Whether a row is at least two syllables of pinyin, each a word of its own: `wei hai`, `xi an`; `de la` is French."""
    if len(row) < 2 or all(word.text in STOP_WORDS for word in row):
        return False
    read = (pinyin.readings(word.text, unfinished=word.unfinished) for word in row)
    return all(ways and len(ways[0]) == 1 for ways in read)


def sound_phrases(row: Sequence[Word]) -> list[tuple[str, ...]]:
    """The syllables that a row of words is, read together; empty where each of its words is read alone."""
    if len(row) < 2:
        return []
    return pinyin.phrases(tuple(word.text for word in row), unfinished=row[-1].unfinished)


def without_one(run: str) -> list[str]:
    """What is left of a run of at least three characters when each of them in turn is left out."""
    return list(dict.fromkeys(run[:at] + run[at + 1 :] for at in range(len(run)))) if len(run) > 2 else []
