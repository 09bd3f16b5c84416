"""The description of one thing: what the address of an entity, a relation's statement or a piece of evidence answers with."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from rdflib import Graph

from api.rdf.blocks import Blocks
from api.rdf.lines import NTriples
from api.rdf.pages import version
from api.rdf.some import Some, Statement, some, support
from api.rdf.syntax import Syntax
from graph.driver import Database
from graph.errors import DatabaseError, NotFoundError
from schema import EVIDENCE_PREFIX, RELATIONS, entity_type, relation_type
from schema.vocabularies import namespaces

LIMIT = 1_000
EVIDENCE = 10_000  # pieces of it; the links to all there are stand with the statements, whatever their number
ATTEMPTS = 5

_STATEMENTS = """CYPHER 25
MATCH (n:Entity {id: $id})
RETURN properties(n), COUNT { (n)--(:Entity) }, COLLECT {
  MATCH (n)-[r]-(:Entity) WHERE r.id > $after
  WITH DISTINCT r ORDER BY r.id LIMIT $limit
  RETURN [type(r), startNode(r).id, endNode(r).id, properties(r)]
}"""
_EVIDENCE = """CYPHER 25
MATCH (e:Evidence) WHERE e.statement IN $ids
WITH e ORDER BY e.id LIMIT $limit
RETURN collect(properties(e))"""


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of one thing at one version of the graph.

    `total` is how many statements it has, of which at most LIMIT are in `some`; `next` is the id to go on after, None
    where these are the last.
    """

    id: str
    version: int
    some: Some
    total: int = 0
    next: str | None = None

    def text(self, syntax: Syntax) -> str:
        """The description in an RDF format: the same lines as in an export."""
        written = [syntax.block(*block) for block in self.some.blocks(Blocks(syntax))]
        return "".join([syntax.header(), *written, syntax.footer()])


async def described(database: Database, id: str, *, after: str = "", limit: int = LIMIT) -> Description:
    """What the graph says of an entity, a relation or a piece of evidence, in one consistent state of it.

    Of an entity: its own triples, up to `limit` statements from and to it, those with ids past `after`, with their plain
    triples, and the evidence for all these. Of a relation: its statement, its plain triple, its evidence. Raises
    NotFoundError where there is no such thing, DatabaseError where loads keep changing the graph.
    """
    for _ in range(ATTEMPTS):
        before = await version(database) or 0
        if relation_type(id) or id.startswith(f"{EVIDENCE_PREFIX}/"):
            found = await _statement(database, id, before)
        else:
            found = await _entity(database, id, before, after, limit)
        if (await version(database) or 0) == before:
            return found
    raise DatabaseError(f"the graph changed during each of {ATTEMPTS} attempts to read {id!r}; try again")


async def _entity(database: Database, id: str, version: int, after: str, limit: int) -> Description:
    rows = await database.read(_STATEMENTS, {"id": id, "after": after, "limit": limit + 1})
    if not rows or entity_type(id) is None:
        raise NotFoundError(f"there is no entity {id!r}")
    properties, total, found = rows[0]
    more = len(found) > limit
    relations = [Statement(*row) for row in found[:limit] if row[0] in RELATIONS]
    ids = [id, *(one.properties["id"] for one in relations)]
    reading = database.read(_EVIDENCE, {"ids": ids, "limit": EVIDENCE})
    [[evidence]], supported = await asyncio.gather(reading, support(database, ids))
    links: dict[str, list[list[object]]] = {id: []}
    for one in relations:
        if one.properties.get("status") == "ASSERTED":
            links.setdefault(one.subject, []).append([one.type, one.object, one.properties.get("sources")])
    entities = [(properties, links.pop(id))]
    these = Some(entities=entities, links=links, statements=relations, evidence=evidence, support=supported)
    return Description(id, version, these, total, ids[-1] if more else None)


async def _statement(database: Database, id: str, version: int) -> Description:
    these = await some(database, [id])
    if not (these.statements or these.evidence):
        raise NotFoundError(f"there is no statement {id!r}")
    if these.statements:
        [[these.evidence]] = await database.read(_EVIDENCE, {"ids": [id], "limit": EVIDENCE})
        [one] = these.statements
        if one.properties.get("status") == "ASSERTED":
            these.links = {one.subject: [[one.type, one.object, one.properties.get("sources")]]}
    return Description(id, version, these, 1)


async def describe(database: Database, id: str, base_iri: str, *, limit: int = LIMIT) -> Graph:
    """A description as rdflib's graph, with the prefixes bound; gives and raises what `described` does."""
    found = await described(database, id, limit=limit)
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in namespaces(base_iri).items():
        graph.bind(prefix, namespace)
    return graph.parse(data=found.text(NTriples(base_iri)), format="ntriples")
