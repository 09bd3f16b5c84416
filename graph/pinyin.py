"""Chinese names by their sound: what is stored to be found by, and how typed letters become syllables.

Readings come from pypinyin with its dictionary of phrases (重庆 is chongqing, 长沙 is changsha), without tones. The ü of 绿 is
stored as u; typed it may be u, v or ü.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from graph.names import HAN_RUN, TOKEN, names_of, plain_with_offsets

MAX_NAME = 60  # characters of a name that are stored by their sound
_MAX_WORD = 60  # letters of a typed word that are split into syllables
_MAX_READINGS = 8  # ways to split one
_MAX_ENDINGS = 64  # sequences of syllables a typed word may stand for, with all ends that it may get

# All that pypinyin gives, without its interjections (hm, hng, m, n, ng) and with u for ü: by initial, the finals.
_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou wa wai wan wang wei wen weng wo wong wu ya yan yang yao ye yi yin ying yo yong"
    " you yu yuan yue yun",
    "b": "a ai an ang ao ei en eng i ian iang iao ie in ing o ong u",
    "c": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie in ing iu ong ou u uan ui un uo",
    "f": "a an ang ei en eng iao o ou u",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "l": "a ai an ang ao e ei en eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "n": "a ai an ang ao e ei en eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "t": "a ai an ang ao e ei eng i ian iao ie ing iu ong ou u uan ui un uo",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
_SORTED = sorted(SYLLABLES)

# What the index leaves out of every text, Lucene's EnglishAnalyzer.ENGLISH_STOP_WORDS_SET; a and an are syllables.
_STOP_WORDS = """
    a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class Sound(NamedTuple):
    """A syllable of a Chinese character, or a word of another script, and where in the name it stands."""

    text: str
    start: int
    end: int
    chinese: bool


@lru_cache(maxsize=8_192)
def sounds(name: str) -> tuple[Sound, ...]:
    """What the beginning of `name` sounds like, in order; offsets are those of `name`. Empty where nothing is Chinese."""
    if not HAN_RUN.search(name):
        return ()
    text, offsets = plain_with_offsets(name[:MAX_NAME])
    found: list[Sound] = []
    for token in TOKEN.finditer(text):
        start, end = token.span()
        if HAN_RUN.match(text[start]):
            parts = [(syllable, start + at, start + at + 1) for at, syllable in enumerate(_read(token[0]))]
        else:
            parts = [(token[0], start, end)]
        for word, begin, stop in parts:
            place = (begin, stop) if offsets is None else (offsets[begin], offsets[stop - 1] + 1)
            found.append(Sound(word, *place, chinese=bool(HAN_RUN.match(text[begin]))))
    return tuple(found)


def _read(run: str) -> list[str]:
    """The syllable of each character; a character without a known reading stands for itself."""
    from pypinyin import lazy_pinyin  # takes 0.2 s, which only those who load or show a match by sound shall wait for

    read = lazy_pinyin(run)
    if len(read) != len(run):  # characters without a reading in a row are given as one
        read = [lazy_pinyin(character)[0] for character in run]
    return [syllable.replace("ê", "e").replace("v", "u") for syllable in read]


def of_run(run: str) -> tuple[str, ...]:
    """The syllables of typed Chinese characters: a homophone, or the traditional form, is the usual slip (未海, 廣東).

    Empty for one character, which sounds like too many others.
    """
    return tuple(one.text for one in sounds(run)) if len(run) > 1 else ()


def initials(said: tuple[Sound, ...]) -> str:
    """The first letter of each syllable, words of another script as they are: 威海CQC实验室 is `wh cqc sys`."""
    return "".join(one.text[0] if one.chinese else f" {one.text} " for one in said).replace("  ", " ").strip()


def pinyin_names(properties: Mapping[str, object]) -> list[str]:
    """What an entity is found by as `_pinyin`: of each name with Chinese in it the syllables, then their initials.

    In this order, because to Lucene a list is one text: without initials between them the end of a name and the beginning
    of the next would be a phrase.
    """
    said = {
        (indexed([one.text for one in found]), indexed(initials(found).split()))
        for name in names_of(properties)
        if (found := sounds(name))
    }
    return [text for pair in sorted(said) for text in pair]


