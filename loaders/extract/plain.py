"""The form in which text is matched: as long as the original, so that offsets stay those of the original.

Traditional characters become simplified ones, character by character (OpenCC's table: a phrase may change its length, a
character does not), apostrophes and quotation marks become one form each, full-width letters, digits and parentheses
half-width, and spaces of all kinds a space.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_ALIKE = {
    **dict.fromkeys("‘’ʼ`´＇", "'"),
    **dict.fromkeys("“”„‟〝〞＂", '"'),
    **dict.fromkeys("\u00a0\u202f\u2007\u2009\u2002\u2003\u3000\t\ufeff\u200b", " "),
    **dict.fromkeys("‐‑", "-"),
    **{chr(0xFF10 + i): chr(0x30 + i) for i in range(10)},
    **{chr(0xFF21 + i): chr(0x41 + i) for i in range(26)},
    **{chr(0xFF41 + i): chr(0x61 + i) for i in range(26)},
    "（": "(",
    "）": ")",
    "％": "%",
    "丨": "|",  # a stroke, written where a bar is meant
    "｜": "|",
    "﹝": "〔",
    "﹞": "〕",
    "『": "「",
    "』": "」",
    "·": "·",
    "•": "·",
}
_MARKS = str.maketrans(_ALIKE)
HAN = re.compile(r"[\u3400-\u9fff]")  # a Chinese character


# Characters seen so far and their simplified form; there are some ten thousand.
_SIMPLE: dict[str, str] = {}


@cache
def _converter() -> Any:
    import opencc  # loads its dictionaries; only Chinese text needs them

    return opencc.OpenCC("t2s")


def plain(text: str) -> str:
    """The text in the form that is matched; `len(plain(text)) == len(text)`."""
    text = text.translate(_MARKS)
    han = set(HAN.findall(text))
    if not han:
        return text
    if new := sorted(han - _SIMPLE.keys()):
        for one, simple in zip(new, _converter().convert("\n".join(new)).split("\n"), strict=False):
            _SIMPLE[one] = simple if len(simple) == 1 else one
    changed = {ord(one): _SIMPLE[one] for one in han if _SIMPLE.get(one, one) != one}
    return text.translate(changed) if changed else text


def lowered(text: str) -> str:
    """The text in lower case, as long as before: a letter whose lower case is longer stays."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
