"""Where in an entity's names a search found it: the same rules as the queries of graph/search.py, for one entity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from graph import pinyin
from graph.asked import STOP_WORDS, Asked, Word, asked, sound_phrases, spelled, without_one
from graph.names import HAN_RUN, TOKEN, plain_with_offsets

Span = tuple[int, int]

# How well a part of what was typed fits: what is less than plain is only looked for where no name of the entity has it plainly.
_WHOLE, _BEGUN, _BY_SOUND, _MISSPELT = 1.0, 0.8, 0.75, 0.6
_EQUAL, _AT_THE_START, _ALIAS, _STOP_WORD, _PER_CHARACTER = 5.0, 0.15, -0.05, 0.2, -0.001


@dataclass(frozen=True, slots=True)
class Match:
    """Where an entity was found.

    `field` is the name of the value as `matched` was given it, `text` the whole value (one of a list), `spans` what to
    highlight in it: character offsets, half open, ascending, apart from each other.
    """

    field: str
    text: str
    spans: tuple[Span, ...]


class _Value:
    """A name as the index has it. Offsets are those in `folded`; taken apart only where it has to be, for speed."""

    __slots__ = ("_tokens", "folded", "offsets")

    def __init__(self, text: str) -> None:
        self.folded, self.offsets = plain_with_offsets(text)
        self._tokens: _Tokens | None = None

    @property
    def tokens(self) -> _Tokens:
        """The words and Chinese characters of it."""
        if self._tokens is None:
            self._tokens = _taken_apart(self.folded)
        return self._tokens

    def span(self, start: int, end: int) -> Span:
        """Offsets in the name itself, with the accents that follow."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], max(self.offsets[end - 1] + 1, self.offsets[end])


class _Tokens(NamedTuple):
    """`words` with where they begin and end; the characters of `chinese` with their `places`: a word is one NUL there."""

    words: list[tuple[str, int, int]]
    chinese: str
    places: list[int]


Found = dict[Word | str, tuple[float, list[Span]]]
"""Typed word or run -> how well it fits, and where."""


def matched(text: str, names: Mapping[str, str | list[str] | None]) -> Match | None:
    """The value among an entity's `names` that fits `text` best, and where; None only where none does.

    `names` are the entity's values by the name that `Match.field` shall have; of lists, each element is a value.
    """
    said = asked(text)
    values = [
        (field, value)
        for field, given in names.items()
        for value in ((given,) if isinstance(given, str) else given or ())
    ]
    found = [_plainly(said, _value(value)) for _, value in values]
    needed: set[Word | str] = {*said.needed, *said.runs}
    missing = needed.difference(*found)
    if missing:
        for (_, value), here in zip(values, found, strict=True):
            _misspelt(said, missing, _value(value), here)
        missing.difference_update(*found)
    runs = [run for run in said.runs if run in missing]
    rows = [
        row
        for row in said.rows
        if not missing.isdisjoint(row) or (spelled(row) and not any(here.keys() >= set(row) for here in found))
    ]
    if rows or runs:
        for (_, value), here in zip(values, found, strict=True):
            _by_sound(rows, runs, pinyin.sounds(value), here)
    best: tuple[float, Match] | None = None
    for (field, value), here in zip(values, found, strict=True):
        if needed.isdisjoint(here):
            continue
        spans = _merged(span for _, spans in here.values() for span in spans)
        score = sum(fit for fit, _ in here.values()) + _PER_CHARACTER * len(value)
        score += _EQUAL * (_value(value).folded == said.whole) + _AT_THE_START * (spans[0][0] == 0)
        score += _ALIAS * (not isinstance(names[field], str))
        if best is None or score > best[0]:
            best = score, Match(field, value, spans)
    return best and best[1]


_value = lru_cache(maxsize=8_192)(_Value)


def _taken_apart(folded: str) -> _Tokens:
    words: list[tuple[str, int, int]] = []
    chinese: list[str] = []
    places: list[int] = []
    for token in TOKEN.finditer(folded):
        start, end = token.span()
        if HAN_RUN.match(folded, start):
            chinese.append(token[0])
            places.extend(range(start, end))
        else:
            words.append((token[0], start, end))
            chinese.append("\0")
            places.append(start)
    return _Tokens(words, "".join(chinese), places)


