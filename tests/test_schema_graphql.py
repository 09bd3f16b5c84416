"""The committed GraphQL schema is the one that derives from the ontology."""

from __future__ import annotations

from pathlib import Path

from graphql import build_schema, validate_schema

from api.types import sdl

COMMITTED = Path(__file__).parent.parent / "schema" / "derived" / "schema.graphql"


def test_the_committed_schema_has_not_drifted() -> None:
    assert COMMITTED.read_text("utf-8") == sdl(), "run scripts/derive.py"


def test_the_schema_is_valid() -> None:
    assert validate_schema(build_schema(sdl())) == []
