"""A sentence with its mentions masked: what rules are matched against.

A mention becomes two characters of the private use area, its type and its number in the sentence; whatever else stands in
the sentence stays. So a rule says `{s:PARTY+} signed {o:Agreement}` and need not know what names look like.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from loaders.extract.mentions import ANY, PAIR, Mention
from schema import ENTITIES
from schema.relations import ANYTHING, BODY, PARTY, PLACED

TYPES = (*ENTITIES, ANY, PAIR)
CODE = {name: chr(0xE000 + i) for i, name in enumerate(TYPES)}
_FIRST = 0xE100
_MOST = 0xF8FF - _FIRST
ONE = "[\ue000-\ue0ff][\ue100-\uf8ff]"
_SLOT = re.compile(r"\{([a-z_0-9]+):([A-Za-z|*]+)(\+?)\}|\{([A-Za-z|*]+)(\+?)\}")

_GROUPS: dict[str, tuple[str, ...]] = {
    "BODY": tuple(t.__name__ for t in BODY),
    "PARTY": (*(t.__name__ for t in PARTY), PAIR),
    "COLLECTIVE": ("Agency", "Government", "Enterprise", "Organization", "PilotZone", PAIR),
    "PLACE": ("Government", "PilotZone"),
    "PLACED": tuple(t.__name__ for t in PLACED),
    "ANYTHING": tuple(t.__name__ for t in ANYTHING),
    "ISSUER": ("Agency", "Government", "Organization", "PilotZone"),
    "NORM": ("Policy", "Programme"),
}


class Mask:
    """A sentence's masked text, and the way back to the document's offsets."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[Mention]) -> None:
        self.tokens: list[Mention] = []
        parts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        at = start

        def keep(stop: int) -> None:
            # What the document itself has of the private use area must not pass for a mention.
            parts.append(re.sub("[\ue000-\uf8ff]", " ", text[at:stop]))
            self._starts.extend(range(at, stop))
            self._ends.extend(range(at + 1, stop + 1))

        for mention in sorted(mentions, key=lambda m: (m.outer[0], -m.outer[1])):
            first, last = max(mention.outer[0], start), min(mention.outer[1], end)
            if first < at or last <= first or len(self.tokens) >= _MOST:
                continue
            keep(first)
            parts.append(CODE[mention.type] + chr(_FIRST + len(self.tokens)))
            self._starts += [first, first]
            self._ends += [last, last]
            self.tokens.append(mention)
            at = last
        keep(end)
        self.text = "".join(parts)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the document of a span of the masked text that is not empty."""
        return self._starts[start], self._ends[end - 1]

    def mentions(self, masked: str) -> list[Mention]:
        """The mentions whose masks stand in a piece of the masked text."""
        return [self.tokens[ord(c) - _FIRST] for c in masked if _FIRST <= ord(c) <= 0xF8FF]


def slots(pattern: str, separator: str) -> str:
    """The pattern with its slots as regular expressions.

    `{s:PARTY+}` is a group `s` of one or more mentions with `separator` between them, `{Government}` one without a name.
    A list is taken whole, so that a sentence of names alone is not tried in every way to cut it: looked ahead for and
    then repeated, as possessive repetition gives wrong matches before Python 3.11.5 (github.com/python/cpython/issues/106052).
    """
    lists = itertools.count()

    def slot(found: re.Match[str]) -> str:
        name, types, many = found[1], found[2] or found[4], found[3] or found[5]
        one = f"[{classes(types)}][\ue100-\uf8ff]"
        if not many:
            return f"(?P<{name}>{one})" if name else f"(?:{one})"
        name = name or f"list{next(lists)}"
        return f"(?:(?=(?P<{name}>{one}(?:(?:{separator}){one})*))(?P={name}))"

    return _SLOT.sub(slot, pattern)


def classes(types: str) -> str:
    """The type characters of `Agency|PLACE`; what stands for something said before may be of any type."""
    names = [name for part in types.split("|") for name in _GROUPS.get(part, (part,))]
    return "".join(sorted({CODE[name] for name in [*names, ANY]}))
