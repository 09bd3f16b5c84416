"""GraphQL errors and their codes; what a client may see of an error, and nothing of what lies behind it."""

from __future__ import annotations

from graphql import GraphQLError

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_INPUT = "BAD_USER_INPUT"
NOT_FOUND = "NOT_FOUND"
TIMEOUT = "QUERY_TIMEOUT"
UNAVAILABLE = "DATABASE_UNAVAILABLE"
INTERNAL = "INTERNAL_SERVER_ERROR"
FILTERS = "FILTER_LIMIT_EXCEEDED"


def coded(message: str, code: str) -> GraphQLError:
    """A GraphQL error with a code in its extensions."""
    return GraphQLError(message, extensions={"code": code})


def user_error(message: str) -> GraphQLError:
    """The client gave something that cannot be used; `message` says what and what instead."""
    return coded(message, BAD_INPUT)
