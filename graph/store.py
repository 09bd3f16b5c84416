"""Writing datasets: what differs from the last load of the same dataset is added, changed or retracted; nothing else.

What a dataset said last is in its manifest (graph/manifest.py). A node or relationship knows the datasets that speak of
it (`_by`), and, only where its properties do not tell, what each says (`_claims`).

Up to TRANSACTION_ROWS changes are one transaction. Beyond that they go in batches, and `unfinished` tells until all
are done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from graph import identities, manifest
from graph.claims import Change, apply_changes, in_order
from graph.driver import Database, Transaction
from graph.errors import DatabaseError, NotFoundError
from graph.manifest import SupersededError, batches
from graph.records import DocumentDataset, is_document
from graph.statements import Dataset
from graph.unused import sweep

TRANSACTION_ROWS = 100_000
BATCH = 5_000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a load did, in statements, compared with the last one that was finished."""

    dataset: str
    added: int = 0
    changed: int = 0
    retracted: int = 0
    unchanged: int = 0


async def unchanged(database: Database, dataset: Dataset) -> Summary | None:
    """What `load` would say where it would do nothing; None where it would write."""
    if (await manifest.head(database, dataset.id)).digest == _State.of(dataset).digest:
        return Summary(dataset.id, unchanged=len(dataset.claims))
    return None


async def compare(database: Database, dataset: Dataset) -> Summary:
    """What `load` would do."""
    if same := await unchanged(database, dataset):
        return same
    return _State.of(dataset).since(await manifest.read(database, dataset.id))[0]


async def load(database: Database, dataset: Dataset, progress: Progress = lambda _: None) -> Summary:
    """Make the graph say what `dataset` says, no more and no less of it.

    `progress` is told how many statements were done since it was told last. The dataset must have been checked
    (loaders/check.py); raises DatabaseError where Neo4j refuses, or another process loads the same dataset.
    """
    now = _State.of(dataset)

    async def end(transaction: Transaction, version: int) -> None:
        await manifest.finish(transaction, dataset.id, version, now.description, now.said)
        await manifest.merge(transaction, dataset.id, dataset.merged)
        if isinstance(dataset, DocumentDataset):
            await identities.keep(transaction, dataset)

    while True:
        head = await manifest.head(database, dataset.id)
        if head.digest == now.digest:
            return Summary(dataset.id, unchanged=len(dataset.claims))
        summary, changes = now.since(await manifest.read(database, dataset.id))
        if await _Write(database, dataset.id, head.version, changes, end, progress).done():
            return summary


async def retract(database: Database, dataset: str) -> Summary:
    """Take everything out of the graph that only `dataset` says. Raises NotFoundError where it is not loaded."""

    async def end(transaction: Transaction, _: int) -> None:
        if is_document(dataset):
            await identities.drop(transaction, dataset)
        await manifest.drop(transaction, dataset)

    while True:
        head = await manifest.head(database, dataset)
        if not head.version:
            loaded = ", ".join(row[0] for row in await database.read(manifest.LOADED)) or "none"
            raise NotFoundError(f"no dataset {dataset!r} is loaded; loaded are: {loaded}")
        was = await manifest.read(database, dataset)
        changes = in_order(Change(id_, None) for id_ in {*was.said, *was.pending})
        if await _Write(database, dataset, head.version, changes, end, lambda _: None).done():
            return Summary(dataset, retracted=len(was.said))


async def unfinished(database: Database) -> list[str]:
    """Ids of datasets whose load or retraction was begun and not finished."""
    return [row[0] for row in await database.read(manifest.UNFINISHED)]


@dataclass(frozen=True, slots=True)
class _State:
    """A dataset with its digests."""

    dataset: Dataset
    said: Mapping[str, str]
    digest: str

    @classmethod
    def of(cls, dataset: Dataset) -> _State:
        said = {id_: claim.digest() for id_, claim in dataset.claims.items()}
        assertions = [one.as_json() for one in dataset.assertions]
        description = [dataset.title, dataset.licence, dataset.publisher, *assertions, *sorted(dataset.merged.items())]
        state = hashlib.blake2b(json.dumps(description, ensure_ascii=False).encode(), digest_size=16)
        if isinstance(dataset, DocumentDataset):
            state.update(dataset.state.encode())
        for id_ in sorted(said):
            state.update(f"{id_} {said[id_]}\n".encode())
        return cls(dataset, said, state.hexdigest())

    @property
    def description(self) -> Mapping[str, str | list[str]]:
        one = self.dataset
        said = {"title": one.title, "licence": one.licence, "publisher": one.publisher, "digest": self.digest}
        return {**said, "assertions": [assertion.as_json() for assertion in one.assertions]}

    def since(self, was: manifest.Manifest) -> tuple[Summary, list[Change]]:
        """What differs from an earlier state, and what has to be written."""
        added = self.said.keys() - was.said.keys()
        retracted = was.said.keys() - self.said.keys()
        both = self.said.keys() & was.said.keys()
        changed = {id_ for id_ in both if self.said[id_] != was.said[id_]}
        touched = {*added, *changed, *retracted, *was.pending}
        changes = in_order(Change(id_, self.dataset.claims.get(id_)) for id_ in touched)
        return Summary(self.dataset.id, len(added), len(changed), len(retracted), len(both) - len(changed)), changes


@dataclass(frozen=True, slots=True)
class _Write:
    """The changes of a dataset, to be written to a graph where the dataset stands at `version`."""

    database: Database
    dataset: str
    version: int
    changes: Sequence[Change]
    end: Callable[[Transaction, int], Awaitable[None]]
    progress: Progress

    async def done(self) -> bool:
        """Write them; False where another process has written the dataset meanwhile, so that they are out of date."""
        try:
            await (self._in_one() if len(self.changes) <= TRANSACTION_ROWS else self._in_batches())
        except SupersededError:
            return False
        return True

    async def _in_one(self) -> None:
        reported = 0

        async def work(transaction: Transaction) -> None:
            nonlocal reported
            version = await manifest.hold(transaction, self.dataset, self.version)
            self.progress(-reported)  # a retried transaction begins again
            reported = 0
            released: set[str] = set()
            for part, batch in enumerate(batches(self.changes, BATCH)):
                applied = await apply_changes(transaction, self.dataset, batch)
                await manifest.note(transaction, self.dataset, version, part, applied.done)
                released |= applied.released
                self.progress(len(batch))
                reported += len(batch)
            await sweep(transaction, released)
            await self.end(transaction, version)

        await self.database.write(work)

    async def _in_batches(self) -> None:
        async def begin(transaction: Transaction) -> int:
            version = await manifest.hold(transaction, self.dataset, self.version)
            await manifest.begin(transaction, self.dataset, version, [change.id for change in self.changes])
            return version

        begun = await self.database.write(begin)
        try:
            for batch in batches(self.changes, BATCH):

                async def step(transaction: Transaction, batch: Sequence[Change] = batch) -> None:
                    version = await manifest.hold(transaction, self.dataset, begun)
                    applied = await apply_changes(transaction, self.dataset, batch)
                    await manifest.note(transaction, self.dataset, version, 0, applied.done)

                await self.database.write(step)
                self.progress(len(batch))

            async def finish(transaction: Transaction) -> None:
                version = await manifest.hold(transaction, self.dataset, begun)
                # Of all entities: those that an earlier load released before it was broken off are not known.
                await sweep(transaction)
                await self.end(transaction, version)

            await self.database.write(finish)
        except SupersededError as error:
            # Beginning again would break that one off in turn.
            raise DatabaseError(
                f"another process has begun to load or retract {self.dataset!r}; it goes on there"
            ) from error
