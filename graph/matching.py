"""How alike names are, in one language or across Chinese, English and French.

A name is taken apart into concepts (graph/terms.toml: 检验, inspection) and what is proper to it, written by its sound
(威海, Weihai). Two names are alike where what is proper is the same and the concepts agree; words that go without saying,
such as city or company, count for little.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from graph import pinyin
from graph.names import HAN, plain

_FAINT = {
    *("city", "county", "district", "province", "region", "area", "zone", "company", "share", "limited", "general"),
    *("government", "people", "china", "national", "group", "holding", "agreement", "material"),
    *("administration", "technology"),
}
_FAINTEST = {"chain", "industry"}  # an industry as a chain is called either, or neither
_SMOOTHING = 0.5
_PROPER = 0.65  # of a name's likeness; concepts are the rest
_SHORTENED = 0.94  # 光威集团 for 威海光威集团
_SHORTEST = 4  # letters that tell one proper name from others
_TITLES = {"mr", "mrs", "ms", "dr", "m", "mme", "prof", "professor"}
_RUN = re.compile(rf"[{HAN}]+|[a-z0-9]+")
_ELIDED = re.compile(r"\b[ld]'")  # French articles
_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]$")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name taken apart: what is proper to it, by its sound in Latin letters; concepts; numbers; and pieces to find it by."""

    proper: str
    concepts: frozenset[str]
    numbers: tuple[str, ...]
    pieces: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Terms:
    meaning: dict[str, str]  # a written form -> concept, or proper name in capitals
    chinese: re.Pattern[str]
    latin: re.Pattern[str]
    empty: frozenset[str]


@cache
def _terms() -> _Terms:
    read = tomllib.loads((Path(__file__).with_name("terms.toml")).read_text(encoding="utf-8"))
    meaning = {plain(form): concept for concept, forms in read["concept"].items() for form in forms}
    for name, forms in read["proper"].items():
        meaning |= {plain(form): name.upper() for form in (name, *forms)}
    empty = frozenset(map(plain, read["empty"]["words"]))
    known = sorted({*meaning, *empty}, key=lambda form: (-len(form), form))
    chinese = "|".join(re.escape(form) for form in known if not form.isascii())
    phrases = "|".join(re.escape(form) for form in known if form.isascii() and " " in form)
    return _Terms(meaning, re.compile(chinese), re.compile(rf"\b(?:{phrases})\b"), empty)


@lru_cache(maxsize=65_536)
def parsed(name: str) -> Parsed:
    """Take a name apart."""
    terms, text = _terms(), _ELIDED.sub(" ", plain(name)).replace("'", "").replace("-", " ").replace("&", " ")
    concepts: set[str] = set()
    proper: list[str] = []
    pieces: set[str] = set()

    def meant(form: str) -> None:
        concept = terms.meaning.get(form)
        if concept is None:
            return
        if concept.isupper():
            proper.append(concept.lower().replace(" ", ""))
            pieces.add(proper[-1])
        else:
            concepts.add(concept)

    def phrase(found: re.Match[str]) -> str:
        meant(found[0])
        return " "

    for run in _RUN.findall(terms.latin.sub(phrase, text)):
        if run.isascii():
            form = next((f for f in _singular(run) if f in terms.meaning or f in terms.empty), run)
            if form in terms.meaning:
                meant(form)
            elif form not in terms.empty:
                proper.append(run)
                pieces.add(run)
            continue
        at = 0
        for found in [*terms.chinese.finditer(run), None]:
            rest = run[at : found.start() if found else len(run)]
            if rest:
                syllables = pinyin.of_run(rest) or tuple(rest)
                proper.append("".join(syllables))
                pieces.update(map("".join, _neighbours(syllables)))
            if found:
                meant(found[0])
                at = found.end()
    together = "".join(proper)
    return Parsed(
        together, frozenset(concepts), tuple(sorted(_DIGITS.findall(together))), frozenset(pieces or concepts)
    )


