"""The values of fields: to compare candidates by, and to extend a table with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.reconcile.candidates import Candidate
from api.reconcile.naming import WITHIN, Field
from graph.driver import Database
from schema import RELATIONS

MOST = 100  # values of a field of an entity

_RELATED = """CYPHER 25
UNWIND $ids AS id
MATCH $pattern
WITH id, o ORDER BY o.id
WITH id, collect(DISTINCT o)[..$most] AS found
RETURN collect([id, [o IN found | properties(o)]])"""
_ENTITIES = "CYPHER 25 UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN collect(properties(n))"
# Names of the ontology, no one's input: with the type as a parameter Neo4j would use no index.
_FORWARD = {t: _RELATED.replace("$pattern", f"(n:Entity {{id: id}})-[:{t}]->(o:Entity)") for t in RELATIONS}
_INVERSE = {t: _RELATED.replace("$pattern", f"(n:Entity {{id: id}})<-[:{t}]-(o:Entity)") for t in RELATIONS}

Values = dict[str, list[Any]]  # id -> values: properties of entities, as mappings, or plain values


async def values(database: Database, field: Field, candidates: Sequence[Candidate]) -> Values:
    """The values of a field for each of the candidates, by id; those of entities are their properties."""
    if field.relation is not None:
        cypher = (_FORWARD if field.forward else _INVERSE)[field.relation.__name__]
        [[rows]] = await database.read(cypher, {"ids": [one.id for one in candidates], "most": MOST})
        return dict(rows)
    if field.id == WITHIN:
        return {one.id: [_place(row) for row in one.above] for one in candidates}
    assert field.prop is not None
    found: Values = {}
    for one in candidates:
        value = one.properties.get(field.prop.name)
        found[one.id] = [] if value is None else list(value)[:MOST] if isinstance(value, list) else [value]
    if not field.entities:
        return found
    ids = sorted({id_ for listed in found.values() for id_ in listed})
    [[rows]] = await database.read(_ENTITIES, {"ids": ids})
    by_id = {properties["id"]: properties for properties in rows}
    return {id_: [by_id[other] for other in listed if other in by_id] for id_, listed in found.items()}


def _place(row: Sequence[Any]) -> Mapping[str, Any]:
    return dict(zip(("id", "name_en", "name_zh", "name_fr", "aliases"), row, strict=True))
