"""Checks in Cypher, derived from the ontology: what schema/shacl.py says of RDF, said of the graph itself.

pyshacl takes minutes for what Neo4j sees in seconds, so whoever publishes asks these. Each names the constraint component
of SHACL (https://www.w3.org/TR/shacl/#core-components) that fails on the same statement; those that SHACL has no words
for name none. All checks of one kind of statement are one statement in Cypher, so the graph is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from graph.checks_faults import Fault, evidence_faults, of_entity, of_relation
from graph.driver import Database
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Kind, Property, relation_type

_SECONDS = 1800.0  # of ten million statements
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Check:
    """A statement that gives rows of (which of `faults`, how many, ids of some); `parameters` are texts of the ontology.

    `of` is the label or relationship type that it looks at: where the graph has none of these, it need not be asked.
    """

    of: str
    faults: tuple[Fault, ...]
    cypher: str
    parameters: dict[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind of fault that the graph has; `examples` are ids of statements, or say more where an id does not."""

    fault: Fault
    count: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.fault.owner}: {self.fault.what}: {self.count} ({', '.join(self.examples)})"


def checks() -> Iterator[Check]:
    """Those that do not depend on what the graph holds, in a fixed order."""
    for name, entity in ENTITIES.items():
        yield _scan(name, f"(n:{name})", of_entity(entity))
    for name, relation in RELATIONS.items():
        yield _scan(name, f"(a)-[n:{name}]->(b)", of_relation(relation))
    yield _scan("Evidence", "(n:Evidence)", evidence_faults())
    yield from _references()


async def run(database: Database) -> list[Finding]:
    """Everything that the graph breaks; empty where it is as the ontology wants it. Raises DatabaseError."""
    found: list[Finding] = []
    there = await kinds(database)
    for check in [*(check for check in checks() if check.of in there), *await _supported(database)]:
        for index, count, examples in await database.read(check.cypher, check.parameters, timeout=_SECONDS):
            if count:
                found.append(Finding(check.faults[index], count, tuple(map(str, examples))))
    return found


async def kinds(database: Database) -> set[str]:
    """The labels and relationship types that the graph has any of: to plan a statement takes longer than to find nothing."""
    [[labels]] = await database.read(_LABELS, timeout=_SECONDS)
    [[types]] = await database.read(_TYPES, timeout=_SECONDS)
    return {*labels, *types}


_LABELS = "CYPHER 25 CALL db.labels() YIELD label RETURN collect(label)"
_TYPES = "CYPHER 25 CALL db.relationshipTypes() YIELD relationshipType AS type RETURN collect(type)"


def _scan(of: str, pattern: str, faults: Sequence[Fault]) -> Check:
    cases = ", ".join(f"CASE WHEN {fault.condition} THEN {index} END" for index, fault in enumerate(faults))
    cypher = (
        f"CYPHER 25 MATCH {pattern} WITH n, [i IN [{cases}] WHERE i IS NOT NULL] AS found WHERE size(found) > 0 "
        f"UNWIND found AS fault WITH fault, n ORDER BY n.id RETURN fault, count(n), collect(coalesce(n.id, elementId(n)))[..{EXAMPLES}] "
        "ORDER BY fault"
    )
    given = {name: value for fault in faults for name, value in fault.parameters.items()}
    return Check(of, tuple(faults), cypher, given)


def _references() -> Iterator[Check]:
    """Ids in properties, which nothing in Neo4j keeps from naming what is not there: each distinct one is looked up."""
    relations = "|".join(RELATIONS)
    for owner, pattern in (("Entity", "(n:Entity)"), ("Relation", f"()-[n:{relations}]->()")):
        yield _reference("Entity", owner, pattern, STATEMENT["sources"])
    owners: list[tuple[str, str, Iterable[Property]]] = [("Evidence", "(n:Evidence)", EVIDENCE.values())]
    owners += [(name, f"(n:{name})", entity.own.values()) for name, entity in ENTITIES.items()]
    owners += [(name, f"()-[n:{name}]->()", relation.properties.values()) for name, relation in RELATIONS.items()]
    for owner, pattern, properties in owners:
        for prop in properties:
            if prop.kind in {Kind.ENTITY, Kind.ENTITIES}:
                yield _reference(owner, owner, pattern, prop)


def _reference(of: str, owner: str, pattern: str, prop: Property) -> Check:
    label = "Document" if prop.name in {"sources", "document"} else "Entity"
    component = "Class" if label == "Document" else ""  # of other ids the shapes only know how they are spelled
    fault = Fault(owner, prop.name, component, f"{prop.name} names no {label} that there is")
    return _named(of, fault, pattern, prop.name, f"(:{label} {{id: named}})")


async def _supported(database: Database) -> list[Check]:
    """Whether evidence is for a statement that there is, for each kind of statement that some is for."""
    found = []
    for (prefix,) in await database.read(_PREFIXES, timeout=_SECONDS):
        relation = relation_type(f"{prefix}/")
        target = f"()-[:{relation.__name__} {{id: named}}]->()" if relation else "(:Entity {id: named})"
        fault = Fault("Evidence", "statement", "", "statement names none that there is")
        found.append(_named("Evidence", fault, "(n:Evidence)", "statement", target, {"prefix": f"{prefix}/"}))
    return found


_PREFIXES = """CYPHER 25
MATCH (n:Evidence) WHERE n.statement IS :: STRING NOT NULL
RETURN DISTINCT split(n.statement, '/')[0] AS prefix ORDER BY prefix"""


def _named(
    of: str, fault: Fault, pattern: str, name: str, target: str, parameters: Mapping[str, object] = MappingProxyType({})
) -> Check:
    where = f"WHERE n.{name} STARTS WITH $prefix " if parameters else ""
    cypher = (
        f"CYPHER 25 MATCH {pattern} {where}UNWIND n.{name} AS named WITH named, count(n) AS uses, min(n.id) AS example "
        f"WHERE NOT EXISTS {{ {target} }} WITH named, uses, example ORDER BY example, named "
        f"RETURN 0, sum(uses), collect(example + ' names ' + toString(named))[..{EXAMPLES}]"
    )
    return Check(of, (fault,), cypher, dict(parameters))