def _singular(word: str) -> Iterator[str]:
    yield word
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    for ending in ("s", "es", "e", "x", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)]


def _neighbours(syllables: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Two syllables at a time, as names of places and companies are; one alone, and all of them."""
    if len(syllables) < 3:
        yield syllables
        return
    yield from itertools.pairwise(syllables)
    yield syllables


def likeness(left: Iterable[str], right: Iterable[str]) -> float:
    """From 0 to 1: how alike the two most alike of two sets of names are."""
    others = [form for name in right for form in _forms(name)]
    ours = [form for name in left for form in _forms(name)]
    return max((_alike(*sorted((one, other))) for one in ours for other in others), default=0.0)


def _forms(name: str) -> tuple[str, ...]:
    """A name, and without a bracket at its end: Lingang (Weihai)."""
    short = _BRACKET.sub("", name)
    return (name, short) if short and short != name else (name,)


@lru_cache(maxsize=262_144)
def _alike(one: str, other: str) -> float:
    if plain(one) == plain(other):
        return 1.0
    a, b = parsed(one), parsed(other)
    if a.numbers != b.numbers:
        return 0.0
    concepts = _agreement(a.concepts, b.concepts)
    if not a.proper and not b.proper:
        return 0.97 * concepts if a.concepts else 0.0
    if not a.proper or not b.proper:
        return 0.4 * concepts
    return round(_PROPER * _sound(a.proper, b.proper) + (1 - _PROPER) * concepts, 4)


def _agreement(one: frozenset[str], other: frozenset[str]) -> float:
    def weight(concepts: frozenset[str]) -> float:
        return _SMOOTHING + sum(0.1 if c in _FAINTEST else 0.3 if c in _FAINT else 1.0 for c in concepts)

    return weight(one & other) / weight(one | other)


def _sound(one: str, other: str) -> float:
    short, long = sorted((one, other), key=lambda text: (len(text), text))
    if short == long:
        return 1.0
    if len(short) >= _SHORTEST and len(long) - len(short) >= _SHORTEST and long.endswith(short):
        return _SHORTENED
    if Levenshtein.distance(short, long, score_cutoff=2) <= len(short) // 7:
        return _SHORTENED
    ratio = fuzz.ratio(short, long) / 100
    return float(ratio**3)  # Guangdong is no Shandong


def same_person(left: Iterable[str], right: Iterable[str]) -> float:
    """From 0 to 1: whether two persons' names may be one's; Chinese names by their characters, and by their sound in Latin."""
    others = tuple(right)
    return max((_person(one, other) for one in left for other in others), default=0.0)


def person_pieces(name: str) -> set[str]:
    """What to find a person's name by: its letters in the order given, and turned."""
    return {spelt for spelt in (_letters(name), *_turned(name)) if spelt}


def _person(one: str, other: str) -> float:
    if plain(one) == plain(other):
        return 1.0
    chinese = [re.search(f"[{HAN}]", name) is not None for name in (one, other)]
    if all(chinese):
        return 0.0  # other characters are another name
    if person_pieces(one) & person_pieces(other):
        return 0.98
    a, b = _letters(one), _letters(other)
    if not any(chinese) and len(a) > 8 and Levenshtein.distance(a, b, score_cutoff=1) <= 1:
        return 0.8
    return 0.0


def _words(name: str) -> list[str]:
    """The words of a person's name in Latin letters, Chinese ones by their sound; titles go without saying."""
    runs = _RUN.findall(plain(name).replace("-", "").replace("'", ""))
    words = [run if run.isascii() else "".join(pinyin.of_run(run)) for run in runs]
    return [word for word in words if word not in _TITLES]


def _letters(name: str) -> str:
    return "".join(_words(name))


def _turned(name: str) -> Iterator[str]:
    """A name with its last word, or its first, at the other end."""
    words = _words(name)
    if len(words) > 1:
        yield "".join([words[-1], *words[:-1]])
        yield "".join([*words[1:], words[0]])
