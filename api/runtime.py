"""The GraphQL schema as the server uses it: built from the committed SDL, which Strawberry made (api/types.py).

Declaring the types anew takes 3.3 s of processor time at every start, reading the SDL 0.4 s; tests/test_schema_graphql.py
holds the file to the declaration.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from graphql import (
    GraphQLError,
    GraphQLScalarType,
    GraphQLSchema,
    StringValueNode,
    ValueNode,
    build_ast_schema,
    parse,
    print_ast,
)

from schema.dates import is_date


@cache
def runtime_schema() -> GraphQLSchema:
    """The schema; made once."""
    sdl = files("schema").joinpath("derived", "schema.graphql").read_text("utf-8")
    made = build_ast_schema(parse(sdl, no_location=True), assume_valid=True, assume_valid_sdl=True)
    date = made.type_map["Date"]
    assert isinstance(date, GraphQLScalarType)
    # graphql-core asks the new pair of names, and libraries around it the old one.
    for name in ("coerce_input_value", "parse_value"):
        setattr(date, name, parse_date)
    for name in ("coerce_input_literal", "parse_literal"):
        setattr(date, name, parse_date_literal)
    return made


def parse_date(value: object) -> str:
    """A date given as a variable. Raises GraphQLError where it is none."""
    if not isinstance(value, str) or not is_date(value):
        raise GraphQLError(f"expected an ISO 8601 date (2020, 2020-12 or 2020-12-18), got {value!r}")
    return value


def parse_date_literal(node: ValueNode, _variables: object = None) -> str:
    """A date given in the document. Raises GraphQLError where it is none."""
    return parse_date(node.value if isinstance(node, StringValueNode) else print_ast(node))
