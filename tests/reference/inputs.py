"""Arguments of generated operations: literals and variables of every input type of the SDL."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
)

from schema import ENTITIES
from tests.reference.pools import Pools, relation_of

_JOINING = {"AND", "OR", "NOT", "some", "none", "all", "single"}
_COMPARISONS = {"eq", "includes"}


class Name(str):
    """A text that GraphQL writes without quotes: an enum's value, or a variable with its $."""


@dataclass
class Variable:
    """A variable of the operation; it is drawn anew for every run of the document."""

    type: GraphQLInputType
    about: str
    hint: str
    default: Any = Undefined
    may_be_null: bool = False
    may_be_left_out: bool = False


@dataclass
class Inputs:
    """Draws values; variables are noted as they come to be used."""

    rng: random.Random
    pools: Pools
    variables: dict[str, Variable] = field(default_factory=dict)
    limit: int = 25  # the largest `first`

    def argument(self, name: str, argument: GraphQLArgument | GraphQLInputField, about: str) -> Any:
        """A value for an argument; `about` is the type of what it is about."""
        has_default = argument.default_value is not Undefined or getattr(argument, "default", None) is not None
        return self._position(argument.type, about, name, 0, has_default=has_default, chance=0.25)

    def _position(
        self,
        type_: GraphQLInputType,
        about: str,
        hint: str,
        depth: int,
        *,
        has_default: bool = False,
        chance: float = 0.12,
    ) -> Any:
        if self.rng.random() < chance and len(self.variables) < 8:
            return self._variable(type_, about, hint, has_default=has_default)
        if not isinstance(type_, GraphQLNonNull) and self.rng.random() < 0.04:
            return None
        return self.value(type_, about, hint, depth, literal=True)

    def _variable(self, type_: GraphQLInputType, about: str, hint: str, *, has_default: bool) -> Name:
        if hint != "first" and self.rng.random() < 0.3:
            for name, known in self.variables.items():
                if str(known.type) == str(type_) and known.hint != "first":
                    return Name(f"${name}")
        name = f"v{len(self.variables)}"
        made = Variable(type_, about, hint)
        if isinstance(type_, GraphQLNonNull):
            if has_default or self.rng.random() < 0.3:  # nullable, but never null: there it would be an error
                made.type = type_.of_type
                made.may_be_left_out = True
                if not has_default:
                    made.default = self.value(made.type, about, hint, 1, literal=False)
        else:
            made.may_be_null = made.may_be_left_out = True
            if self.rng.random() < 0.3:
                made.default = None if self.rng.random() < 0.2 else self.value(type_, about, hint, 1, literal=False)
        self.variables[name] = made
        return Name(f"${name}")

    def flag(self) -> Any:
        """The condition of a directive."""
        if self.rng.random() < 0.5:
            return self.rng.random() < 0.5
        name = f"b{self.rng.randrange(3)}"
        from graphql import GraphQLBoolean

        self.variables.setdefault(name, Variable(GraphQLNonNull(GraphQLBoolean), "", ""))
        return Name(f"${name}")

    def drawn(self) -> dict[str, Any]:
        """Values for all variables."""
        found: dict[str, Any] = {}
        for name, variable in self.variables.items():
            chance = self.rng.random()
            if variable.may_be_left_out and chance < 0.25:
                continue
            if variable.may_be_null and chance < 0.4:
                found[name] = None
            else:
                found[name] = self.value(variable.type, variable.about, variable.hint, 1, literal=False)
        return found

    def definitions(self) -> str:
        """The variables as the operation declares them."""
        if not self.variables:
            return ""
        written = [
            f"${name}: {one.type}" + ("" if one.default is Undefined else f" = {literal(one.default)}")
            for name, one in self.variables.items()
        ]
        return f"({', '.join(written)})"

    def value(self, type_: GraphQLInputType, about: str, hint: str, depth: int, *, literal: bool) -> Any:
        """A value of a type, never null at its top; `literal` where variables may stand inside."""
        if isinstance(type_, GraphQLNonNull):
            return self.value(type_.of_type, about, hint, depth, literal=literal)
        if isinstance(type_, GraphQLList):
            return self._list(type_, about, hint, depth, literal)
        if isinstance(type_, GraphQLEnumType):
            return Name(self.rng.choice(list(type_.values)))
        if isinstance(type_, GraphQLInputObjectType):
            return self._object(type_, about, hint, depth, literal)
        match type_.name:
            case "Boolean":
                return self.rng.random() < 0.5
            case "Date":
                return self.pools.date(self.rng)
            case "ID":
                return self.pools.id(self.rng, "Government" if hint == "within" else about or "Entity")
            case "Int" if hint == "first":
                return self.rng.choice([one for one in (0, 1, 1, 3, 3, 25) if one <= self.limit])
            case "Int" if hint == "count":
                return self.rng.choice((0, 0, 1, 1, 2, 3, 12))
            case "Int" | "Float":
                number = self.pools.number(self.rng, about, hint)
                return int(number) if type_.name == "Int" else number
        return self.pools.text(self.rng, about, hint)

    def _list(self, type_: GraphQLList[Any], about: str, hint: str, depth: int, literal: bool) -> Any:
        if self.rng.random() < 0.08:  # one value stands for a list of it
            return self.value(type_.of_type, about, hint, depth, literal=literal)
        length = self.rng.choice((0, 1, 1, 2, 2, 3))
        if literal:
            return [self._position(type_.of_type, about, hint, depth) for _ in range(length)]
        return [self.value(type_.of_type, about, hint, depth, literal=False) for _ in range(length)]

    def _object(
        self, type_: GraphQLInputObjectType, about: str, hint: str, depth: int, literal: bool
    ) -> dict[str, Any]:
        compares = not _COMPARISONS.isdisjoint(type_.fields)  # then the values are of the key further out
        about = about if compares else _about(type_.name, about)
        found: dict[str, Any] = {}
        for key in self._keys(type_, depth):
            position, inner = type_.fields[key].type, hint if compares else key
            if type_.is_one_of:
                if literal and self.rng.random() < 0.1 and len(self.variables) < 8:
                    found[key] = Name(f"$v{len(self.variables)}")
                    self.variables[f"v{len(self.variables)}"] = Variable(GraphQLNonNull(position), about, inner)
                else:
                    found[key] = self.value(position, about, inner, depth + 1, literal=literal)
            elif literal:
                found[key] = self._position(position, about, inner, depth + 1)
            else:
                value = self.value(position, about, inner, depth + 1, literal=False)
                found[key] = None if self.rng.random() < 0.03 else value
        return found

    def _keys(self, type_: GraphQLInputObjectType, depth: int) -> list[str]:
        names = list(type_.fields)
        if type_.is_one_of:
            return [self.rng.choice(names)]
        if "some" in names:
            return self.rng.sample(names, self.rng.choice((1, 1, 1, 2)))
        leaves, inner, joining = [], [], []
        for name in names:
            made = str(type_.fields[name].type).strip("[]!")
            if name in _JOINING:
                joining.append(name)
            elif made.endswith(("Where", "Filter")) and made not in _PLAIN and not made.endswith("EdgeWhere"):
                inner.append(name)
            else:
                leaves.append(name)
        chosen: list[str] = []
        many = (0, 1, 1, 1, 2) if depth else (1, 1, 1, 2, 3)
        for _ in range(self.rng.choice(many)):
            pool = self.rng.choice((leaves, leaves, inner, joining) if depth < 5 else (leaves,))
            if pool:
                chosen.append(self.rng.choice(pool))
        return list(dict.fromkeys(chosen)) or ([self.rng.choice(leaves)] if leaves else [])


_PLAIN = {"StringFilter", "IDFilter", "IntFilter", "FloatFilter", "DateFilter", "ListFilter", "StatusFilter"}


def _about(name: str, outer: str) -> str:
    """What a `where` or an order is about: an entity type, `Entity`, or a relation type."""
    if name.endswith(("EdgeWhere", "EdgeOrder")):
        return relation_of(name)
    for suffix in ("Where", "Order", "Filter"):
        if name.endswith(suffix):
            stem = name.removesuffix(suffix)
            fitting = [one for one in (*ENTITIES, "Entity") if stem.endswith(one)]
            return max(fitting, key=len) if fitting else outer
    return outer


def literal(value: Any) -> str:
    """A value as it is written in a document."""
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {literal(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
