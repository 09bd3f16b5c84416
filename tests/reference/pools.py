"""Values that occur in the graph, and some that do not, for the arguments of generated operations."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from schema import ENTITIES
from tests.reference.facts import FIELDS, Facts

_ELSEWHERE = ("", " ", "zzz", "%", "'", '"', "ß", "İ", "\\", "é", "强", "Ａ", "a\nb")


class Pools:
    """Values by type and field, drawn with the generator's own randomness."""

    def __init__(self, facts: Facts) -> None:
        self._values: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self._ids: dict[str, list[str]] = defaultdict(list)
        for thing in facts.all_things:
            self._note(thing.type.__name__, thing.id, thing.declared, thing)
        self.links = sorted(facts.links)
        for id_ in self.links:
            link = facts.links[id_]
            self._note(link.type.__name__, id_, link.declared, link)
        statements = [*facts.all_things, *(facts.links[id_] for id_ in self.links)]
        dates = {one.properties.get(key) for one in statements for key in ("since", "until", "date")}
        self.dates = sorted(date for date in dates if date is not None)
        # One that many relations lead to and from shows more than one that stands alone.
        busy = sorted(facts.all_things, key=lambda one: (-sum(map(len, one.links.values())), one.id))
        self.busy = [one.id for one in busy[:150]]
        self._busy = {name: [one.id for one in busy if one.type is type_][:40] for name, type_ in ENTITIES.items()}
        self._busy["Entity"] = self.busy
        self.names = sorted({name for one in facts.all_things for name in one.all_names})

    def _note(self, type_: str, id_: str, declared: Any, statement: Any) -> None:
        for kind in (type_, "Entity" if type_ in ENTITIES else "Relation"):
            self._ids[kind].append(id_)
            for name in declared:
                value = statement.value(name)
                if value is not None:
                    self._values[kind, name].extend(value if isinstance(value, list) else [value])

    def id(self, rng: random.Random, type_: str) -> str:
        """An id of a type, or `Entity`; now and then one of another type, or of nothing."""
        chance = rng.random()
        if chance < 0.05:
            return rng.choice((f"{type_.lower()}/none", "", "nowhere", "pilot/", "a/b/c", "government/370000 "))
        if chance < 0.1 or not self._ids[type_]:
            return rng.choice(self.links if chance < 0.07 else self.busy)
        return rng.choice(self._busy.get(type_, ()) if chance < 0.8 and self._busy.get(type_) else self._ids[type_])

    def value(self, rng: random.Random, type_: str, field: str) -> Any:
        """A value that the field has somewhere; None where it never has one."""
        found = self._values[type_, field]
        return rng.choice(found) if found else None

    def text(self, rng: random.Random, type_: str, field: str) -> str:
        """A text that occurs, a part of it, or in other letters."""
        if rng.random() < 0.06:
            return rng.choice(_ELSEWHERE)
        whole = (
            rng.choice(self.names) if field == "name" else str(self.value(rng, type_, field) or rng.choice(self.names))
        )
        start = rng.randrange(len(whole)) if whole else 0
        match rng.randrange(7):
            case 0:
                return whole.upper()
            case 1:
                return whole[:3]
            case 2:
                return whole[-3:]
            case 3 | 4:
                return whole[start : start + rng.choice((1, 2, 4))]
            case 5:
                return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in whole[:12])
        return whole

    def date(self, rng: random.Random) -> str:
        """A date that occurs, whole or cut, or another."""
        if rng.random() < 0.25:
            return rng.choice(("1949", "2019-01-01", "2020", "2020-12", "2024-02-29", "2025-09-10", "2027", "9999-12"))
        return str(rng.choice(self.dates)[: rng.choice((4, 7, 10, 10))])

    def number(self, rng: random.Random, type_: str, field: str) -> float:
        """A number that occurs, or one beside it."""
        found = self.value(rng, type_, field)
        return (found if isinstance(found, int | float) else 1) + rng.choice((0, 0, 0, 1, -1))


def relation_of(name: str) -> str:
    """The relation behind an input's name such as `SignedEdgeWhere`; `Relation` where it names none."""
    field = name[:1].lower() + name[1:].removesuffix("EdgeWhere").removesuffix("EdgeOrder")
    return FIELDS[field][0] if field in FIELDS else "Relation"
