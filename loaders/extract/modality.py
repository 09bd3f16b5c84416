"""Whether a sentence asserts what it says, plans it, or denies it."""

from __future__ import annotations

import re

from loaders.extract.lexicon import Lexicon

ASSERTED, PLANNED = "asserted", "planned"
_CLAUSE = re.compile(r"[,;:，；：。!?！？\n]|(?<= )(?:but|and then|mais|tandis que|while) |但|而(?!且)")


def status(masked: str, start: int, end: int, lexicon: Lexicon) -> str | None:
    """`asserted`, `planned`, or None where it is denied, of what `masked[start:end]` says.

    Looked at are the words of the match and those of its clause before it.
    """
    said = masked[_clause_start(masked, start) : end]
    said = _words(lexicon, "asserted_again").sub(" ", said)
    if _words(lexicon, "negated").search(said):
        return None
    return PLANNED if _words(lexicon, "planned").search(said) else ASSERTED


def plans(said: str, lexicon: Lexicon) -> bool:
    """Whether a sentence has a word of plans or aims."""
    return bool(_words(lexicon, "planned").search(said))


def _clause_start(masked: str, start: int) -> int:
    begin = 0
    for found in _CLAUSE.finditer(masked, max(0, start - 200), start):
        begin = found.end()
    return begin


def _words(lexicon: Lexicon, name: str) -> re.Pattern[str]:
    if lexicon.language == "zh":
        return lexicon.compiled(f"<{name}>")
    return lexicon.compiled(
        rf"(?<![\w-])<{name}>(?![\w-])|(?<=[a-z])n't\b" if name == "negated" else rf"(?<![\w'-])<{name}>(?![\w-])", re.I
    )
