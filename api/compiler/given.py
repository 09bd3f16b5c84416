"""Arguments as trees whose leaves know where their values come from when the compiled plan runs.

A plan is compiled once for all operations of one shape; the shape is which keys are there and which are null, never the
values. So the compiler looks at the keys, and takes a function for each value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    ListValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    value_from_ast,
)

from api.bounds import MAX_FIRST
from api.errors import user_error

Variables = Mapping[str, Any]
Getter = Callable[[Variables], Any]


@dataclass(frozen=True, slots=True)
class Given:
    """A value that was given: an object with `keys`, a list with `items`, null, or a leaf that `get` finds."""

    get: Getter
    value: Any  # as it is while compiling; may decide about structure only where the shape covers it
    keys: Mapping[str, Given] = field(default_factory=dict)
    items: tuple[Given, ...] = ()

    @property
    def null(self) -> bool:
        """Whether it was given as null."""
        return self.value is None


def from_ast(node: ValueNode, type_: GraphQLInputType, variables: Variables) -> Given | None:
    """The value of an argument; None where it is a variable that was not given."""
    type_ = cast(GraphQLInputType, get_nullable_type(type_))
    if isinstance(node, VariableNode):
        name = node.name.value
        if name not in variables:
            return None
        return _from_value(variables[name], type_, lambda values: values[name])
    if isinstance(type_, GraphQLInputObjectType) and isinstance(node, ObjectValueNode):
        found = {f.name.value: from_ast(f.value, type_.fields[f.name.value].type, variables) for f in node.fields}
        keys = {key: found[key] for key in type_.fields if found.get(key) is not None}
        return Given(lambda _: None, keys, {key: value for key, value in keys.items() if value is not None})
    if isinstance(type_, GraphQLList) and isinstance(get_named_type(type_), GraphQLInputObjectType):
        nodes = node.values if isinstance(node, ListValueNode) else (node,)
        items = tuple(given for n in nodes if (given := from_ast(n, type_.of_type, variables)) is not None)
        return Given(lambda _: None, list(items), items=items)
    return _literal(node, type_, variables)


def _literal(node: ValueNode, type_: GraphQLInputType, variables: Variables) -> Given | None:
    if isinstance(node, ListValueNode) and any(isinstance(n, VariableNode) for n in node.values):
        members = [
            from_ast(n, type_.of_type if isinstance(type_, GraphQLList) else type_, variables) for n in node.values
        ]
        getters = [member.get for member in members if member is not None]
        return Given(lambda values: [get(values) for get in getters], [m.value for m in members if m is not None])
    value = value_from_ast(node, type_)
    if value is Undefined:
        return None
    return Given(lambda _: value, value)


def _from_value(value: Any, type_: GraphQLInputType, get: Getter) -> Given:
    type_ = cast(GraphQLInputType, get_nullable_type(type_))
    if value is None:
        return Given(lambda _: None, None)
    if isinstance(type_, GraphQLInputObjectType):
        keys = {
            key: _from_value(member, type_.fields[key].type, _inside(get, key))
            for key, member in value.items()
            if key in type_.fields
        }
        return Given(get, value, keys)
    if isinstance(type_, GraphQLList) and isinstance(get_named_type(type_), GraphQLInputObjectType):
        items = tuple(_from_value(member, type_.of_type, _inside(get, index)) for index, member in enumerate(value))
        return Given(get, value, items=items)
    return Given(get, value)


def _inside(get: Getter, key: str | int) -> Getter:
    return lambda values: get(values)[key]


def bounded(name: str, least: int = 0, most: int = MAX_FIRST) -> Callable[[Any], int]:
    """A check of an argument that is a number within bounds. What it gives raises a GraphQL error for any other."""

    def check(value: Any) -> int:
        if not isinstance(value, int) or not least <= value <= most:
            raise user_error(f"{name}: expected a number from {least} to {most}, got {value}")
        return value

    return check


def shape(value: Any) -> object:
    """What of a variable's value decides about the compiled text: keys, nulls and the lengths of lists; never a value."""
    if value is None or value is Undefined:
        return None
    if isinstance(value, dict):
        return tuple((key, shape(member)) for key, member in value.items())
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        return tuple(shape(member) for member in value)
    return True
