"""What in the graph does not follow the ontology: edits by hand, and whatever else the constraints cannot forbid.

What is wrong with statements is derived from the ontology (graph/checks.py); here is what makes something no statement at all,
and what only the graph's own reads rely on.
"""

from __future__ import annotations

from graph import checks
from graph.driver import Database
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT

_HIDDEN = ["id", "_by", "_claims"]
_OF_NODES, _OF_ENDS = ["_names", "_pinyin"], ["_s", "_o"]
# What stands beside the statements, and how it is tied to them.
_OTHER = (
    *("Evidence", "Dataset", "Manifest", "Graph", "Change"),
    *("Reading", "Record", "Judgement", "Merged"),  # graph/identities.py
)
_TIES = ("FROM", "HAS")


async def audit(database: Database) -> list[str]:
    """A line for every kind of fault found, with how many and examples."""
    return [*await strays(database), *map(str, await checks.run(database))]


async def strays(database: Database) -> list[str]:
    """Nodes, relationships and properties that are no part of any statement."""
    found: list[str] = []

    async def look(message: str, cypher: str, **parameters: object) -> None:
        rows = await database.read(f"CYPHER 25 {cypher}", parameters, timeout=1800)
        found.extend(f"{message}: {count} ({', '.join(map(str, examples))})" for count, examples in rows if count)

    await look(
        "nodes with a label that the ontology lacks",
        "MATCH (n) WHERE any(l IN labels(n) WHERE NOT l IN $labels) RETURN count(n), collect(labels(n))[..3]",
        labels=[*ENTITIES, "Entity", *_OTHER],
    )
    await look(
        "nodes without a label", "MATCH (n) WHERE size(labels(n)) = 0 RETURN count(n), collect(elementId(n))[..3]"
    )
    await look(
        "relationships of a type that the ontology lacks",
        "MATCH ()-[r]->() WHERE NOT type(r) IN $types RETURN count(r), collect(DISTINCT type(r))[..3]",
        types=[*RELATIONS, *_TIES],
    )
    there = await checks.kinds(database)
    for name, entity in ENTITIES.items():
        if name not in there:
            continue
        await look(
            f"{name} with properties that the ontology lacks",
            f"MATCH (n:{name}) WITH n, [k IN keys(n) WHERE NOT k IN $known] AS odd WHERE size(odd) > 0 RETURN count(n), collect(n.id + ' ' + odd[0])[..3]",
            known=[*entity.properties, *STATEMENT, *_HIDDEN, *_OF_NODES],
        )
        await look(
            f"{name} whose id is not of that type",
            f"MATCH (n:{name}) WHERE n.id IS NULL OR NOT n.id STARTS WITH $prefix OR NOT n:Entity RETURN count(n), collect(n.id)[..3]",
            prefix=entity.prefix() + "/",
        )
    await look(
        "Evidence with properties that the ontology lacks",
        "MATCH (n:Evidence) WITH n, [k IN keys(n) WHERE NOT k IN $known] AS odd WHERE size(odd) > 0 RETURN count(n), collect(n.id + ' ' + odd[0])[..3]",
        known=[*EVIDENCE, *_HIDDEN],
    )
    for name, relation in RELATIONS.items():
        if name not in there:
            continue
        await look(
            f"{name} without an id, or with properties that the ontology lacks",
            f"MATCH (a)-[r:{name}]->(b) WHERE r.id IS NULL OR any(k IN keys(r) WHERE NOT k IN $known) "
            "RETURN count(r), collect(a.id + ' -> ' + b.id)[..3]",
            known=[*relation.properties, *STATEMENT, *_HIDDEN, *_OF_ENDS],
        )
        await look(
            f"{name} that does not note its ends",
            f"MATCH (a)-[r:{name}]->(b) WHERE r._s IS NULL OR r._s <> a.id OR r._o IS NULL OR r._o <> b.id "
            "RETURN count(r), collect(a.id + ' -> ' + b.id)[..3]",
        )
    return found
