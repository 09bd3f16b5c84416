"""How a person's words become full-text queries: only letters and digits are kept, so that nothing typed is an operator.

Two indexes: `cjk` finds Chinese by pairs of characters, so also with one of them wrong; `standard-folding` finds English
and French without accents, by the beginning of a word and with a letter wrong. queries/search.cypher does the same.
"""

from __future__ import annotations

import re
import unicodedata

from graph.names import fold

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")  # as the analyzer has them: Xi'an is one word
_ELIDED = re.compile(r"\b[ld]'")  # of French; what is elided stands before the word in the index: l'eau
MAX_WORDS = 20
MAX_LENGTH = 500
NOTHING = '"\u0001"'  # matches nothing: no name has control characters


def chinese_query(text: str) -> str:
    """The query for the `cjk` index: every run of Chinese characters in `text`, best as it stands."""
    folded = fold(text)[:MAX_LENGTH]
    runs = _HAN.findall(folded)[:MAX_WORDS]
    if _words(folded):  # what stands among words of another script is sought with them, in the other index
        return NOTHING
    return " AND ".join(f'("{run}"^4 OR {run})' if len(run) > 1 else f"{run}*" for run in runs) or NOTHING


def latin_query(text: str) -> str:
    """The query for the `standard-folding` index: every word of `text`, whole, begun, or misspelt."""
    folded = fold(text)[:MAX_LENGTH]
    parts = [_part(word) for word in _words(folded)] + [f'"{run}"' for run in _HAN.findall(folded)[:MAX_WORDS]]
    return " AND ".join(parts) or NOTHING


def _words(folded: str) -> list[str]:
    """The words without accents, as the analyzer indexes them: prefixes and misspellings are not analyzed again."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    found: list[str] = _WORD.findall(_ELIDED.sub(" ", _HAN.sub(" ", plain)))
    return found[:MAX_WORDS]


def _part(word: str) -> str:
    misspelt = f" OR {word}~2" if len(word) > 7 else f" OR {word}~1" if len(word) > 3 else ""
    return f"({word}^4 OR {word}*^2 OR l'{word}* OR d'{word}*{misspelt})"
