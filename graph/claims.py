"""Applying changes of one dataset's claims to nodes and relationships, in batches of one type each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.driver import Transaction
from graph.fold import declared_properties, stored
from graph.statements import Claim
from schema import EVIDENCE_PREFIX, entity_type, relation_type


@dataclass(frozen=True, slots=True)
class Change:
    """What a dataset now claims of the statement `id`; None where it claims nothing any more."""

    id: str
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class _Form:
    """How statements of one type stand in the graph: the pattern that finds one by id, and how to write and delete it."""

    find: str
    write: str
    delete: str


def _entity_form(label: str) -> _Form:
    return _Form(
        find="MATCH (s:Entity {id: id})",
        write=f"MERGE (s:Entity {{id: row.id}}) SET s:{label}, s = row.properties",
        # An entity lives while a statement uses it: without claims it keeps only its id, until its last relation goes.
        delete="MATCH (s:Entity {id: id}) SET s = {id: id, _by: []}",
    )


def _relation_form(type_: str) -> _Form:
    return _Form(
        find=f"MATCH ()-[s:{type_} {{id: id}}]->()",
        # An end that a dataset loaded together with this one declares may come later: it is there already, without a name.
        write="MERGE (a:Entity {id: row.subject}) MERGE (b:Entity {id: row.object}) "
        f"MERGE (a)-[s:{type_} {{id: row.id}}]->(b) SET s = row.properties",
        delete=f"MATCH ()-[s:{type_} {{id: id}}]->() DELETE s",
    )


_EVIDENCE_FORM = _Form(
    find="MATCH (s:Evidence {id: id})",
    write="MERGE (d:Entity {id: row.properties.document}) MERGE (s:Evidence {id: row.id}) SET s = row.properties MERGE (s)-[:FROM]->(d)",
    delete="MATCH (s:Evidence {id: id}) DETACH DELETE s",
)
_USED = """CYPHER 25
UNWIND $ids AS id
MATCH (s:Entity {id: id})
WHERE coalesce(size(s._by), 0) = 0 AND NOT EXISTS { (s)--() }
DELETE s"""
_ENDS = """CYPHER 25
UNWIND $ids AS id
MATCH (a)-[s:$type {id: id}]->(b)
RETURN a.id, b.id"""


async def apply_changes(transaction: Transaction, dataset: str, changes: Sequence[Change]) -> None:
    """Apply the changes of `dataset`: entities before relations before evidence, retractions the other way round."""
    written: dict[str, list[Change]] = defaultdict(list)
    retracted: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        (retracted if change.claim is None else written)[change.id.partition("/")[0]].append(change)
    orphans: set[str] = set()
    for prefix in sorted(retracted, key=_rank, reverse=True):
        orphans |= await _apply(transaction, dataset, prefix, retracted[prefix])
    for prefix in sorted(written, key=_rank):
        await _apply(transaction, dataset, prefix, written[prefix])
    if orphans:
        await transaction.run(_USED, ids=sorted(orphans))


def in_order(changes: Iterable[Change]) -> list[Change]:
    """The order in which changes can be applied in batches: what is retracted first, and ends before what needs them."""

    def key(change: Change) -> tuple[bool, int, str, str]:
        rank, prefix = _rank(change.id.partition("/")[0])
        return (change.claim is not None, rank if change.claim else -rank, prefix, change.id)

    return sorted(changes, key=key)


def _rank(prefix: str) -> tuple[int, str]:
    if prefix == EVIDENCE_PREFIX:
        return (3, prefix)
    if relation_type(prefix):
        return (2, prefix)
    return (0 if prefix == "document" else 1, prefix)


def _form(prefix: str) -> tuple[_Form, str | None]:
    if prefix == EVIDENCE_PREFIX:
        return _EVIDENCE_FORM, None
    if relation := relation_type(prefix):
        return _relation_form(relation.__name__), relation.__name__
    entity = entity_type(prefix)
    assert entity is not None, prefix
    return _entity_form(entity.__name__), None


async def _apply(transaction: Transaction, dataset: str, prefix: str, changes: Sequence[Change]) -> set[str]:
    """Apply changes to statements of one type; gives the ids of entities that may have lost their last use."""
    form, relation = _form(prefix)
    ids = [change.id for change in changes]
    found = await transaction.run(f"CYPHER 25 UNWIND $ids AS id {form.find} RETURN s.id, properties(s)", ids=ids)
    before = {id_: claims_of(properties) for id_, properties in found}
    rows: list[dict[str, Any]] = []
    gone: list[str] = []
    for change in changes:
        claims = {by: claim for by, claim in before.get(change.id, {}).items() if by != dataset}
        if change.claim is not None:
            claims[dataset] = change.claim
        if claims:
            ends = {"subject": change.claim.subject, "object": change.claim.object} if change.claim else {}
            rows.append({"id": change.id, "properties": {**stored(change.id, claims), **_internal(claims)}, **ends})
        elif change.id in before:
            gone.append(change.id)
    orphans: set[str] = set()
    if gone:
        if relation:
            for ends_ in await transaction.run(_ENDS.replace("$type", relation), ids=gone):
                orphans.update(ends_)
        elif prefix == EVIDENCE_PREFIX:
            orphans.update(properties["document"] for _, properties in found)
        else:
            orphans.update(gone)
        await transaction.run(f"CYPHER 25 UNWIND $ids AS id {form.delete}", ids=gone)
    still = [row for row in rows if relation and "subject" not in row]
    if still:
        await transaction.run(f"CYPHER 25 UNWIND $rows AS row WITH row, row.id AS id {form.find} SET s = row.properties", rows=still)
    if fresh := [row for row in rows if not relation or "subject" in row]:
        await transaction.run(f"CYPHER 25 UNWIND $rows AS row {form.write}", rows=fresh)
    return orphans


def _internal(claims: Mapping[str, Claim]) -> dict[str, list[str]]:
    """Who says it, and, where that is more than one, what each says."""
    by = sorted(claims)
    if len(by) == 1:
        return {"_by": by}
    return {"_by": by, "_claims": [json.dumps([claims[d].properties, claims[d].sources], ensure_ascii=False, sort_keys=True) for d in by]}


def claims_of(properties: Mapping[str, Any]) -> dict[str, Claim]:
    """The claims behind a stored statement: the other way round from `stored` and `_internal`."""
    by: Iterable[str] = properties.get("_by") or ()
    id_ = properties["id"]
    if "_claims" in properties:
        said = (json.loads(text) for text in properties["_claims"])
        return {d: Claim(id_, values, tuple(sources)) for d, (values, sources) in zip(by, said, strict=True)}
    known = declared_properties(id_)
    values = {name: value for name, value in properties.items() if name in known and name != "sources"}
    return {d: Claim(id_, values, tuple(properties.get("sources", ()))) for d in by}
