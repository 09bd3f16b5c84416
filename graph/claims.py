"""Applying changes of one dataset's claims to nodes and relationships, one kind at a time.

Reading what is there and writing are separate statements, so that a row is either created or set, and searched for
once. That is safe because every write holds the graph's lock (graph/manifest.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from graph.driver import Row, Transaction
from graph.fold import claims_of, stored
from graph.statements import Claim
from graph.unused import named_by
from schema import EVIDENCE_PREFIX, RELATIONS, entity_type, relation_type

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a dataset now claims of the statement `id`; None where it claims nothing any more."""

    id: str
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Form:
    """How statements of one kind stand in the graph."""

    pattern: str  # finds one
    ends: str  # ids of the entities that may lose their last use with it
    create: str
    delete: str
    change: str = "SET s = row.properties"


# The ids of both ends stand on the relationship too: indexed together (graph/indexes.py), they give the relations of an
# entity in order, a page at a time, however many it has.
_ENDS = "s._s = a.id, s._o = b.id"
# An entity lives while a statement uses it: without claims it keeps its id and type, until it is found unused.
_ENTITY = Form(
    pattern="(s:Entity {id: row.id})",
    ends="[s.id]",
    create="CREATE (s:Entity:$(row.type)) SET s = row.properties",
    delete="SET s = {id: row.id}",
)
_RELATION = Form(
    pattern="(a)-[s:$type {id: row.id}]->(b)",
    ends="[a.id, b.id]",
    create="MATCH (a:Entity {id: row.subject}) MATCH (b:Entity {id: row.object}) "
    f"CREATE (a)-[s:$(row.type)]->(b) SET s = row.properties, {_ENDS}",
    delete="DELETE s",
    change=f"SET s = row.properties, {_ENDS}",
)
_EVIDENCE = Form(
    pattern="(s:Evidence {id: row.id})",
    ends="[s.document]",
    create="MATCH (d:Entity {id: row.properties.document}) CREATE (s:Evidence)-[:FROM]->(d) SET s = row.properties",
    delete="DETACH DELETE s",
)
_RANKS = {"Entity": 0, "Evidence": 2}  # relations are 1
_EXIST = "MERGE (s:Entity {id: row.id}) ON CREATE SET s:$(row.type)"


def kind_of(id_: str) -> str:
    """What tells the form of a statement: `Entity`, `Evidence`, or the type of a relation.

    A type each for entities would do as well, but Neo4j takes a tenth of a second to plan a text that it has not seen.
    """
    relation = relation_type(id_)
    return relation.__name__ if relation else "Evidence" if id_.startswith(f"{EVIDENCE_PREFIX}/") else "Entity"


def form(kind: str) -> Form:
    """The form of statements of a kind."""
    if kind in RELATIONS:
        # A name of the ontology, no one's input: with the type as a parameter Neo4j would use no index.
        return replace(_RELATION, pattern=_RELATION.pattern.replace("$type", kind))
    return _EVIDENCE if kind == "Evidence" else _ENTITY


def in_order(changes: Iterable[Change]) -> list[Change]:
    """The order to apply changes in: what is retracted first, and ends before what needs them."""

    def key(change: Change) -> tuple[bool, int, str]:
        rank = _RANKS.get(kind_of(change.id), 1)
        return (change.claim is not None, rank if change.claim else -rank, change.id)

    return sorted(changes, key=key)


@dataclass(frozen=True, slots=True)
class Applied:
    """What changes did: how each statement fared that is another now, and what may have become unused."""

    done: dict[str, str]  # statement id -> A(dded), C(hanged) or R(emoved), as the graph as a whole has it
    released: set[str]  # ids of entities that may have lost their last use


async def apply_changes(transaction: Transaction, dataset: str, changes: Sequence[Change]) -> Applied:
    """Apply changes of `dataset`, which are `in_order`."""
    applied = Applied({}, set())
    for kind, alike in groupby(changes, lambda change: kind_of(change.id)):
        await _apply(transaction, dataset, form(kind), list(alike), applied)
    return applied


async def _apply(
    transaction: Transaction, dataset: str, this: Form, changes: Sequence[Change], applied: Applied
) -> None:

    async def each(rows: Rows, cypher: str) -> list[Row]:
        return await transaction.run(f"CYPHER 25 UNWIND $rows AS row {cypher}", rows=rows) if rows else []

    asked: Rows = [{"id": change.id} for change in changes]
    found = await each(asked, f"MATCH {this.pattern} RETURN s.id, properties(s), {this.ends}")
    before = {id_: (properties, ends) for id_, properties, ends in found}
    created, changed, gone = Rows(), Rows(), Rows()
    for change in changes:
        was, ends = before.get(change.id, (None, ()))
        claims = {by: claim for by, claim in claims_of(was).items() if by != dataset} if was else {}
        if change.claim is not None:
            claims[dataset] = change.claim
        now = stored(change.id, claims) if claims else {}
        row = {"id": change.id, "properties": now}
        if was is None:
            if change.claim is not None:
                both = {"subject": change.claim.subject, "object": change.claim.object}
                created.append({**row, "type": _type(change.id), **both})
                applied.done[change.id] = "A"
            continue
        (changed if now else gone).append(row)
        if _shown(was) != _shown(now):
            applied.done[change.id] = "R" if not now else "C" if "_by" in was else "A"
        applied.released.update(named_by(change.id, was) - named_by(change.id, now))
        if not now:
            applied.released.update(ends)
    await each(gone, f"MATCH {this.pattern} {this.delete}")
    await each(changed, f"MATCH {this.pattern} {this.change}")
    await each(_ends_of(created), _EXIST)
    await each(created, this.create)


def _shown(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What anybody but the graph itself sees of a statement."""
    return {name: value for name, value in properties.items() if not name.startswith("_")}


def _ends_of(created: Rows) -> Rows:
    """What relations and evidence need: a dataset loaded together with theirs may declare it later."""
    ids = {row["properties"].get("document") or row[end] for row in created for end in ("subject", "object")} - {""}
    return [{"id": id_, "type": _type(id_)} for id_ in sorted(ids)]


def _type(id_: str) -> str | None:
    type_ = relation_type(id_) or entity_type(id_)
    return type_.__name__ if type_ else None
