"""How names are compared: one folding for what is stored, asked for and matched, and one way to see words in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_APOSTROPHES = str.maketrans("‘’ʼ", "'''")
# Halves of a surrogate pair, which JSON lets through and nothing can store, go.
_FOLDED: dict[int, int | None] = {**_APOSTROPHES, **dict.fromkeys(range(0xD800, 0xE000))}
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})  # folded by Lucene, not by NFKD

NAMES = ("name_en", "name_zh", "name_fr")
HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""The Chinese characters, as a range for a regular expression."""
HAN_RUN = re.compile(rf"[{HAN}]+")

TOKEN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+(?:'[^\W_{HAN}]+)*")
"""A run of Chinese characters, or a word as Lucene's analyzers have it (Xi'an is one), in what `plain` gives."""


def fold(text: str) -> str:
    """Case, width, white space and the form of apostrophes do not count: NFKC, case-folded, runs of white space as one."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLDED).casefold().split())


@lru_cache(maxsize=16_384)
def plain_character(character: str) -> str:
    """One character without accents, case or width, as the full-text index has it: none, one or several characters."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character)).translate(_APOSTROPHES)
    kept = "".join(c for c in apart if not unicodedata.combining(c))
    return kept.casefold().translate(_LETTERS)


def plain(text: str) -> str:
    """`text` as the full-text index has it, character by character."""
    return text.lower() if text.isascii() else "".join(map(plain_character, text))


def plain_with_offsets(text: str) -> tuple[str, list[int] | None]:
    """`plain`, and for each of its characters and the end the offset in `text` it comes from; None where all are equal."""
    if text.isascii():
        return text.lower(), None
    pieces = [*map(plain_character, text)]
    folded = "".join(pieces)
    if len(folded) == len(text) and "" not in pieces:
        return folded, None
    return folded, [*(at for at, piece in enumerate(pieces) for _ in piece), len(text)]


def folded_names(properties: Mapping[str, object]) -> str:
    r"""All names and aliases folded into one text, each between line feeds.

    One text can be indexed for every kind of comparison: equal is containing `\nname\n`, starting is containing `\nname`.
    """
    names = sorted({fold(name) for name in names_of(properties)})
    return "\n" + "\n".join(names) + "\n" if names else ""


def names_of(properties: Mapping[str, object]) -> list[str]:
    """The names and aliases among an entity's properties, in that order."""
    said = [properties.get(name) for name in NAMES]
    aliases = properties.get("aliases")
    said.extend(aliases if isinstance(aliases, list) else ())
    return [name for name in said if isinstance(name, str)]
