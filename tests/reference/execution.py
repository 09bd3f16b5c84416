"""The committed SDL with the plain resolvers, executed by graphql-core: its coercion, completion and null propagation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    execute_sync,
)

from schema.dates import is_date
from tests.reference.facts import Facts, Moment
from tests.reference.root import Root
from tests.reference.things import EntityView, Field, RelationView, View, World


@cache
def reference_schema() -> GraphQLSchema:
    """The SDL, in a copy of its own, with what its scalars mean."""
    made = build_schema(files("schema").joinpath("derived", "schema.graphql").read_text("utf-8"), assume_valid=True)
    date = made.type_map["Date"]
    assert isinstance(date, GraphQLScalarType)
    for name in ("coerce_input_value", "parse_value"):  # the new name and the old one: graphql-core has both
        setattr(date, name, _date)
    return made


def _date(value: object) -> str:
    if not isinstance(value, str) or not is_date(value):
        raise GraphQLError(f"no date: {value!r}")
    return value


def execute(
    facts: Facts, document: DocumentNode, variables: Mapping[str, Any], name: str | None = None
) -> ExecutionResult:
    """What graphql-core makes of an operation over the facts."""
    return execute_sync(
        reference_schema(),
        document,
        Root(World(facts, Moment())),
        variable_values=dict(variables),
        operation_name=name,
        field_resolver=_resolve,
        type_resolver=_type_of,
    )


def _resolve(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
    return (
        source.resolve(Field(info.field_name, arguments, info)) if isinstance(source, View) else source[info.field_name]
    )


def _type_of(value: Any, *_: Any) -> str:
    assert isinstance(value, EntityView | RelationView)
    return value.typename
