"""Writing datasets: what differs from the last load of the same dataset is added, changed or retracted; nothing else.

What a dataset said last is kept in the graph as its manifest, `(:Dataset)-[:HAS]->(:Manifest {ids, digests})`, so that
loading it again reads one list instead of the graph. A node or relationship knows the datasets that speak of it (`_by`),
and, only where that is more than one, what each says (`_claims`).

Up to TRANSACTION_ROWS changes are one transaction. Beyond that the changes go in batches; the ids under way are noted first
(`pending`), so that a load broken off is taken up by the next one, and `unfinished` tells until then.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.claims import Change, apply_changes, in_order
from graph.driver import Database, Transaction
from graph.statements import Dataset

TRANSACTION_ROWS = 100_000
BATCH = 5_000

T = TypeVar("T")
Progress = Callable[[int], None]

_LOCK = """CYPHER 25
MERGE (g:Graph {id: 'graph'})
  ON CREATE SET g.version = 0, g.key = $key
SET g.locked = true
REMOVE g.locked
RETURN g.version"""
_MANIFEST = """CYPHER 25
MATCH (d:Dataset {id: $dataset})-[:HAS]->(m:Manifest)
RETURN m.ids, m.digests, m.pending"""
_DIGEST = "CYPHER 25 MATCH (d:Dataset {id: $dataset}) WHERE NOT d.unfinished RETURN d.digest"
_FORGET = "CYPHER 25 MATCH (:Dataset {id: $dataset})-[:HAS]->(m:Manifest) DETACH DELETE m"
_REMEMBER = """CYPHER 25
MERGE (d:Dataset {id: $dataset.id})
SET d = $dataset
WITH d
UNWIND $manifest AS part
CREATE (d)-[:HAS]->(:Manifest {ids: part.ids, digests: part.digests, pending: part.pending})"""
_DROP = "CYPHER 25 MATCH (d:Dataset {id: $dataset}) DETACH DELETE d"
_BUMP = "CYPHER 25 MATCH (g:Graph {id: 'graph'}) SET g.version = g.version + 1"
UNFINISHED = "CYPHER 25 MATCH (d:Dataset) WHERE d.unfinished RETURN d.id ORDER BY d.id"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a load did, in statements."""

    dataset: str
    added: int = 0
    changed: int = 0
    retracted: int = 0
    unchanged: int = 0


async def compare(database: Database, dataset: Dataset) -> Summary:
    """What `load` would do."""
    if await database.read(_DIGEST, {"dataset": dataset.id}) == [[dataset.digest()]]:
        return Summary(dataset.id, unchanged=len(dataset.claims))
    return _difference(dataset, await _remembered(database, dataset.id))[0]


async def load(database: Database, dataset: Dataset, progress: Progress = lambda _: None) -> Summary:
    """Make the graph say what `dataset` says, no more and no less of it.

    `progress` is told how many statements were done since it was told last. The dataset must have been checked
    (loaders/check.py); raises DatabaseError where Neo4j refuses.
    """
    digest = dataset.digest()
    if await database.read(_DIGEST, {"dataset": dataset.id}) == [[digest]]:
        return Summary(dataset.id, unchanged=len(dataset.claims))
    before = await _remembered(database, dataset.id)
    summary, changes, digests = _difference(dataset, before)
    node = {"id": dataset.id, "title": dataset.title, "licence": dataset.licence, "publisher": dataset.publisher}
    done = {**node, "digest": digest, "unfinished": False}
    if len(changes) <= TRANSACTION_ROWS:
        await _in_one(database, dataset.id, changes, done, digests, progress)
    else:
        await _in_batches(database, dataset.id, changes, {**node, "digest": "", "unfinished": True}, done, before, digests, progress)
    return summary


