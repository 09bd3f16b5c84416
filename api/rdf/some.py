"""Single statements of the graph, by their ids: what a description is made of, and what follows the graph's changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from api.rdf.blocks import Block, Blocks
from api.rdf.columns import EVIDENCE_COLUMNS, entity_columns, relation_columns
from graph.driver import Database
from graph.manifest import batches
from schema import RELATIONS, entity_type, relation_type

Properties = dict[str, Any]
_PART = 5_000  # ids in a statement

_ENTITIES = """CYPHER 25
UNWIND $ids AS id MATCH (n:Entity {id: id})
RETURN collect([properties(n), COLLECT {
  MATCH (n)-[r]->(o:Entity) WHERE r.status = 'ASSERTED'
  RETURN [type(r), o.id, r.sources]
}])"""
_STATEMENTS = """CYPHER 25
UNWIND $ids AS id MATCH (s:Entity)-[r:$type {id: id}]->(o:Entity)
RETURN collect([type(r), s.id, o.id, properties(r)])"""
_EVIDENCE = "CYPHER 25 UNWIND $ids AS id MATCH (e:Evidence {id: id}) RETURN collect(properties(e))"
_SUPPORT = """CYPHER 25
UNWIND $ids AS id MATCH (e:Evidence {statement: id})
RETURN collect([e.statement, e.id, e.document])"""
_MERGED = "CYPHER 25 UNWIND $ids AS id MATCH (m:Merged {id: id}) RETURN collect([m.id, m.into])"
# Names of the ontology, no one's input: with the type as a parameter Neo4j would use no index.
_STATEMENTS_OF = {name: _STATEMENTS.replace("$type", name) for name in RELATIONS}


class Statement(NamedTuple):
    """A relation as it is stored."""

    type: str
    subject: str
    object: str
    properties: Properties


@dataclass(slots=True)
class Some:
    """Some statements of the graph.

    `entities` are pairs of an entity's properties and its held relations as [type, object id, sources]; `links` are those
    of entities that are not themselves among them, by id; `support` is statement id -> [evidence id, document id]; `merged`
    are ids that were entities' with those they were merged into.
    """

    entities: list[tuple[Properties, list[list[Any]]]] = field(default_factory=list)
    links: dict[str, list[list[Any]]] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    evidence: list[Properties] = field(default_factory=list)
    support: Mapping[str, list[list[str]]] = field(default_factory=dict)
    merged: list[list[str]] = field(default_factory=list)

    def blocks(self, blocks: Blocks) -> list[Block]:
        """Their triples by subject, in the order of the subjects' IRIs."""
        made = [blocks.evidence([one["id"], *_values(one, EVIDENCE_COLUMNS)]) for one in self.evidence]
        for one, links in self.entities:
            cls = entity_type(one["id"])
            assert cls is not None
            row = [one["id"], *_values(one, entity_columns(cls)), links]
            made.append(blocks.entity(cls.__name__, self.support, row))
        made += [blocks.merged(*pair) for pair in self.merged]
        made += [blocks.linked(subject, links) for subject, links in self.links.items()]
        for type_, subject, object_, properties in self.statements:
            row = [properties["id"], subject, object_, *_values(properties, relation_columns(RELATIONS[type_]))]
            made.append(blocks.statement(type_, self.support, row))
        return sorted(made, key=lambda block: block[0])


async def some(database: Database, ids: Collection[str]) -> Some:
    """Those of the ids that are in the graph: entities, relations and evidence."""
    by_type: dict[str, list[str]] = {}
    for id_ in sorted(ids):
        relation = relation_type(id_)
        kind = relation.__name__ if relation else "Entity" if entity_type(id_) else "Evidence"
        by_type.setdefault(kind, []).append(id_)
    found = Some()
    for part in batches(by_type.pop("Entity", []), _PART):
        [[rows]] = await database.read(_ENTITIES, {"ids": part}, timeout=60)
        found.entities += [(properties, links) for properties, links in rows]
        [[merged]] = await database.read(_MERGED, {"ids": part}, timeout=60)
        found.merged += merged
    for part in batches(by_type.pop("Evidence", []), _PART):
        [[rows]] = await database.read(_EVIDENCE, {"ids": part}, timeout=60)
        found.evidence += rows
    for type_, relations in by_type.items():
        found.statements += await statements(database, type_, relations)
    found.support = await support(database, [id_ for id_ in ids if not id_.startswith("evidence/")])
    return found


async def statements(database: Database, type_: str, ids: Collection[str]) -> list[Statement]:
    """Those of the ids that are relations of the type in the graph."""
    found: list[Statement] = []
    for part in batches(list(ids), _PART):
        [[rows]] = await database.read(_STATEMENTS_OF[type_], {"ids": part}, timeout=60)
        found += [Statement(*row) for row in rows]
    return found


async def support(database: Database, ids: Iterable[str]) -> dict[str, list[list[str]]]:
    """Statement id -> [evidence id, document id] for statements by id."""
    found: dict[str, list[list[str]]] = {}
    for part in batches(list(ids), _PART):
        [[rows]] = await database.read(_SUPPORT, {"ids": part}, timeout=60)
        for statement, *evidence in rows:
            found.setdefault(statement, []).append(evidence)
    return found


def _values(properties: Mapping[str, Any], columns: Iterable[Any]) -> list[Any]:
    return [properties.get(column.name) for column in columns]
