"""The names that are known, found in a text in one pass (Aho-Corasick), and what the datasets say of places.

A name may be of several entities (two cities called Suzhou): a hit carries all of them, and the document decides
(coref.py) or nobody does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import ahocorasick  # type: ignore[import-not-found]

import loaders
from graph.names import NAMES, fold
from graph.statements import Claim
from loaders.extract.plain import HAN, lowered, plain
from schema import entity_type, relation_type

_LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")
# What a county is called with its kind; without it the name is as often a surname or a common word.
_COUNTY = re.compile(
    r"(District|County|City|Banner|Prefecture|Region|Area)$|[区县市旗]$|^(district|comté|ville) ", re.I
)
# 中检集团党委书记 is a post in 中检集团; the committee would take its name away.
_OF_A_POST = re.compile(r"党[委组]$")
_PARTS = re.compile(r",? (?:and|et|&) (?:de |d'|la |le |les |l')?|, |[、和与]")  # of an industry named as a list
_LONGEST_PLACE = 8  # characters of a Chinese place's name
_SHORTEST_BARE_COUNTY = 6  # Latin letters; a bare Chinese one is not taken
# Beijing, Tianjin, Shanghai, Chongqing: provinces that are cities.
MUNICIPALITIES = {f"government/{code}0000" for code in (11, 12, 31, 50)}
_UNNAMED = {"Document", "Statistic", "Target", "Certificate"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in a text."""

    start: int
    end: int
    ids: tuple[str, ...]

    @property
    def span(self) -> tuple[int, int]:
        """Where it is."""
        return self.start, self.end


@dataclass(slots=True)
class Gazetteer:
    """Names -> ids; `parents` are what an entity lies in or belongs to, `levels` those of governments."""

    _names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)  # certification -> the industry of testing and certification
    _automaton: ahocorasick.Automaton | None = None

    def add(self, name: str, id_: str) -> None:
        """Know `name` as one of the entity `id_`; before the first `find`."""
        key = lowered(plain(fold(name)))
        if len(key) < 2:
            return
        if id_.startswith("industrial-chain/") and len(parts := _PARTS.split(key)) > 1:
            self.parts.update({part: id_ for part in parts if part and part not in self.parts})
        ids = self._names.get(key, ())
        if id_ not in ids:
            self._names[key] = (*ids, id_)

    def __len__(self) -> int:
        return len(self._names)

    def ids(self, name: str) -> tuple[str, ...]:
        """The entities known by exactly this name."""
        return self._names.get(lowered(plain(fold(name))), ())

    def find(self, text: str) -> list[Hit]:
        """The known names in a text of the `plain` form: longest first, not overlapping, in order of place.

        Latin names stand alone as words and begin with a capital where the text has capitals to give.
        """
        if self._automaton is None:
            self._automaton = ahocorasick.Automaton()
            for key, ids in self._names.items():
                self._automaton.add_word(key, (len(key), ids))
            self._automaton.make_automaton()
        if not self._names:
            return []
        hits = [
            Hit(end + 1 - length, end + 1, ids)
            for end, (length, ids) in self._automaton.iter(lowered(text))
            if _stands_alone(text, end + 1 - length, end + 1)
        ]
        return list(_longest(hits))

    def place_of(self, name: str) -> tuple[Sequence[str], tuple[int, int]]:
        """The places below the country that a name begins with the name of, in French ends with, and where in the name."""
        words = list(re.finditer(r"\S+", name))
        if len(words) > 1:
            tries = [(0, words[min(n, len(words)) - 1].end()) for n in (3, 2, 1)] + [words[-1].span()]
        else:
            tries = [(0, n) for n in range(min(_LONGEST_PLACE, len(name) - 2), 1, -1)]
        for start, end in tries:
            part = name[start:end]
            if ids := [id_ for id_ in self.ids(part) if self.levels.get(id_, "COUNTRY") != "COUNTRY"]:
                return ids, (start, end)
        return (), (0, 0)

    def ancestors(self, id_: str) -> Iterator[str]:
        """Everything that the entity lies in."""
        seen, todo = {id_}, [id_]
        while todo:
            for parent in self.parents.get(todo.pop(), ()):
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)
                    yield parent


def _stands_alone(text: str, start: int, end: int) -> bool:
    inside_before = start > 0 and _LATIN.match(text[start]) and _LATIN.match(text[start - 1])
    inside_after = end < len(text) and _LATIN.match(text[end - 1]) and _LATIN.match(text[end])
    return not (inside_before or inside_after)


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """Of overlapping hits the one that begins first, and of those the longest."""
    end = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.start >= end:
            end = hit.end
            yield hit


def from_claims(claims: Iterable[Claim]) -> Gazetteer:
    """The gazetteer of datasets' claims."""
    gazetteer = Gazetteer()
    names: list[tuple[str, str]] = []
    for claim in claims:
        if claim.subject:
            relation = relation_type(claim.id)
            if relation and relation.__name__ in {"PART_OF", "LOCATED_IN"}:
                gazetteer.parents.setdefault(claim.subject, set()).add(claim.object)
            continue
        type_ = entity_type(claim.id)
        if type_ is None or type_.__name__ in _UNNAMED:
            continue
        if level := claim.properties.get("level"):
            gazetteer.levels[claim.id] = str(level)
        aliases = claim.properties.get("aliases", [])
        said = [claim.properties.get(name) for name in NAMES] + (aliases if isinstance(aliases, list) else [])
        names += [(name, claim.id) for name in said if isinstance(name, str) and not _OF_A_POST.search(name)]
    for name, id_ in names:
        if gazetteer.levels.get(id_) != "COUNTY" or _fit_for_county(name):
            gazetteer.add(name, id_)
    return gazetteer


def _fit_for_county(name: str) -> bool:
    if HAN.search(name):
        return bool(_COUNTY.search(name)) and len(name) > 2
    return bool(_COUNTY.search(name)) or (len(name) >= _SHORTEST_BARE_COUNTY and " " not in name)


@cache
def shipped_gazetteer() -> Gazetteer:
    """The names of the datasets that ship."""
    return from_claims(claim for folder in loaders.shipped() for claim in loaders.parse(folder).dataset.claims.values())
