"""The lexicons of lexicon/: words, patterns of names, figures and posts, and rules of relations, a language each.

`<word>` in a pattern stands for the alternatives that [words] lists under that name. Patterns are compiled on first use.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "lexicon"
LANGUAGES = ("zh", "fr", "en")

_WORD = re.compile(r"<(?![=!])([a-z_0-9]+)>")


@dataclass(frozen=True, slots=True)
class NamePattern:
    """How names of one type look; the group `name`, where there is one, is the name itself."""

    type: str
    rule: str
    pattern: re.Pattern[str]
    weak: bool  # no entity by itself, only where a relation takes it
    whole: bool  # its beginning is sure; nothing is cut off
    from_place: bool  # begins with a place where there is one in it
    never_first: re.Pattern[str] | None  # what may stand before it, but never begins it


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


class Lexicon:
    """What lexicon/<language>.toml and lexicon/<language>.rules.toml say."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.said: Mapping[str, Any] = _toml(f"{language}.toml")
        script = "han" if language == "zh" else "latin"
        self.words: Mapping[str, list[str]] = {
            **self.said["words"],
            "company": _toml("companies.toml")[script],
            "foreign": _toml("places.toml")[script],
        }
        self._compiled: dict[tuple[str, int], re.Pattern[str]] = {}

    def expand(self, pattern: str) -> str:
        """The pattern with the words for which it has names; `(?P<name>` stays as it is."""

        def words(found: re.Match[str]) -> str:
            if pattern[max(0, found.start() - 2) : found.start()] == "?P" or found[1] not in self.words:
                return found[0]
            return f"(?:{'|'.join(sorted(self.words[found[1]], key=len, reverse=True))})"

        before = None
        while before != pattern:  # words may be made of words
            before, pattern = pattern, _WORD.sub(words, pattern)
        return pattern

    def compiled(self, pattern: str, flags: int = 0) -> re.Pattern[str]:
        """The pattern, expanded and compiled once."""
        key = (pattern, flags)
        if key not in self._compiled:
            self._compiled[key] = re.compile(self.expand(pattern), flags)
        return self._compiled[key]

    def get(self, section: str, key: str, flags: int = 0) -> re.Pattern[str]:
        """The compiled pattern at section.key."""
        return self.compiled(self.said[section][key], flags)

    @cached_property
    def names(self) -> tuple[NamePattern, ...]:
        """The patterns of names, in the file's order: of two that match the same words the first counts."""
        never = self.said.get("trim", {}).get("never_first")
        never_first = self.compiled(f"(?:{never})*") if never else None
        return tuple(
            NamePattern(
                one["type"],
                one["rule"],
                self.compiled(one["pattern"]),
                bool(one.get("weak")),
                bool(one.get("whole")),
                bool(one.get("from_place")),
                never_first,
            )
            for one in self.said["name"]
        )

    @cached_property
    def rules(self) -> list[dict[str, Any]]:
        """The rules of relations as they are written."""
        rules: list[dict[str, Any]] = _toml(f"{self.language}.rules.toml")["rule"]
        return rules


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; English where there is none."""
    return Lexicon(language if language in LANGUAGES else "en")


def groups(pattern: re.Pattern[str], match: re.Match[str], *names: str) -> str | None:
    """The first of the groups that took part in the match."""
    for name in names:
        if name in pattern.groupindex and match[name] is not None:
            return match[name]
    return None