def indexed(words: Sequence[str]) -> str:
    """Syllables or initials as `_pinyin` has them: a 0 is put to those that the index would leave out (xi an0)."""
    return " ".join(f"{word}0" if word in STOP_WORDS else word for word in words)


def _typed(word: str) -> str:
    """The letters of a typed word with u for ü: lv and lü are lu, lve and lüe are lue."""
    return re.sub(r"(?<=[ln])v", "u", word)


@lru_cache(maxsize=1_024)
def readings(word: str, *, unfinished: bool = False) -> tuple[tuple[str, ...], ...]:
    """All ways to read letters as syllables, those with the fewest first; an apostrophe ends a syllable.

    Where it is `unfinished`, the last syllable may be the beginning of one, and is then given as it was typed.
    Empty where the letters cannot be read so, or are too many.
    """
    parts = _typed(word).split("'")
    if len(word) > _MAX_WORD or not all(parts):
        return ()
    ways: list[tuple[str, ...]] = [()]
    for at, part in enumerate(parts):
        split = _split(part, unfinished and at == len(parts) - 1)
        ways = sorted((way + more for way in ways for more in split), key=len)[:_MAX_READINGS]
    return tuple(ways)


def _split(part: str, unfinished: bool) -> list[tuple[str, ...]]:
    """The ways to read letters without an apostrophe, from their end to their beginning, the shortest kept."""
    ways: list[list[tuple[str, ...]]] = [[] for _ in part] + [[()]]
    for at in range(len(part) - 1, -1, -1):
        found = [(part[at:end], *way) for end in range(at + 1, min(at + 6, len(part)) + 1)
                 if part[at:end] in SYLLABLES for way in ways[end]]  # fmt: skip
        if unfinished and part[at:] not in SYLLABLES and completed(part[at:]):
            found.append((part[at:],))
        ways[at] = sorted(found, key=len)[:_MAX_READINGS]
    return ways[0]


@lru_cache(maxsize=1_024)
def completed(beginning: str) -> tuple[str, ...]:
    """The syllables that begin like this, itself first where it is one."""
    first = bisect_left(_SORTED, beginning)
    last = bisect_left(_SORTED, beginning + "~")
    return tuple(_SORTED[first:last])


def phrases(words: tuple[str, ...], *, unfinished: bool) -> list[tuple[str, ...]]:
    """The sequences of at least two syllables that typed words stand for, read as one; empty where one is no pinyin.

    Where it is `unfinished`, the last syllable is followed by all that it may become: guangw is `guang wa`, `guang wai`...
    """
    ways: list[tuple[str, ...]] = [()]
    for at, word in enumerate(words):
        last = unfinished and at == len(words) - 1
        ways = [way + more for way in ways for more in readings(word, unfinished=last)][:_MAX_READINGS]
    if unfinished:
        ways = [(*way[:-1], end) for way in ways for end in _ends(way[-1])]
    return [way for way in dict.fromkeys(ways) if len(way) > 1][:_MAX_ENDINGS]


def with_apostrophes(word: str, *, unfinished: bool) -> list[str]:
    """The spellings of a typed word with the apostrophes that it lacks: xian is also xi'an, maanshan is ma'anshan."""
    found = (
        "".join(f"'{one}" if at and one[0] in "aeo" else one for at, one in enumerate(way))
        for way in readings(word, unfinished=unfinished)
    )
    return [spelling for spelling in found if "'" in spelling and "'" not in word][:3]


def _ends(last: str) -> tuple[str, ...]:
    """What the last syllable may become; a vowel stays what it is, or tea would be all names with 特 and 安 in a row."""
    return (last,) if last in ("a", "e", "o") else completed(last)


def is_initials(word: str) -> bool:
    """Whether letters may be the initials of a name: at least two, none of them a vowel."""
    return len(word) > 1 and word.isascii() and word.isalpha() and not set(word) & set("aeiouv")
