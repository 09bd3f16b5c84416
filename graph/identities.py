"""What documents said in their own names, who was found to be who, and which ids answer as another, as the graph keeps them.

(:Dataset)-[:HAS]->(:Reading {id, origin, properties, said})     one per ingested document, its JSON in two properties
(:Record {id, document, entity, type, names, known, ...})        one per entity that a document speaks of
(:Judgement {id, left, right, verdict, by, score, reasons, at})  same, different, unsure; of statements: right, wrong
(:Merged {id, into})                                             an id that was an entity's, and the entity it is now
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson

from graph.driver import Database, Transaction
from graph.fold import claims_of
from graph.manifest import raise_version
from graph.names import names_of
from graph.records import DocumentDataset, Reading, Record, Said, is_document
from graph.resolution import Judgement, Owned, id_of_type
from graph.statements import Claim

MERGED = "CYPHER 25 MATCH (m:Merged) RETURN m.id, m.into ORDER BY m.id"
_DECIDED = "CYPHER 25 MATCH (m:Merged) WHERE m.by IS NULL RETURN m.id, m.into ORDER BY m.id"
_SUCCESSORS = "CYPHER 25 UNWIND $ids AS id MATCH (m:Merged {id: id}) RETURN m.id, m.into"
_BATCH = 1_000
_OWNED = """CYPHER 25
MATCH (n:Entity) WHERE any(by IN n._by WHERE NOT by STARTS WITH 'document/') AND NOT n:Document
RETURN properties(n)"""
# What tells persons, agreements, pilots and figures apart, and places of the same name.
_TIES = """CYPHER 25
MATCH ()-[r:PART_OF|LOCATED_IN|HOLDS_POST|SIGNED|MEASURES|SETS|ATTENDED|ESTABLISHES|OPERATES|LEADS|STRENGTHENS|UNDER|ISSUED_BY|CONCERNS]->()
WHERE any(by IN r._by WHERE NOT by STARTS WITH 'document/')
RETURN r._s, type(r), r._o"""
_RECORDS = "CYPHER 25 MATCH (r:Record) RETURN properties(r) ORDER BY r.document, r.id"
_READINGS = """CYPHER 25
MATCH (:Dataset {id: $document})-[:HAS]->(r:Reading)
RETURN r.origin, r.properties, r.said, COLLECT { MATCH (s:Record {document: $document}) RETURN properties(s) ORDER BY s.id }"""
_JUDGEMENTS = "CYPHER 25 MATCH (j:Judgement) RETURN properties(j) ORDER BY j.id"
_KEEP = """CYPHER 25
MATCH (d:Dataset {id: $document})
CREATE (d)-[:HAS]->(:Reading {id: $document, origin: $origin, properties: $properties, said: $said})
WITH 1 AS one UNWIND $records AS record CREATE (r:Record) SET r = record"""
_DROP_RECORDS = "CYPHER 25 MATCH (r:Record {document: $document}) DELETE r"
_DROP_READING = "CYPHER 25 MATCH (:Dataset {id: $document})-[:HAS]->(r:Reading) DETACH DELETE r"
_FORGET = {
    "Judgement": "CYPHER 25 UNWIND $ids AS id MATCH (n:Judgement {id: id}) DELETE n",
    "Merged": "CYPHER 25 UNWIND $ids AS id MATCH (n:Merged {id: id}) DELETE n",
}
_NOTE = {
    "Judgement": "CYPHER 25 UNWIND $rows AS row MERGE (n:Judgement {id: row.id}) SET n = row",
    "Merged": "CYPHER 25 UNWIND $rows AS row MERGE (n:Merged {id: row.id}) SET n = row",
}


async def successor(database: Database, id_: str) -> str | None:
    """The entity that the merged entity `id_` became; None where it was not merged. It is never merged itself."""
    return (await successors(database, [id_])).get(id_)


async def successors(database: Database, ids: Sequence[str]) -> dict[str, str]:
    """The entities that those of the ids that were merged became."""
    return {str(id_): str(into) for id_, into in await database.read(_SUCCESSORS, {"ids": list(ids)})}


async def merged(database: Database) -> dict[str, str]:
    """Every id that answers as another because of what was decided here, and as which; not those that a dataset brought."""
    return {str(id_): str(into) for id_, into in await database.read(_DECIDED, timeout=300)}


async def any_reading(database: Database) -> bool:
    """Whether a document was ever ingested, or an identity judged: otherwise identities need no thought."""
    return bool(await database.read("CYPHER 25 MATCH (r:Reading|Judgement|Merged) RETURN 1 LIMIT 1", timeout=300))


async def records(database: Database) -> dict[str, tuple[Record, str]]:
    """Every record by its id, and the entity that its statements now speak of; the earliest document first."""
    rows = await database.read(_RECORDS, timeout=300)
    return {row["id"]: (_record(row), row["entity"]) for (row,) in rows}


async def reading(database: Database, document: str) -> Reading | None:
    """What a document said when it was ingested last; None where it was not."""
    rows = await database.read(_READINGS, {"document": document}, timeout=300)
    if not rows:
        return None
    origin, properties, said, found = rows[0]
    relations = tuple(Said(**one) for one in orjson.loads(said))
    return Reading(document, origin, orjson.loads(properties), tuple(map(_record, found)), relations)


async def judgements(database: Database) -> dict[str, Judgement]:
    """Every judgement by its id, persons' and rules'."""
    rows = await database.read(_JUDGEMENTS, timeout=300)
    return {row.pop("id"): Judgement(**{**row, "reasons": tuple(row["reasons"])}) for (row,) in rows}


async def owned(database: Database) -> tuple[list[Owned], list[Claim]]:
    """The entities that datasets declare, as they alone say, and these claims with their ties: for comparing, for reading."""
    ties = await database.read(_TIES, timeout=300)
    links: dict[str, set[str]] = {}
    for subject, type_, object_ in ties:
        links.setdefault(subject, set()).add(f"{type_}>{object_}")
        links.setdefault(object_, set()).add(f"{type_}<{subject}")
    found, said = [], []
    for (properties,) in await database.read(_OWNED, timeout=300):
        claims = [claim for by, claim in claims_of(properties).items() if not is_document(by)]
        id_ = properties["id"]
        together: dict[str, object] = {}
        names: dict[str, None] = {}
        for claim in claims:
            together |= claim.properties
            names |= dict.fromkeys(names_of(claim.properties))
        found.append(Owned(id_, id_of_type(id_), tuple(names), frozenset(links.get(id_, ())), together))
        said += claims
    said += [Claim(f"{type_.lower().replace('_', '-')}/", {}, (), subject, object_) for subject, type_, object_ in ties]
    return found, said


def judgement_id(left: str, right: str) -> str:
    """The id of the judgement of two ids, in either order; or of one statement, where `right` is empty."""
    said = "\n".join(sorted((left, right)))
    return f"judgement/{hashlib.blake2b(said.encode(), digest_size=10).hexdigest()}"


async def note(
    database: Database,
    *,
    judged: Collection[Judgement] = (),
    merged: Mapping[str, str] | None = None,
    forget: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write judgements and merged ids, and forget others (ids by label), in one transaction that raises the version."""
    rows = {
        "Judgement": [
            {
                "id": judgement_id(one.left, one.right),
                **{name: getattr(one, name) for name in ("left", "right", "verdict", "by", "score", "at")},
                "reasons": list(one.reasons),
            }
            for one in judged
        ],
        "Merged": [{"id": id_, "into": into} for id_, into in sorted((merged or {}).items())],
    }
    gone = {label: sorted(ids) for label, ids in (forget or {}).items() if ids}
    if not gone and not any(rows.values()):
        return

    async def work(transaction: Transaction) -> None:
        await raise_version(transaction)
        for label, ids in gone.items():
            await transaction.run(_FORGET[label], ids=ids)
        for label, some in rows.items():
            for start in range(0, len(some), _BATCH):
                await transaction.run(_NOTE[label], rows=some[start : start + _BATCH])

    await database.write(work)


