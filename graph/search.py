"""Search by name: how a person's words become full-text queries, and (graph/highlight.py) where they were found.

Only letters and digits of what is typed are kept, so that nothing typed is an operator. Two indexes: `cjk` (pairs of
characters) finds Chinese as it stands; `standard-folding` (single characters, and words without case and accents) finds what is
begun or misspelt, Chinese with one character wrong, and Chinese by its sound. queries/search.cypher does most of the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph import pinyin
from graph.asked import SHORT, Asked, Word, asked, sound_phrases, spelled, without_one
from graph.highlight import Match, matched

__all__ = ["NOTHING", "Match", "chinese_query", "latin_query", "matched"]

NOTHING = '"\u0001"'  # matches nothing: no name has control characters

_FIELDS = ("name_en", "name_fr", "name_zh", "aliases", "title")  # all but _pinyin, where wei is in every tenth name
_SPELT = ("name_en", "name_fr", "aliases", "title")
_ELIDING = ("name_fr", "aliases", "title")
_CHINESE_FIELDS = ("name_zh", "aliases", "title")
_BY_SOUND = 1.5  # against 4 for a word as it stands, 2 for its beginning, 1 for a misspelling
_SPELLED = 10  # where syllable by syllable was typed, which nobody does in English

# Of the 1,024 clauses that Lucene gives a query (graph/asked.py) a character takes three, a word 16, or 39 by its sound.
_FORGIVEN_CHARACTERS, _FORGIVEN_AMONG_WORDS = 60, 12


def chinese_query(text: str) -> str:
    """The query for the `cjk` index: every run of Chinese characters in `text`, as it stands.

    Nothing where the text has words of another script or single characters: the other index has them all together.
    """
    said = asked(text)
    if said.rows or any(len(run) == 1 for run in said.runs):
        return NOTHING
    return " ".join(f'+"{run}"^8' for run in said.runs) or NOTHING


def latin_query(text: str) -> str:
    """The query for the `standard-folding` index: every word and run of `text`, whole, begun, misspelt or by its sound."""
    said = asked(text)
    heard = frozenset(said.words[: SHORT - 1] + said.words[-1:])
    parts = [_row(row, said, heard) for row in said.rows]
    forgiven = _FORGIVEN_AMONG_WORDS if said.words else _FORGIVEN_CHARACTERS
    characters = 0
    for run in said.runs:
        characters += len(run)
        found = _fields(_CHINESE_FIELDS, _run(run, forgiving=characters <= forgiven))
        sound = pinyin.of_run(run)
        parts.append(f"+({found} {_sounds([sound], _BY_SOUND)})" if sound else f"+({found})")
    return " ".join(parts) or NOTHING


def _row(row: tuple[Word, ...], said: Asked, heard: frozenset[Word]) -> str:
    words = " ".join(
        f"+({_word(word, word in said.forgiven, word in heard)})"
        if word in said.needed
        else f"({_word(word, False, False)})^0.05"
        for word in row
    )
    if said.needed.isdisjoint(row) or not (together := sound_phrases(row)):
        return words
    return f"+(({words}) {_sounds(together, _SPELLED if spelled(row) else _BY_SOUND)})"


def _word(word: Word, forgiving: bool, heard: bool) -> str:
    text = word.text
    found = [_fields(_FIELDS, [f"{text}^4", f"{text}*^2"]), _fields(_ELIDING, [f"l'{text}*", f"d'{text}*"])]
    if forgiving:
        found.append(_fields(_SPELT, [f"{text}~{word.misspelt}"]))
    if heard:
        if spellings := pinyin.with_apostrophes(text, unfinished=word.unfinished):
            found.append(_fields(_SPELT, [f"{other}*^4" for other in spellings]))
        if phrases := pinyin.phrases((text,), unfinished=word.unfinished):
            found.append(_sounds(phrases, _BY_SOUND))
    if pinyin.is_initials(text):  # sh is no beginning of initials, or it would find all syllables that begin so
        begun = "" if pinyin.completed(text) else f" {text}*^{_BY_SOUND}"
        found.append(f"_pinyin:({pinyin.indexed([text])}^{_BY_SOUND}{begun})")
    return " ".join(found)


def _run(run: str, *, forgiving: bool) -> Iterator[str]:
    """A run of characters, with up to one wrong, missing or additional one; a slop of 1 lets one stand between others."""
    if len(run) == 1:
        yield run
        return
    yield f'"{run}"^4'
    if forgiving:
        yield f'"{run}"~1^0.5'
        yield from (f'"{rest}"~1^0.2' for rest in without_one(run))


def _sounds(phrases: list[tuple[str, ...]], boost: float) -> str:
    return _fields(("_pinyin",), [f'"{pinyin.indexed(phrase)}"' for phrase in phrases]) + f"^{boost}"


def _fields(fields: tuple[str, ...], forms: Iterable[str]) -> str:
    alternatives = " ".join(forms)
    return " ".join(f"{field}:({alternatives})" for field in fields)
