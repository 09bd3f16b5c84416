"""Making the graph follow what documents say and who was found to be who: the one place that changes identities.

Everything is decided anew from all records (graph/resolution.py); written are the documents that are new, that changed, or
whose records belong to another entity than before. A run that was broken off is taken up by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from graph import identities, store
from graph.driver import Database
from graph.errors import NotFoundError
from graph.readings import claims_of
from graph.records import DocumentDataset, Reading, Record
from graph.resolution import Judgement, Owned, Resolution, by_id, resolve

LICENCE = "not stated"


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done: a summary per document written, what is held back by document, ids that answer as another now."""

    summaries: Sequence[store.Summary] = ()
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    undecided: int = 0
    contradicted: Sequence[tuple[Judgement, tuple[str, str]]] = ()


@dataclass(slots=True)
class State:
    """What is known before: records with the entities their statements speak of, judgements, entities of datasets."""

    records: dict[str, tuple[Record, str]]
    judgements: dict[str, Judgement]
    owned: list[Owned]

    @classmethod
    async def read(cls, database: Database, owned: list[Owned] | None = None) -> State:
        """From the graph; `owned` where it was read before."""
        found = owned if owned is not None else (await identities.owned(database))[0]
        return cls(await identities.records(database), await identities.judgements(database), found)

    def resolve(self, new: Sequence[Reading] = (), judged: Collection[Judgement] = ()) -> Resolution:
        """Who is who, with documents read anew and further judgements in place of what was."""
        replaced = {one.document for one in new}
        records = [record for record, _ in self.records.values() if record.document not in replaced]
        records += [record for one in new for record in one.records]
        pairs = {frozenset((one.left, one.right)): one for one in (*self.judgements.values(), *judged)}
        return resolve(records, self.owned, [one for one in pairs.values() if one.verdict not in {"right", "wrong"}])

    @property
    def verdicts(self) -> dict[str, str]:
        """What persons have found of what documents say, `right` or `wrong`, by its id."""
        return {one.left: one.verdict for one in self.judgements.values() if one.verdict in {"right", "wrong"}}


async def settle(
    database: Database,
    new: Sequence[Reading] = (),
    *,
    again: Collection[str] = (),
    owned: list[Owned] | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Settled:
    """Write new readings and everything that follows; `again` names documents to be written anew.

    `progress` is told how many of the new readings were done. Raises DatabaseError where Neo4j refuses.
    """
    if not new and not await identities.any_reading(database):
        return Settled()
    state = await State.read(database, owned)
    resolution = state.resolve(new)
    moved = {
        record.document
        for id_, (record, entity) in state.records.items()
        if resolution.entity.get(id_, entity) != entity
    }
    fresh = {one.document: one for one in new}
    summaries, held = [], {}
    for document in sorted({*fresh, *moved, *again}):
        reading = fresh.get(document) or await identities.reading(database, document)
        if reading is None:
            raise NotFoundError(f"{document} was never ingested")
        entity = {record.id: resolution.entity[record.id] for record in reading.records}
        meant = claims_of(reading, entity, state.verdicts)
        title = str(reading.properties["title"])
        publisher = str(reading.properties.get("publisher", ""))
        dataset = DocumentDataset(document, title, LICENCE, publisher, meant.claims, reading=reading, entity=entity)
        summaries.append(await store.load(database, dataset))
        if meant.held:
            held[document] = meant.held
        progress(document in fresh)
    merged = await _note(database, state, resolution)
    undecided = sum(one.verdict == "unsure" for one in resolution.judgements)
    return Settled(summaries, held, merged, undecided, resolution.contradicted)


async def withdraw(database: Database, document: str) -> Settled:
    """Take a document out, and everything that only it supports. Raises NotFoundError where it is not there."""
    summary = await store.retract(database, document)
    settled = await settle(database)
    return Settled([summary, *settled.summaries], settled.held, settled.merged, settled.undecided, settled.contradicted)


async def _note(database: Database, state: State, resolution: Resolution) -> dict[str, str]:
    """Write the rules' judgements and the ids that answer as another; gives those that do so from now on."""
    rules = {identities.judgement_id(one.left, one.right): one for one in resolution.judgements}
    by_rules = {id_: one for id_, one in state.judgements.items() if not one.by_person}
    now = {*resolution.entity.values(), *by_id(state.owned, (record for record, _ in state.records.values()))}
    moves: dict[str, str] = {}
    for id_, (_, entity) in state.records.items():
        found = resolution.entity.get(id_)
        if found is not None and found != entity and entity not in now:
            moves.setdefault(entity, found)
    before = await identities.merged(database)
    after = {id_: moves.get(into, into) for id_, into in before.items() if id_ not in now} | moves
    after = {id_: into for id_, into in after.items() if into in now}
    await identities.note(
        database,
        judged=[one for id_, one in rules.items() if by_rules.get(id_) != one],
        merged={id_: into for id_, into in after.items() if before.get(id_) != into},
        forget={"Judgement": [*(by_rules.keys() - rules.keys())], "Merged": [*(before.keys() - after.keys())]},
    )
    return {id_: into for id_, into in after.items() if before.get(id_) != into}