async def keep(transaction: Transaction, dataset: DocumentDataset) -> None:
    """Keep the reading that a document's claims were made of, in place of an earlier one."""
    await drop(transaction, dataset.id)
    read = dataset.reading
    await transaction.run(
        _KEEP,
        document=dataset.id,
        origin=read.origin,
        properties=_json(read.properties),
        said=_json([_plain(one) for one in read.said]),
        records=[_row(record, dataset.entity[record.id]) for record in read.records],
    )


async def drop(transaction: Transaction, document: str) -> None:
    """Forget what a document said. Judgements of it stay: it may come again."""
    await transaction.run(_DROP_RECORDS, document=document)
    await transaction.run(_DROP_READING, document=document)


def _row(record: Record, entity: str) -> dict[str, Any]:
    row = _plain(record)
    return {
        **row,
        "entity": entity,
        "named": record.entity,
        "properties": _json(record.properties),
        "quote": _json(record.quote),
    }


def _record(row: Mapping[str, Any]) -> Record:
    given: dict[str, Any] = {name: row[name] for name in ("id", "document", "type")}
    given |= {name: tuple(row[name]) for name in ("names", "known", "links")}
    return Record(
        **given, entity=row["named"], properties=orjson.loads(row["properties"]), quote=orjson.loads(row["quote"])
    )


def _plain(one: Record | Said) -> dict[str, Any]:
    names = one.__dataclass_fields__
    return {name: list(v) if isinstance(v := getattr(one, name), tuple) else v for name in names}


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
