"""The description of one entity: what its address answers with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Graph

from api.rdf.blocks import Block, Blocks
from api.rdf.columns import EVIDENCE_COLUMNS, entity_columns, relation_columns
from api.rdf.lines import NTriples
from graph.driver import Database
from graph.errors import NotFoundError
from schema import ENTITIES, RELATIONS, entity_type
from schema.vocabularies import namespaces

LIMIT = 1_000

_ENTITY = """CYPHER 25
MATCH (n:Entity {id: $id})
RETURN properties(n)"""
_STATEMENTS = """CYPHER 25
MATCH (n:Entity {id: $id})-[r]-(:Entity)
WITH r ORDER BY r.id LIMIT $limit
RETURN collect([type(r), startNode(r).id, endNode(r).id, properties(r)])"""
_EVIDENCE = """CYPHER 25
MATCH (e:Evidence) WHERE e.statement IN $ids
WITH e ORDER BY e.id LIMIT $limit
RETURN collect(properties(e))"""


async def describe(database: Database, id: str, base_iri: str, *, limit: int = LIMIT) -> Graph:
    """An entity's own triples, the statements from and to it with their plain triples, and the evidence for all these.

    At most `limit` statements and as many pieces of evidence, by id: a province has more than anyone reads. Raises
    NotFoundError where there is no such entity.
    """
    found, cls = await database.read(_ENTITY, {"id": id}), entity_type(id)
    if not found or cls is None:
        raise NotFoundError(f"there is no entity {id!r}")
    [[rows]] = await database.read(_STATEMENTS, {"id": id, "limit": limit})
    relations = [row for row in rows if row[0] in RELATIONS]
    ids = [id, *(properties["id"] for *_, properties in relations)]
    [[evidence]] = await database.read(_EVIDENCE, {"ids": ids, "limit": limit})
    syntax = NTriples(base_iri)
    written = _blocks(Blocks(syntax), cls.__name__, found[0][0], relations, evidence)
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in namespaces(base_iri).items():
        graph.bind(prefix, namespace)
    return graph.parse(data="".join(syntax.block(*block) for block in written), format="ntriples")


def _blocks(
    blocks: Blocks, type_: str, entity: Mapping[str, Any], relations: list[list[Any]], evidence: list[dict[str, Any]]
) -> list[Block]:
    support: dict[str, list[list[str]]] = {}
    for piece in evidence:
        support.setdefault(piece["statement"], []).append([piece["id"], piece["document"]])
    links: dict[str, list[list[Any]]] = {entity["id"]: []}
    written = []
    for relation, subject, object_, properties in relations:
        if properties.get("status") == "ASSERTED":
            links.setdefault(subject, []).append([relation, object_, None])
        values = [properties.get(column.name) for column in relation_columns(RELATIONS[relation])]
        written.append(blocks.statement(relation, support, [properties["id"], subject, object_, *values]))
    own = links.pop(entity["id"])
    values = [entity.get(column.name) for column in entity_columns(ENTITIES[type_])]
    written.append(blocks.entity(type_, support, [entity["id"], *values, own]))
    written += [blocks.linked(subject, found) for subject, found in links.items()]
    written += [blocks.evidence([piece["id"], *(piece.get(c.name) for c in EVIDENCE_COLUMNS)]) for piece in evidence]
    return written
