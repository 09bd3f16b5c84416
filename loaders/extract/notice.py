"""Chinese official notices: a document number near the top, and at the end the body that issued it, alone on its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.extract.mentions import Mention
from loaders.extract.rules import ASSERTED, Found
from loaders.extract.sentences import Sentence

_TOP = 6  # sentences in which the number stands
_BOTTOM = 8


def issued(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], body: int) -> Iterator[Found]:
    """ISSUED_BY, from the number at the top and the lists that it makes known to the signature at the bottom; the head ends at `body`."""
    if len(sentences) < 3:
        return
    top = sentences[min(_TOP, len(sentences)) - 1].end
    named = [m for m in mentions if m.method == "zh-number" and m.end <= top and _alone(text, m)][:1]
    named += [m for m in mentions if m.method == "zh-list" and m.start >= body]
    bottom = sentences[-min(_BOTTOM, len(sentences)) :][0].start
    signed = [
        m
        for m in mentions
        if m.type in {"Agency", "Organization"} and m.start >= bottom and m.group >= 0 and _alone(text, m)
    ]
    for policy in named:
        for agency in signed:
            if policy.group >= 0:
                yield Found("ISSUED_BY", policy, agency, agency.start, agency.end, ASSERTED, "zh-notice", 0.88)


def _alone(text: str, mention: Mention) -> bool:
    """Whether a mention is all of its line, perhaps with a date behind."""
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    rest = text[start : mention.start] + text[mention.end : end if end >= 0 else len(text)]
    return not rest.strip(" 0123456789年月日、")
