"""What is left to persons, and what they say: identities that are undecided, statements that a rule is not sure of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph import identities
from graph.driver import Database
from graph.errors import JudgementError, NotFoundError
from graph.records import Reading, Record, Said, parts
from graph.resolution import Judgement, by_id
from graph.settle import Settled, State, settle
from graph.statements import Value
from schema.dates import now

IDENTITY, STATEMENT = ("same", "different", "unsure"), ("right", "wrong")
DOUBTFUL = 0.8
_MOST_MEMBERS = 100  # of an entity that a record is told apart from
_DOUBTED = """CYPHER 25
MATCH (e:Evidence) WHERE e.confidence < $below
RETURN DISTINCT e.document ORDER BY e.document"""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that may be the same: an entity of a dataset, or what a document speaks of."""

    id: str
    entity: str
    names: tuple[str, ...]
    document: str = ""
    quote: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that may be the same, with the rule's reasons."""

    left: Side
    right: Side
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement of a document that a rule is not sure of: who, what, whom, in which words."""

    id: str
    document: str
    subject: str
    predicate: str
    object: str
    properties: Mapping[str, Value]
    quote: str
    place: str
    method: str
    confidence: float


async def undecided(database: Database) -> list[Pair]:
    """The pairs that rules left to persons and persons have not judged, the likeliest first."""
    state = await State.read(database)
    found = [one for one in state.judgements.values() if not one.by_person and one.verdict == "unsure"]
    sides = _Sides(state)
    ordered = sorted(found, key=lambda one: (-one.score, one.left, one.right))
    return [Pair(sides.of(one.left), sides.of(one.right), one.score, one.reasons) for one in ordered]


async def doubtful(database: Database, below: float = DOUBTFUL) -> list[Doubt]:
    """What documents say with less confidence than `below`, and nobody has judged; by confidence."""
    state = await State.read(database, [])
    found: list[Doubt] = []
    for (document,) in await database.read(_DOUBTED, {"below": below}, timeout=300):
        reading = await identities.reading(database, document)
        if reading is not None:
            said = [one for one in reading.said if one.confidence < below and one.id not in state.verdicts]
            found += [_doubt(reading, one) for one in said]
    return sorted(found, key=lambda one: (one.confidence, one.id))


async def judge(database: Database, left: str, right: str, verdict: str, by: str) -> Settled:
    """Say whether two ids, of entities or of records, are one's (IDENTITY), and write what follows.

    Another verdict on the same two replaces the one before: `unsure` takes it back. Raises NotFoundError for an id that is not
    there, JudgementError where the verdict contradicts what was judged before; nothing is written then.
    """
    if verdict not in IDENTITY:
        raise JudgementError(f"expected one of {', '.join(IDENTITY)}, got {verdict!r}")
    state = await State.read(database)
    pairs = _Sides(state).pairs(left, right, verdict)
    at = now()
    judged = [Judgement(min(pair), max(pair), verdict, by, at=at) for pair in pairs]
    before = {(one.left, one.right) for one, _ in state.resolve().contradicted}
    for one, (clash, other) in state.resolve(judged=judged).contradicted:
        if (one.left, one.right) not in before:
            raise JudgementError(f"{one.left} and {one.right} cannot be {one.verdict}: see {clash} and {other}")
    await identities.note(database, judged=judged)
    return await settle(database)


async def judge_statement(database: Database, said: str, verdict: str, by: str) -> Settled:
    """Say whether what a document is taken to say (`said`, the id of a Doubt) is right or wrong; `unsure` takes it back."""
    if verdict not in {*STATEMENT, "unsure"}:
        raise JudgementError(f"expected one of {', '.join(STATEMENT)} or unsure, got {verdict!r}")
    documents = {record.document for record, _ in (await identities.records(database)).values()}
    for document in sorted(documents):
        reading = await identities.reading(database, document)
        if reading and any(one.id == said for one in reading.said):
            at = now()
            await identities.note(database, judged=[Judgement(said, "", verdict, by, 1.0, (), at)])
            return await settle(database, again=[document])
    raise NotFoundError(f"no document says {said!r}")


class _Sides:
    """Ids as persons see them."""

    def __init__(self, state: State) -> None:
        self._records: dict[str, Record] = {id_: record for id_, (record, _) in state.records.items()}
        self._entity = {id_: entity for id_, (_, entity) in state.records.items()}
        self._owned = by_id(state.owned, self._records.values())
        self._members: dict[str, list[str]] = {}
        for id_, entity in self._entity.items():
            self._members.setdefault(entity, []).append(id_)

    def of(self, id_: str) -> Side:
        """What is known of a record or an entity of a dataset."""
        if record := self._records.get(id_):
            links = tuple(self._link(link) for link in record.links)
            return Side(
                id_, self._entity[id_], record.names, record.document, str(record.quote.get("quote", "")), links
            )
        one = self._owned.get(id_)
        return Side(id_, id_, one.names if one else (), links=tuple(sorted(one.neighbours))[:20] if one else ())

    def pairs(self, left: str, right: str, verdict: str) -> list[tuple[str, str]]:
        """What a judgement of two ids says of which: entities speak through their earliest members.

        A record told apart from the entity that it is in is told apart from every other of its members.
        """
        for one, other in ((left, right), (right, left)):
            if verdict == "different" and self._entity.get(one) == other:
                others = [id_ for id_ in self._members[other] if id_ != one][:_MOST_MEMBERS]
                others += [other] if other in self._owned or not others else []
                return [(one, id_) for id_ in others]
        found = (self._first(left), self._first(right))
        if found[0] == found[1]:
            raise JudgementError(
                f"{left} and {right} are one already; to part them, name a record: {self._first(left)}"
            )
        if verdict == "same" and set(found) <= self._owned.keys():
            raise JudgementError(f"datasets declare both {left} and {right}: correct one of them and load it again")
        return [found]

    def _first(self, id_: str) -> str:
        if id_ in self._records or id_ in self._owned:
            return id_
        if members := self._members.get(id_):
            return members[0]
        raise NotFoundError(f"no entity and no record has the id {id_!r}")

    def _link(self, link: str) -> str:
        predicate, direction, other = parts(link)
        return f"{predicate} {direction} {self._entity.get(other, other)}"


def _doubt(reading: Reading, said: Said) -> Doubt:
    names = {record.id: (record.names or (_figure(record),))[0] for record in reading.records}
    evidence = said.evidence
    return Doubt(
        said.id,
        reading.document,
        names[said.subject],
        said.predicate,
        names[said.object],
        {name: value for name, value in said.properties.items() if name != "onBehalfOf"},
        str(evidence.get("quote", "")),
        str(evidence.get("place", "")),
        str(evidence.get("method", "")),
        said.confidence,
    )


def _figure(record: Record) -> str:
    """What has no name, in words: a figure's indicator, value, unit and period, or a certificate's number."""
    said = (record.properties.get(name) for name in ("indicator", "number", "value", "unit", "period"))
    return " ".join(str(one) for one in said if one not in (None, "")) or record.entity
