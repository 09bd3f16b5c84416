"""Declaring GraphQL types with Strawberry from tables: a name, a type spelled as an annotation, a description.

The classes live in this module's namespace, where Strawberry looks up the names in annotations.
"""

from __future__ import annotations

import enum
import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NewType, cast

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

NAMESPACE = globals()
_UNDEFINED = StrawberryArgument("x", None, StrawberryAnnotation(str)).default


def _as_it_is(value: object) -> object:
    return value


Date = NewType("Date", str)
JSON = NewType("JSON", object)
SCALARS: dict[object, Any] = {
    Date: strawberry.scalar(
        name="Date",
        description="A date in ISO 8601, possibly partial: 2020, 2020-12 or 2020-12-18",
        serialize=_as_it_is,
    ),
    JSON: strawberry.scalar(name="JSON", description="Any JSON value", serialize=_as_it_is, parse_value=_as_it_is),
}

Fields = Mapping[str, tuple[str, str]]  # name -> (type, description)


def _python(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its type spelled as an annotation: Strawberry resolves the text in this module's namespace."""

    made: StrawberryField
    type: str


def field(name: str, type_: str, description: str, arguments: Iterable[StrawberryArgument] = ()) -> Field:
    """A field with its arguments."""
    made = StrawberryField(_python(name), name, description=description)
    made.arguments = list(arguments)
    return Field(made, type_)


def argument(name: str, type_: str, description: str, default: object = _UNDEFINED) -> StrawberryArgument:
    """An argument; required where it has no default and its type no None."""
    return StrawberryArgument(
        _python(name), name, StrawberryAnnotation(type_, namespace=NAMESPACE), default=default, description=description
    )


def bare(name: str, fields: Iterable[Field], bases: tuple[type, ...] = ()) -> type:
    """A class with these fields, not yet known to Strawberry."""
    members = {_python(str(field.made.graphql_name)): field for field in fields}
    annotations = {key: field.type for key, field in members.items()}
    made = {key: field.made for key, field in members.items()}
    return type(name, bases, {**made, "__annotations__": annotations, "__module__": __name__})


def object_type(name: str, description: str, fields: Iterable[Field], bases: tuple[type, ...] = ()) -> type:
    """Declare an object type."""
    made: type = strawberry.type(bare(name, fields, bases), name=name, description=description)
    NAMESPACE[name] = made
    return made


def input_type(name: str, description: str, fields: Fields, *, one_of: bool = False) -> type:
    """Declare an input type; every field may be left out, or with `one_of` all but one must be."""
    members = [
        Field(StrawberryField(_python(key), key, description=text, default=strawberry.UNSET), type_)
        for key, (type_, text) in fields.items()
    ]
    made: type = strawberry.input(bare(name, members), name=name, description=description, one_of=one_of)
    NAMESPACE[name] = made
    return made


def enum_type(name: str, values: Iterable[str], description: str) -> None:
    """Declare an enum."""
    NAMESPACE[name] = strawberry.enum(
        cast(enum.EnumMeta, enum.Enum(name, {value: value for value in values})), name=name, description=description
    )
