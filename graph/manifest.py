"""What a dataset said when it was loaded last: `(:Dataset)-[:HAS]->(:Manifest {ids, digests, pending})`; and what each write
did: `(:Change {version, part, at, dataset, ids, kinds})`.

A load compares it with what the dataset says now, and so reads lists instead of the graph. While a load goes on in
several transactions, the statements that it touches are noted as pending, so that a load broken off is taken up by the
next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from graph.driver import Database, Transaction
from schema.dates import now

T = TypeVar("T")

_PART = 5_000  # ids in a node: some 200 kB

# The lock comes before the version is read: two writers must not read the same one.
_LOCK = """CYPHER 25
MERGE (g:Graph {id: 'graph'}) ON CREATE SET g.version = 0
SET g.locked = true
WITH g
SET g.version = g.version + 1
REMOVE g.locked
RETURN g.version"""
_HEAD = "CYPHER 25 MATCH (d:Dataset {id: $dataset}) RETURN d.version, d.digest"
_PARTS = "CYPHER 25 MATCH (:Dataset {id: $dataset})-[:HAS]->(m:Manifest) RETURN m.ids, m.digests, m.pending"
_DESCRIBE = "CYPHER 25 MERGE (d:Dataset {id: $dataset}) SET d += $properties"
_ADD = """CYPHER 25
MATCH (d:Dataset {id: $dataset})
CREATE (d)-[:HAS]->(:Manifest {ids: $ids, digests: $digests, pending: $pending})"""
_CLEAR = """CYPHER 25
MATCH (:Dataset {id: $dataset})-[:HAS]->(m:Manifest)
WHERE m.pending OR $all
DETACH DELETE m"""
# Merged ids that a dataset brings with it (an export does) know whose they are; those found here have no `by`.
_UNMERGE = "CYPHER 25 MATCH (m:Merged {by: $dataset}) DELETE m"
_MERGE = "CYPHER 25 UNWIND $rows AS row MERGE (m:Merged {id: row.id}) ON CREATE SET m = row"
_DROP = "CYPHER 25 MATCH (d:Dataset {id: $dataset}) DELETE d"
UNFINISHED = "CYPHER 25 MATCH (d:Dataset) WHERE d.unfinished RETURN d.id ORDER BY d.id"
LOADED = "CYPHER 25 MATCH (d:Dataset) RETURN d.id ORDER BY d.id"


class SupersededError(Exception):
    """The dataset was written by another process since its head was read."""


class Head(NamedTuple):
    """The state of a dataset in the graph."""

    version: int = 0  # of the graph when the dataset was last written; 0 where it never was
    digest: str = ""  # of what it said; empty where a load was begun and not finished


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the dataset said at the end of its last load, and what a load broken off may have written since."""

    said: Mapping[str, str]  # statement id -> digest of the claim
    pending: frozenset[str]


async def head(database: Database, dataset: str) -> Head:
    """Where the dataset stands."""
    rows = await database.read(_HEAD, {"dataset": dataset}, timeout=300)
    return Head(*rows[0]) if rows else Head()


async def read(database: Database, dataset: str) -> Manifest:
    """The dataset's manifest; it is that of a `head` read before if `hold` agrees."""
    said: dict[str, str] = {}
    pending: set[str] = set()
    for ids, digests, is_pending in await database.read(_PARTS, {"dataset": dataset}, timeout=300):
        if is_pending:
            pending.update(ids)
        else:
            said.update(zip(ids, digests, strict=True))
    return Manifest(said, frozenset(pending))


async def hold(transaction: Transaction, dataset: str, version: int) -> int:
    """Keep other writers out until the transaction ends; gives the version that the graph has after it.

    Raises SupersededError where `version` is not the dataset's any more.
    """
    after = await raise_version(transaction)
    rows = await transaction.run(_HEAD, dataset=dataset)
    if (Head(*rows[0]) if rows else Head()).version != version:
        raise SupersededError(dataset)
    return after


async def raise_version(transaction: Transaction) -> int:
    """Keep other writers out until the transaction ends; gives the version that the graph has after it."""
    [[after]] = await transaction.run(_LOCK)
    return int(after)


async def begin(transaction: Transaction, dataset: str, version: int, pending: Sequence[str]) -> None:
    """Note that the pending statements are about to be written in several transactions."""
    properties = {"version": version, "digest": "", "unfinished": True}
    await transaction.run(_DESCRIBE, dataset=dataset, properties=properties)
    await transaction.run(_CLEAR, dataset=dataset, all=False)
    for part in batches(pending, _PART):
        await transaction.run(_ADD, dataset=dataset, ids=part, digests=[], pending=True)


async def finish(
    transaction: Transaction, dataset: str, version: int, description: Mapping[str, object], said: Mapping[str, str]
) -> None:
    """Note what the dataset says now that everything is written; `description` has its digest among the rest."""
    properties = {**description, "version": version, "unfinished": False}
    await transaction.run(_DESCRIBE, dataset=dataset, properties=properties)
    await transaction.run(_CLEAR, dataset=dataset, all=True)
    for part in batches(sorted(said), _PART):
        digests = [said[id_] for id_ in part]
        await transaction.run(_ADD, dataset=dataset, ids=part, digests=digests, pending=False)


async def note(transaction: Transaction, dataset: str, version: int, part: int, done: Mapping[str, str]) -> None:
    """Note what a write did to which statements, for those who follow the graph: `done` is Applied.done.

    A version's parts are numbered from 0. One node holds some thousand ids, so that the notes of a million statements are
    two hundred nodes.
    """
    if done:
        kinds = "".join(done.values())
        properties = {"version": version, "part": part, "at": now(), "dataset": dataset, "ids": [*done], "kinds": kinds}
        await transaction.run("CYPHER 25 CREATE (c:Change) SET c = $properties", properties=properties)


async def merge(transaction: Transaction, dataset: str, merged: Mapping[str, str]) -> None:
    """Make the ids that answer as others because `dataset` says so these, and no other ones."""
    await transaction.run(_UNMERGE, dataset=dataset)
    rows = [{"id": id_, "into": into, "by": dataset} for id_, into in sorted(merged.items())]
    for part in batches(rows, _PART):
        await transaction.run(_MERGE, rows=part)


async def drop(transaction: Transaction, dataset: str) -> None:
    """Forget the dataset."""
    await merge(transaction, dataset, {})
    await transaction.run(_CLEAR, dataset=dataset, all=True)
    await transaction.run(_DROP, dataset=dataset)


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in slices of at most this size."""
    return (items[start : start + size] for start in range(0, len(items), size))