def _plainly(said: Asked, value: _Value) -> Found:
    """What stands in the value as it was typed: words whole or begun, runs."""
    found: Found = {}
    for word in said.words:
        begun: list[Span] = []
        whole: list[Span] = []
        for form in _forms(word):
            if form not in value.folded:
                continue
            for token, start, _ in value.tokens.words:
                elided = 2 if token[:2] in ("l'", "d'") and not token.startswith(form) else 0
                if token.startswith(form, elided):
                    (whole if len(token) == elided + len(form) else begun).append(
                        value.span(start + elided, start + elided + len(form))
                    )
        if whole or begun:
            weight = _STOP_WORD if word.text in STOP_WORDS else 1
            found[word] = (_WHOLE if whole else _BEGUN) * weight, whole or begun
    for run in said.runs:
        if run in value.folded:
            found[run] = _WHOLE, [value.span(at, at + len(run)) for at in _all(run, value.folded)]
        elif run[0] in value.folded and run in value.tokens.chinese:  # with punctuation between
            places = _all(run, value.tokens.chinese)
            found[run] = _WHOLE, [span for at in places for span in _characters(value, at, len(run))]
    return found


@lru_cache(maxsize=1_024)
def _forms(word: Word) -> tuple[str, ...]:
    return word.text, *pinyin.with_apostrophes(word.text, unfinished=word.unfinished)


def _all(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _characters(value: _Value, start: int, count: int) -> list[Span]:
    return [value.span(place, place + 1) for place in value.tokens.places[start : start + count]]


def _misspelt(said: Asked, missing: set[Word | str], value: _Value, found: Found) -> None:
    for word in said.forgiven & missing:
        spans = [
            value.span(start, end) for token, start, end in value.tokens.words
            if abs(len(token) - len(word.text)) <= word.misspelt and _distance(word.text, token) <= word.misspelt
        ]  # fmt: skip
        if spans:
            found[word] = _MISSPELT, spans
    for run in missing.intersection(said.runs):
        assert isinstance(run, str)
        for part in (run, *without_one(run)) if len(run) > 1 else ():
            if spans := _with_one_between(part, value):
                found[run] = _MISSPELT * len(part) / len(run), spans
                break


def _with_one_between(part: str, value: _Value) -> list[Span]:
    """Where the characters of `part` follow each other, with at most one other between two of them."""
    text, size = value.tokens.chinese, len(part)
    for start in _all(part[0], text):
        for at in range(1, size):
            if not text.startswith(part[:at], start):
                break
            if text[start + at + 1 : start + size + 1] == part[at:]:
                return _characters(value, start, at) + _characters(value, start + at + 1, size - at)
        else:
            if text.startswith(part, start):
                return _characters(value, start, size)
    return []


@lru_cache(maxsize=16_384)
def _distance(one: str, other: str) -> int:
    """Letters wrong, missing, added, or exchanged with their neighbour: as Lucene counts them."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _by_sound(rows: list[tuple[Word, ...]], runs: list[str], said: tuple[pinyin.Sound, ...], found: Found) -> None:
    if not said:
        return
    for run in runs:
        if (sound := pinyin.of_run(run)) and (spans := _sound_spans([sound], said)):
            found[run] = _BY_SOUND, spans
    for row in rows:
        if spans := _sound_spans(sound_phrases(row), said):
            found.update(dict.fromkeys(row, (_BY_SOUND, spans)))
            continue
        for word in row:
            if word in found:
                continue
            spans = _sound_spans(pinyin.phrases((word.text,), unfinished=word.unfinished), said)
            spans = spans or _initial_spans(word.text, said)
            if spans:
                found[word] = _BY_SOUND, spans


def _sound_spans(phrases: list[tuple[str, ...]], said: tuple[pinyin.Sound, ...]) -> list[Span]:
    text = f" {' '.join(one.text for one in said)} "
    for phrase in phrases:
        at = text.find(f" {' '.join(phrase)} ")
        if at >= 0:
            first = text.count(" ", 0, at)
            return [(one.start, one.end) for one in said[first : first + len(phrase)]]
    return []


def _initial_spans(word: str, said: tuple[pinyin.Sound, ...]) -> list[Span]:
    if not pinyin.is_initials(word):
        return []
    for at in range(len(said)):
        if at == 0 or not (said[at].chinese and said[at - 1].chinese):
            here = said[at : at + len(word)]
            if all(one.chinese for one in here) and "".join(one.text[0] for one in here) == word:
                return [(one.start, one.end) for one in here]
    return []


def _merged(spans: Iterator[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
