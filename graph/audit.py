"""What in the graph does not follow the ontology: edits by hand, and whatever else the constraints cannot forbid."""

from __future__ import annotations

from graph.driver import Database
from schema import ENTITIES, RELATIONS, STATEMENT

_HIDDEN = ["id", "_by", "_claims"]
_OF_NODES, _OF_ENDS = ["_names", "_pinyin"], ["_s", "_o"]
_OTHER = ("Evidence", "Dataset", "Manifest", "Graph", "Change")


async def audit(database: Database) -> list[str]:
    """A line for every kind of fault found, with how many and an example."""
    found: list[str] = []

    async def look(message: str, cypher: str, **parameters: object) -> None:
        rows = await database.read(f"CYPHER 25 {cypher}", parameters, timeout=300)
        found.extend(f"{message}: {count} ({', '.join(map(str, examples))})" for count, examples in rows if count)

    labels = [*ENTITIES, "Entity", *_OTHER]
    await look(
        "nodes with a label that the ontology lacks",
        "MATCH (n) WHERE any(l IN labels(n) WHERE NOT l IN $labels) RETURN count(n), collect(labels(n))[..3]",
        labels=labels,
    )
    await look(
        "nodes without a label", "MATCH (n) WHERE size(labels(n)) = 0 RETURN count(n), collect(elementId(n))[..3]"
    )
    await look(
        "relationships of a type that the ontology lacks",
        "MATCH ()-[r]->() WHERE NOT type(r) IN $types RETURN count(r), collect(DISTINCT type(r))[..3]",
        types=[*RELATIONS, "FROM", "HAS"],
    )
    await look(
        "entities that nothing declares", "MATCH (n:Entity) WHERE n.status IS NULL RETURN count(n), collect(n.id)[..3]"
    )
    for name, entity in ENTITIES.items():
        known = [*entity.properties, *STATEMENT, *_HIDDEN, *_OF_NODES]
        await look(
            f"{name} with properties that the ontology lacks",
            f"MATCH (n:{name}) WITH n, [k IN keys(n) WHERE NOT k IN $known] AS odd WHERE size(odd) > 0 RETURN count(n), collect(n.id + ' ' + odd[0])[..3]",
            known=known,
        )
        await look(
            f"{name} whose id is not of that type",
            f"MATCH (n:{name}) WHERE n.id IS NULL OR NOT n.id STARTS WITH $prefix RETURN count(n), collect(n.id)[..3]",
            prefix=entity.prefix() + "/",
        )
        for prop in entity.own.values():
            if prop.required:
                await look(
                    f"{name} without {prop.name}",
                    f"MATCH (n:{name}) WHERE n.status IS NOT NULL AND n.{prop.name} IS NULL RETURN count(n), collect(n.id)[..3]",
                )
    for name, relation in RELATIONS.items():
        ends = [[s.__name__, o.__name__] for subjects, objects in relation.ends for s in subjects for o in objects]
        await look(
            f"{name} between types it does not join",
            f"MATCH (a)-[r:{name}]->(b) WHERE none(e IN $ends WHERE e[0] IN labels(a) AND e[1] IN labels(b)) RETURN count(r), collect(a.id + ' -> ' + b.id)[..3]",
            ends=ends,
        )
        await look(
            f"{name} without a source, an id, or with properties that the ontology lacks",
            f"MATCH (a)-[r:{name}]->(b) WHERE r.id IS NULL OR coalesce(size(r.sources), 0) = 0 OR any(k IN keys(r) WHERE NOT k IN $known) "
            "RETURN count(r), collect(a.id + ' -> ' + b.id)[..3]",
            known=[*relation.properties, *STATEMENT, *_HIDDEN, *_OF_ENDS],
        )
        await look(
            f"{name} that does not note its ends",
            f"MATCH (a)-[r:{name}]->(b) WHERE r._s IS NULL OR r._s <> a.id OR r._o IS NULL OR r._o <> b.id "
            "RETURN count(r), collect(a.id + ' -> ' + b.id)[..3]",
        )
    return found
