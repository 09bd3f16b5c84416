"""Who is who: from the records of all documents, the entities of the datasets and what persons have judged, to entities.

A pure function of those three, so that the order of ingesting never shows. Pairs are compared in stages, because an agreement is
known by its parties, a person by the body of a post, a figure by whose it is: places first, then what has a name of its own,
then what is known by its neighbours. Alike enough is the same; nearly so is left to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from graph.clusters import Clusters
from graph.likelihood import Comparison, Seen
from graph.matching import parsed, person_pieces
from graph.records import Record, parts
from schema import entity_type

SAME, UNSURE = 0.92, 0.78
STAGES = (
    ("Government",),
    ("PilotZone", "Agency"),
    ("IndustrialChain", "Enterprise"),
    ("Programme", "Organization", "Platform"),
    ("Pilot", "Person", "Agreement", "Certificate"),
    ("Policy",),
    ("Statistic", "Target"),
)
_WHERE = ("LOCATED_IN>", "PART_OF>", "HOLDS_POST>")
_BY_NEIGHBOURS = {"Agreement", "Pilot", "Certificate", "Statistic", "Target"}
_KNOWN_BY = {"Pilot": ("STRENGTHENS>",), "Policy": ("CONCERNS>", "SETS>")}
_COMMON = 400  # names that share a piece: with more the piece tells nothing


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two ids are one entity's: `same`, `different` or `unsure`; `by` is a person's name, or `rule`.

    `score` from 0 to 1 and `reasons` are a rule's.
    """

    left: str
    right: str
    verdict: str
    by: str = "rule"
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    at: str = ""

    @property
    def by_person(self) -> bool:
        """Whether a person judged."""
        return self.by != "rule"


@dataclass(frozen=True, slots=True)
class Owned:
    """An entity that a dataset declares, as far as comparing needs it."""

    id: str
    type: str
    names: tuple[str, ...]
    neighbours: frozenset[str] = frozenset()
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came out: record -> entity, the rules' judgements that matter, and those of persons that contradict others."""

    entity: Mapping[str, str]
    judgements: tuple[Judgement, ...]
    contradicted: tuple[tuple[Judgement, tuple[str, str]], ...]


def resolve(records: Collection[Record], owned: Collection[Owned], judged: Collection[Judgement]) -> Resolution:
    """Find which records are one entity's, and its id."""
    return _Resolving(records, owned, judged).done()


def id_of_type(id_: str) -> str:
    """The type that an entity's id is of. Raises ValueError where it is of none."""
    type_ = entity_type(id_)
    if type_ is None:
        raise ValueError(f"{id_} is no entity's id")
    return type_.__name__


def by_id(owned: Iterable[Owned], records: Iterable[Record]) -> dict[str, Owned]:
    """The entities of datasets by id: those given, and those that records know of a dataset that ships and is not loaded."""
    found = {one.id: one for one in owned}
    for id_ in sorted({id_ for record in records for id_ in record.known} - found.keys()):
        found[id_] = Owned(id_, id_of_type(id_), ())
    return found


