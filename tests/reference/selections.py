"""Selections of generated operations: fields, aliases, fragments and directives, of every type of the SDL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
)

from schema import ENTITIES
from tests.reference.facts import FIELDS
from tests.reference.inputs import Inputs, literal

DEEPEST = 13  # levels of selection; the server allows 15
WIDEST = 1500  # entities that one branch may give

Composite = GraphQLObjectType | GraphQLInterfaceType
Scope = dict[str, "Scope"]  # the names taken in a selection, with those below each


@dataclass
class Fragment:
    """A named fragment, and how much it may add where it is spread."""

    on: str
    text: str
    height: int
    wide: bool


@dataclass
class Selections:
    """Draws selections until the budget of fields is used up."""

    schema: GraphQLSchema
    inputs: Inputs
    budget: int
    apart: frozenset[str]  # fields left out
    fragments: dict[str, Fragment] = field(default_factory=dict)
    count: int = 0
    lowest: int = 0

    def __post_init__(self) -> None:
        self.rng = self.inputs.rng

    def of(self, type_: Composite, depth: int, fan: int, scope: Scope, *, fresh: bool = False) -> str:
        """The text of a selection with its braces. `fresh` where every name must be new."""
        self.lowest = max(self.lowest, depth)
        parts = [
            self._part(type_, depth, fan, scope, fresh)
            for _ in range(self.rng.choice((1, 2, 2, 3, 4) if self.budget > 0 else (1, 1, 2)))
        ]
        if "id" in type_.fields and not fresh and self.rng.random() < 0.6:  # which one it is, or orders would not show
            parts.append("id")
        return "{ " + " ".join(parts) + " }"

    def _part(self, type_: Composite, depth: int, fan: int, scope: Scope, fresh: bool) -> str:
        chance = self.rng.random()
        if chance < 0.08:
            return "__typename" if fresh or self.rng.random() < 0.5 else f"{self._new()}: __typename"
        if chance < 0.13 or (isinstance(type_, GraphQLInterfaceType) and chance < 0.4):
            on = self._condition(type_)
            apart = isinstance(type_, GraphQLInterfaceType)
            return f"...{on[0]}{self._directives()} " + self.of(on[1], depth, fan, scope, fresh=fresh or apart)
        if chance < 0.5 and (known := self._known(type_, depth, fan)):
            return f"...{known}{self._directives()}"
        if chance < 0.17 and depth < DEEPEST - 2 and self.budget > 0:
            return self._named(type_, depth, fan)
        return self._field(type_, depth, fan, scope, fresh)

    def _condition(self, type_: Composite) -> tuple[str, Composite]:
        """A type condition that can hold here, or none."""
        if self.rng.random() < 0.15:
            return "", type_
        possible: list[str] = [type_.name]
        if isinstance(type_, GraphQLInterfaceType):
            possible += [one.name for one in self.schema.get_possible_types(type_)] + ["Entity", "Node"]
        else:
            possible += [one.name for one in type_.interfaces]
        found = self.schema.type_map[self.rng.choice(possible)]
        assert isinstance(found, Composite)
        return f" on {found.name}", found

    def _known(self, type_: Composite, depth: int, fan: int) -> str | None:
        fitting = [
            name
            for name, one in self.fragments.items()
            if one.on == type_.name and depth + one.height <= DEEPEST and (not one.wide or fan <= 3)
        ]
        return self.rng.choice(fitting) if fitting and self.rng.random() < 0.3 else None

    def _named(self, type_: Composite, depth: int, fan: int) -> str:
        name, outer = f"F{len(self.fragments)}x{self.rng.randrange(100)}", self.lowest
        self.lowest = depth
        text = self.of(type_, depth, fan, {}, fresh=True)
        self.fragments[name] = Fragment(type_.name, text, self.lowest - depth, wide=self.lowest > depth)
        self.lowest = max(outer, self.lowest)
        return f"...{name}{self._directives()}"

    def _field(self, type_: Composite, depth: int, fan: int, scope: Scope, fresh: bool) -> str:
        self.budget -= 1
        fields = {
            name: one
            for name, one in type_.fields.items()
            if not (type_.name == "Query" and name in self.apart | _ELSEWHERE)
            and (self._open(one, depth) or not is_composite_type(get_named_type(one.type)))
        }
        # What leads on is drawn more often: there are many plain properties, and they are all alike.
        names = [n for n in fields for _ in range(_WEIGHTS.get(n, 3 if n in FIELDS else 1))]
        if not names:
            return "__typename"
        name = self.rng.choice(names)
        one = fields[name]
        plain = not one.args and not is_composite_type(get_named_type(one.type))
        if plain and not (fresh and str(get_named_type(one.type)) not in _SAME) and self.rng.random() < 0.85:
            return f"{name}{self._directives()}"
        key = name
        if fresh or name in scope or self.rng.random() < 0.4:
            key = self._new("cursor" if "ursor" in name else "")
        below = scope.setdefault(key, {})
        head = (f"{key}: {name}" if key != name else name) + self._arguments(one, type_.name, fan)
        text = head + self._directives() + self._below(name, one, depth, fan, below)
        if not plain and self.rng.random() < 0.08:  # the same field once more: both have to be merged
            text += " " + head + self._directives() + self._below(name, one, depth, fan, below)
        return text

    def _open(self, one: GraphQLField, depth: int) -> bool:
        """Whether there is room for what is below a field; a connection takes three levels."""
        deep = 3 if str(get_named_type(one.type)).endswith(("Connection", "Neighbours", "Path", "Why")) else 2
        return depth + deep <= DEEPEST and (self.budget > 0 or self.rng.random() < 0.15)

    def _below(self, name: str, one: GraphQLField, depth: int, fan: int, scope: Scope) -> str:
        type_ = get_named_type(one.type)
        if not isinstance(type_, Composite):
            return ""
        wide = fan * self._first if name in FIELDS or one.args else fan
        return " " + self.of(type_, depth + 1, max(1, wide), scope)

    _first = 1

    def _arguments(self, one: GraphQLField, parent: str, fan: int) -> str:
        """Arguments for a field; `first` so small that the branch stays within bounds."""
        self._first = 25 if "first" in one.args else 1
        self.inputs.limit = max(1, min(25, WIDEST // max(1, fan)))
        given: dict[str, Any] = {}
        about = _about(one, parent)
        for key, argument in one.args.items():
            needed = str(argument.type).endswith("!") and key != "lang" and key not in {"kind", "order"}
            if key == "after" or (not needed and self.rng.random() > _CHANCES.get(key, 0.25)):
                continue
            if key == "first":
                continue
            given[key] = self.inputs.argument(key, argument, "" if key in {"from", "to", "of"} else about)
        if "first" in one.args and (self.inputs.limit < 25 or self.rng.random() < 0.35):
            value = self.inputs.argument("first", one.args["first"], about) if self.inputs.limit >= 25 else None
            given["first"] = value if self.inputs.limit >= 25 else self.rng.choice((0, 1, min(3, self.inputs.limit)))
            self._first = given["first"] if isinstance(given["first"], int) else 25
        written = ", ".join(f"{key}: {literal(value)}" for key, value in given.items())
        return f"({written})" if written else ""

    def _directives(self) -> str:
        if self.rng.random() > 0.06:
            return ""
        names = self.rng.sample(("skip", "include"), self.rng.choice((1, 1, 2)))
        return "".join(f" @{name}(if: {literal(self.inputs.flag())})" for name in names)

    def _new(self, stem: str = "") -> str:
        self.count += 1
        return f"{stem or 'a'}{self.count}"


_ELSEWHERE = {"paths", "timeline"}  # generated.py has them, with arguments that go together
_CHANCES = {"where": 0.5, "orderBy": 0.4, "asOf": 0.15, "lang": 0.6}
_WEIGHTS = {cls.many: 3 for cls in ENTITIES.values()} | {
    "nodes": 6,
    "edges": 6,
    "node": 6,
    "totalCount": 2,
    "aggregate": 2,
    "groups": 2,
    "evidence": 2,
    "document": 3,
}
_SAME = {"ID", "String", "Date", "Status"}  # of one type wherever a field of that name is, null or not apart


def _about(one: GraphQLField, parent: str) -> str:
    named = str(get_named_type(one.type)).removesuffix("Connection")
    fitting = [kind for kind in (*ENTITIES, "Entity") if named.endswith(kind)]
    if fitting:
        return max(fitting, key=len)
    return parent if parent in ENTITIES else "Entity"