def _difference(dataset: Dataset, before: Mapping[str, str]) -> tuple[Summary, list[Change], dict[str, str]]:
    digests = {id_: claim.digest() for id_, claim in dataset.claims.items()}
    changed = [id_ for id_, digest in digests.items() if before.get(id_) != digest]
    retracted = before.keys() - digests.keys()
    changes = in_order([*(Change(id_, dataset.claims[id_]) for id_ in changed), *(Change(id_, None) for id_ in retracted)])
    added = sum(id_ not in before for id_ in changed)
    return Summary(dataset.id, added, len(changed) - added, len(retracted), len(digests) - len(changed)), changes, digests


async def retract(database: Database, dataset: str) -> Summary:
    """Take everything out of the graph that only `dataset` says."""
    before = await _remembered(database, dataset)
    changes = in_order(Change(id_, None) for id_ in before)
    for part in _batches(changes, TRANSACTION_ROWS):
        await _in_one(database, dataset, part, None, {}, lambda _: None)
    return Summary(dataset, retracted=len(changes))


async def unfinished(database: Database) -> list[str]:
    """Ids of datasets whose load was begun and not finished."""
    return [row[0] for row in await database.read(UNFINISHED)]


async def _remembered(database: Database, dataset: str) -> dict[str, str]:
    """Statement id -> digest of what the dataset said last; an empty digest where a broken-off load may have written it."""
    said: dict[str, str] = {}
    under_way: set[str] = set()
    for ids, digests, pending in await database.read(_MANIFEST, {"dataset": dataset}, timeout=300):
        if pending:
            under_way.update(ids)
        else:
            said.update(zip(ids, digests, strict=True))
    return said | dict.fromkeys(under_way, "")


async def _in_one(
    database: Database, dataset: str, changes: Sequence[Change], done: Mapping[str, object] | None, digests: Mapping[str, str], progress: Progress
) -> None:
    reported = 0

    async def work(transaction: Transaction) -> None:
        nonlocal reported
        await transaction.run(_LOCK, key=uuid.uuid4().hex)
        progress(-reported)  # a retried transaction begins again
        reported = 0
        for batch in _batches(changes, BATCH):
            await apply_changes(transaction, dataset, batch)
            progress(len(batch))
            reported += len(batch)
        await _remember(transaction, dataset, done, digests.items())

    await database.write(work)


async def _in_batches(
    database: Database,
    dataset: str,
    changes: Sequence[Change],
    begun: Mapping[str, object],
    done: Mapping[str, object],
    before: Mapping[str, str],
    digests: Mapping[str, str],
    progress: Progress,
) -> None:
    async def begin(transaction: Transaction) -> None:
        await transaction.run(_LOCK, key=uuid.uuid4().hex)
        await _remember(transaction, dataset, begun, before.items(), pending=[change.id for change in changes])

    await database.write(begin)
    for batch in _batches(changes, BATCH):

        async def step(transaction: Transaction, batch: Sequence[Change] = batch) -> None:
            await transaction.run(_LOCK, key=uuid.uuid4().hex)
            await apply_changes(transaction, dataset, batch)
            await transaction.run(_BUMP)

        await database.write(step)
        progress(len(batch))

    async def finish(transaction: Transaction) -> None:
        await transaction.run(_LOCK, key=uuid.uuid4().hex)
        await _remember(transaction, dataset, done, digests.items())

    await database.write(finish)


async def _remember(
    transaction: Transaction, dataset: str, node: Mapping[str, object] | None, said: Iterable[tuple[str, str]], pending: Sequence[str] = ()
) -> None:
    await transaction.run(_FORGET, dataset=dataset)
    if node is None:
        await transaction.run(_DROP, dataset=dataset)
    else:
        pairs = sorted(said)
        parts: list[dict[str, object]] = [
            {"ids": [id_ for id_, _ in part], "digests": [digest for _, digest in part], "pending": False} for part in _batches(pairs, BATCH)
        ]
        parts += [{"ids": list(part), "digests": [], "pending": True} for part in _batches(pending, BATCH)]
        await transaction.run(_REMEMBER, dataset=node, manifest=parts)
    await transaction.run(_BUMP)


def _batches(items: Sequence[T], size: int) -> Iterable[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