class _Resolving:
    def __init__(self, records: Collection[Record], owned: Collection[Owned], judged: Collection[Judgement]) -> None:
        self.records = {record.id: record for record in sorted(records, key=lambda r: (r.document, r.id))}
        self.owned = by_id(owned, records)
        types = {id_: record.type for id_, record in self.records.items()}
        types |= {id_: one.type for id_, one in self.owned.items()}
        self.clusters = Clusters(types, frozenset(self.owned))
        self.judged = sorted(
            (one for one in judged if one.by_person and {one.left, one.right} <= types.keys()),
            key=lambda one: (one.at, one.left, one.right),
        )
        self.found: list[Judgement] = []
        self.contradicted: list[tuple[Judgement, tuple[str, str]]] = []
        self.comparison = Comparison(self._neighbours, self._above)

    def done(self) -> Resolution:
        self._persons()
        for stage in STAGES:
            self.comparison.forget()
            self._stage(stage)
        return Resolution(self._entities(), tuple(self._undecided()), tuple(self.contradicted))

    def _persons(self) -> None:
        for one in self.judged:
            if one.verdict == "different":
                try:
                    self.clusters.keep_apart(one.left, one.right)
                except ValueError:
                    self.contradicted.append((one, (one.left, one.right)))
            elif one.verdict == "same":
                if obstacle := self.clusters.obstacle(one.left, one.right):
                    self.contradicted.append((one, obstacle))
                else:
                    self.clusters.join(one.left, one.right)

    def _stage(self, types: Sequence[str]) -> None:
        pairs: dict[tuple[str, str], Judgement] = {}
        for type_ in types:
            members = [record for record in self.records.values() if record.type == type_]
            for pair in self._known(members):
                pairs[pair.left, pair.right] = pair
            for one, other in self._candidates(type_, members):
                score, reasons = self.comparison.of(one, other)
                if score >= UNSURE:
                    left, right = sorted((one.id, other.id))
                    verdict = "same" if score >= SAME else "unsure"
                    pair = Judgement(left, right, verdict, score=round(score, 3), reasons=reasons)
                    pairs.setdefault((left, right), pair)
        judged = {frozenset((one.left, one.right)) for one in self.judged}
        for pair in sorted(pairs.values(), key=lambda p: (-p.score, p.left, p.right)):
            if frozenset((pair.left, pair.right)) in judged:
                continue
            if pair.verdict != "same" or not self.clusters.join(pair.left, pair.right):
                self.found.append(pair)

    def _known(self, members: Iterable[Record]) -> Iterator[Judgement]:
        """What the names alone said when the document was read."""
        for record in members:
            for id_ in record.known:
                alone = len(record.known) == 1
                reasons = ("the dataset's own name",) if alone else ("one of several of this name",)
                score, verdict = (1.0, "same") if alone else (0.9, "unsure")
                yield Judgement(record.id, id_, verdict, score=score, reasons=reasons)

    def _candidates(self, type_: str, members: Sequence[Record]) -> Iterator[tuple[Seen, Seen]]:
        """Pairs that share a piece of a name, or what they are known by: one at least is a record."""
        index: dict[str, dict[str, Seen]] = defaultdict(dict)
        everything: list[Seen] = []
        for alike in self._alike(members):
            first = Seen.of_record(alike[0], {link for record in alike for link in record.links})
            everything.append(first)
            yield from ((first, Seen.of_record(record)) for record in alike[1:])
        called: dict[str, set[str]] = defaultdict(set)  # what documents call the entities of datasets
        for record in members:
            if len(record.known) == 1:
                called[record.known[0]].update(record.names)
        everything += [Seen.of_owned(mine, called[mine.id]) for mine in self.owned.values() if mine.type == type_]
        for one in everything:
            for piece in self._pieces(one):
                index[piece][one.id] = one
        done: set[tuple[str, str]] = set()
        for piece in sorted(index):
            sharing = index[piece]
            if len(sharing) > _COMMON:
                continue
            for one, other in combinations(sharing.values(), 2):
                if (one.owned and other.owned) or (one.id, other.id) in done:
                    continue
                done.add((one.id, other.id))
                yield one, other

    def _alike(self, members: Sequence[Record]) -> Iterator[list[Record]]:
        """Records that need not be compared with others one by one: of the same names, in the same places or bodies.

        The first is compared for them. One that a person has judged stands for itself.
        """
        groups: dict[object, list[Record]] = defaultdict(list)
        judged = {id_ for one in self.judged for id_ in (one.left, one.right)}
        for record in members:
            if len(record.known) == 1:
                continue
            where = [link for link in self._neighbours(record.links) if link.startswith(_WHERE)]
            tells = bool(where) if record.type == "Person" else any(parsed(name).proper for name in record.names)
            alone = record.id in judged or record.type in _BY_NEIGHBOURS or len(record.known) > 1 or not tells
            key = record.id if alone else (record.names, *sorted(where))
            groups[key].append(record)
        yield from groups.values()

    def _pieces(self, one: Seen) -> set[str]:
        if one.type in {"Statistic", "Target"}:
            value = one.properties.get("value")
            number = float(value) if isinstance(value, int | float) else None
            return {f"{number} {about}" for about in self.comparison.about(one)}
        if one.type == "Certificate":
            return {str(one.properties.get("number"))}
        if one.type == "Person":
            return {piece for name in one.names for piece in person_pieces(name)}
        pieces = {piece for name in one.names for piece in parsed(name).pieces}
        if one.type in _KNOWN_BY:
            pieces |= {link for link in self._neighbours(one.links) if link.startswith(_KNOWN_BY[one.type])}
        if one.type == "Agreement":
            since = one.properties.get("since")
            parties = [f"party {party}" for party in self.comparison.parties(one)]
            pieces = {*pieces, *parties, *(f"{party} {since}" for party in parties)}
        return pieces

    def _neighbours(self, links: Iterable[str]) -> frozenset[str]:
        """What records are linked to, as groups stand now: predicate and direction, and a name for the group."""
        found = set()
        for link in links:
            predicate, direction, other = parts(link)
            found.add(f"{predicate}{direction}{self._name(other)}")
        return frozenset(found)

    def _above(self, place: str) -> set[str]:
        """The places that a place of the datasets is in."""
        found: set[str] = set()
        todo = [place]
        while todo:
            one = self.owned.get(todo.pop())
            parents = {link[8:] for link in one.neighbours if link.startswith("PART_OF>")} if one else set()
            todo += parents - found
            found |= parents
        return found

    def _name(self, id_: str) -> str:
        """A name for a group: the entity that a dataset owns, or else its least member."""
        group = self.clusters.of(id_)
        return min(group & self.owned.keys() or group)

    def _entities(self) -> dict[str, str]:
        """An id for every group: a dataset's; or the one its earliest record's name gives, for the earliest such group."""
        entity: dict[str, str] = {}
        taken = set(self.owned)
        for record in self.records.values():  # earliest first
            if record.id in entity:
                continue
            group = self.clusters.of(record.id)
            owned = sorted(group & self.owned.keys())
            id_ = owned[0] if owned else record.entity if record.entity not in taken else record.id
            taken.add(id_)
            entity |= dict.fromkeys(group, id_)
        return entity

    def _undecided(self) -> Iterator[Judgement]:
        """The pairs left to a person: one for two groups, the likeliest."""
        said: set[frozenset[str]] = set()
        for pair in sorted(self.found, key=lambda p: (-p.score, p.left, p.right)):
            groups = frozenset((self._name(pair.left), self._name(pair.right)))
            if len(groups) == 2 and groups not in said and not self.clusters.obstacle(pair.left, pair.right):
                said.add(groups)
                yield Judgement(pair.left, pair.right, "unsure", score=pair.score, reasons=pair.reasons)
