"""From what a document says in its own names to claims on the entities that it means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.fold import declared_properties, ends_before_it_begins
from graph.names import HAN_RUN, NAMES, fold
from graph.records import Reading, Record, Said
from graph.statements import Claim, Value, evidence_id, relation_id
from schema import RELATIONS, STATEMENT, entity_type

_MOST_ALIASES = 40  # of one entity from one document
NOTHING: Mapping[str, str] = MappingProxyType({})
_LANGUAGES = {"en": "name_en", "fr": "name_fr", "zh": "name_zh"}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a document claims, by statement id, and what is held back until somebody decides who is meant."""

    claims: Mapping[str, Claim]
    held: tuple[str, ...]


def claims_of(reading: Reading, entity: Mapping[str, str], verdicts: Mapping[str, str] = NOTHING) -> Meant:
    """The claims of a document, where `entity` tells whose each record is.

    `verdicts` are what persons have found of what it says, by its id: what is `wrong` is left out, what is `right` stands
    without a doubt. What needs an entity that the ontology would not have as it is known (a place without its level) is
    held, and said with what it waits for.
    """
    making = _Making(reading, entity)
    for said in reading.said:
        verdict = verdicts.get(said.id)
        if verdict != "wrong":
            making.relation(said, sure=verdict == "right")
    making.alone()
    return Meant(making.claims, tuple(making.held))


class _Making:
    def __init__(self, reading: Reading, entity: Mapping[str, str]) -> None:
        self.reading, self.entity = reading, entity
        self.records = {record.id: record for record in reading.records}
        self.by_entity: dict[str, list[Record]] = defaultdict(list)
        for record in reading.records:
            self.by_entity[entity[record.id]].append(record)
        self.claims: dict[str, Claim] = {}
        self.held: list[str] = []
        document = reading.document
        self._add(Claim(document, {**reading.properties, "status": "ASSERTED"}, (document,)))

    def relation(self, said: Said, *, sure: bool) -> None:
        subject, object_ = self.entity[said.subject], self.entity[said.object]
        kind = RELATIONS[said.predicate]
        subject_type, object_type = entity_type(subject), entity_type(object_)
        if subject == object_ or not subject_type or not object_type or not kind.allows(subject_type, object_type):
            self.held.append(f"{said.predicate} from {subject} to {object_}: not between these")
            return
        if waiting := next(filter(None, map(self._waits, (subject, object_))), None):
            self.held.append(f"{said.predicate}: {waiting}")
            return
        properties = dict(said.properties)
        if on_behalf := properties.get("onBehalfOf"):
            properties["onBehalfOf"] = self.entity[str(on_behalf)]
        known = {*kind.properties, *STATEMENT}
        properties = {name: value for name, value in properties.items() if name in known}
        for who in (subject, object_, *({str(properties["onBehalfOf"])} if "onBehalfOf" in properties else ())):
            self._entity(who)
        id_ = relation_id(said.predicate, subject, object_, properties)
        self._add(Claim(id_, properties, (self.reading.document,), subject, object_))
        doubted = {"confidence"} if sure else ()
        self._evidence(id_, {name: value for name, value in said.evidence.items() if name not in doubted})

    def alone(self) -> None:
        """Those that nothing is said of but that they are named."""
        for id_ in sorted(self.by_entity):
            if not self._waits(id_):
                self._entity(id_)

    def _entity(self, id_: str) -> None:
        if id_ in self.claims:
            return
        records = self.by_entity[id_]
        self._add(Claim(id_, _said_of(records, self._language()), (self.reading.document,)))
        quotes = [record.quote for record in records if record.quote]
        if quotes:
            self._evidence(id_, quotes[0])

    def _language(self) -> str:
        return _LANGUAGES.get(str(self.reading.properties.get("language", "en")), "name_en")

    def _waits(self, id_: str) -> str:
        """What has to be known before anything can be said of an entity; empty where all is."""
        records = self.by_entity[id_]
        name = next((name for record in records for name in record.names), id_)
        candidates = sorted({known for record in records for known in record.known})
        if id_ in candidates:
            return ""
        if len(candidates) > 1:
            return f"{name} may be {' or '.join(candidates)}"
        type_, given = entity_type(id_), {name for record in records for name in record.properties}
        missing = [name for name, prop in type_.own.items() if prop.required and name not in given] if type_ else []
        return f"{name} has no {missing[0]}" if missing else ""

    def _evidence(self, statement: str, detail: Mapping[str, Value]) -> None:
        properties = {"statement": statement, "document": self.reading.document, **detail}
        self._add(Claim(evidence_id(properties), properties))

    def _add(self, claim: Claim) -> None:
        """Two relations of records that are one entity are one: what the first says counts, PLANNED where both do."""
        earlier = self.claims.get(claim.id)
        if earlier is not None:
            properties = {**claim.properties, **earlier.properties}
            if "ASSERTED" in {claim.properties.get("status"), earlier.properties.get("status")}:
                properties["status"] = "ASSERTED"
            if ends_before_it_begins(properties):
                properties = dict(earlier.properties)
            claim = Claim(claim.id, properties, claim.sources, claim.subject, claim.object)
        self.claims[claim.id] = claim


def _said_of(records: Iterable[Record], language: str) -> dict[str, Value]:
    """What the records of one entity say of it: names by script and language, the rest as aliases, their properties."""
    said: dict[str, Value] = {"status": "ASSERTED"}
    aliases: dict[str, str] = {}
    id_ = ""
    for record in records:
        id_ = record.id
        for name in record.names:
            latin = "name_en" if language == "name_zh" else language
            key = "name_zh" if HAN_RUN.search(name) else latin
            if said.setdefault(key, name) != name:
                aliases.setdefault(fold(name), name)
        for name, value in record.properties.items():
            said.setdefault(name, value)
    type_ = entity_type(id_)
    if type_ is not None and not type_.named:
        said = {name: value for name, value in said.items() if name not in NAMES}
        aliases.clear()
    declared = declared_properties(id_)
    said = {name: value for name, value in said.items() if name in declared}
    if aliases:
        said["aliases"] = sorted(aliases.values())[:_MOST_ALIASES]
    return said
