"""How a person's words become full-text queries: Lucene syntax is escaped, so that nothing typed is an operator.

Two indexes: `cjk` finds Chinese by pairs of characters, `standard-folding` finds English and French without accents, also
by the beginning of a word and with a letter wrong.
"""

from __future__ import annotations

import re

from graph.names import fold

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")  # as the analyzer has them: Xi'an is one word
MAX_WORDS = 20
MAX_LENGTH = 500
NOTHING = '"\u0001"'  # matches nothing: no name has control characters


def chinese_query(text: str) -> str:
    """The query for the `cjk` index: every run of Chinese characters in `text`, as it stands."""
    runs = _HAN.findall(fold(text)[:MAX_LENGTH])[:MAX_WORDS]
    return " AND ".join(f'"{run}"' if len(run) > 1 else f"{run}*" for run in runs) or NOTHING


def latin_query(text: str) -> str:
    """The query for the `standard-folding` index: every other word of `text`, whole, begun, or misspelt."""
    words = _WORD.findall(_HAN.sub(" ", fold(text)[:MAX_LENGTH]))[:MAX_WORDS]
    return (
        " AND ".join(f"({word}^4 OR {word}*^2{f' OR {word}~1' if len(word) > 3 else ''})" for word in words) or NOTHING
    )
