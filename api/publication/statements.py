"""Statements as lines of JSON: {"id": ..., "subject": ..., "object": ..., then properties in the ontology's order}.

Evidence comes first, then entities, then relations, each in the order of ids: the order of their addresses.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import cache
from typing import Any

import orjson

from api.rdf.columns import (
    ENTITY_ORDER,
    EVIDENCE_COLUMNS,
    RELATION_ORDER,
    Column,
    Form,
    entity_columns,
    relation_columns,
)
from api.rdf.pages import Page, pages
from graph.driver import Database
from schema import EVIDENCE_PREFIX, entity_type, relation_type

Record = dict[str, Any]

_ENTITIES = """CYPHER 25
MATCH (n:$type) WHERE n.id > $after
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, $columns])"""
_RELATIONS = """CYPHER 25
MATCH (s)-[n:$type]->(o) WHERE n.id > $after
WITH s, n, o ORDER BY n.id LIMIT $size
RETURN collect([n.id, s.id, o.id, $columns])"""
_ENDS = ("subject", "object")


def rank(id_: str) -> tuple[int, str]:
    """What statements are ordered by."""
    return (0 if id_.startswith(f"{EVIDENCE_PREFIX}/") else 2 if relation_type(id_) else 1), id_


@cache
def columns_of(prefix: str) -> tuple[Column, ...]:
    """The columns of the statements whose ids begin with this, and a slash."""
    if prefix == EVIDENCE_PREFIX:
        return EVIDENCE_COLUMNS
    if relation := relation_type(f"{prefix}/"):
        return relation_columns(relation)
    entity = entity_type(f"{prefix}/")
    if entity is None:
        raise ValueError(f"no type of the ontology has ids that begin with {prefix}/")
    return entity_columns(entity)


def values(record: Record) -> list[Any]:
    """The values of a statement's columns, None where it has none: a row without id and ends."""
    return [record.get(column.name) for column in columns_of(record["id"].partition("/")[0])]


def ordered(said: Record) -> Record:
    """A statement with its properties in the order that publications have them in."""
    names = ["id", *_ENDS, *(column.name for column in columns_of(said["id"].partition("/")[0]))]
    return {name: said[name] for name in names if name in said}


def line(record: Record) -> bytes:
    """A record as a line, without its end."""
    return orjson.dumps(record)


def record(text: bytes) -> Record:
    """The other way round from `line`; raises ValueError where it is no statement."""
    found = orjson.loads(text)
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        raise ValueError("expected a statement with its id")
    return found


async def in_graph(database: Database) -> AsyncIterator[list[bytes]]:
    """Every statement of the graph as a line, in order, by pages."""
    kinds: list[tuple[str, Sequence[str], Sequence[Column]]] = []
    kinds.append((_text(_ENTITIES, EVIDENCE_COLUMNS, "Evidence"), (), EVIDENCE_COLUMNS))
    for entity in ENTITY_ORDER:
        own = entity_columns(entity)
        kinds.append((_text(_ENTITIES, own, entity.__name__), (), own))
    for relation in RELATION_ORDER:
        own = relation_columns(relation)
        kinds.append((_text(_RELATIONS, own, relation.__name__), _ENDS, own))
    for cypher, ends, columns in kinds:
        names = ["id", *ends, *(column.name for column in columns)]
        numbers = [place for place, column in enumerate(columns, 1 + len(ends)) if column.form is Form.NUMBER]
        async for page in pages(database, cypher, graphs=False):
            yield [line(dict(row)) for row in _rows(page, names, numbers)]


def _rows(page: Page, names: Sequence[str], numbers: Sequence[int]) -> list[list[tuple[str, Any]]]:
    for row in page:
        for place in numbers:
            value = row[place]
            if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
                row[place] = int(value)  # 5 and 5.0 are the same decimal, and loaders differ
    return [[pair for pair in zip(names, row, strict=True) if pair[1] is not None] for row in page]


def _text(template: str, columns: Sequence[Column], type_: str) -> str:
    # Names of the ontology, no one's input: a parameter in their place would keep Neo4j from using the indexes.
    return template.replace("$type", type_).replace("$columns", ", ".join(f"n.{column.name}" for column in columns))


def kind(id_: str) -> str:
    """`Evidence`, or the entity or relation type of a statement's id."""
    found = relation_type(id_) or entity_type(id_)
    return found.__name__ if found else "Evidence"
