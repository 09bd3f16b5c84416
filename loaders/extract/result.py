"""What extraction gives: entities with their mentions, relations with their evidence, and the document; its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the document's text: `text == document[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Entity:
    """An entity found: its id (of a dataset where `known`), type, name as the document has it, and where.

    `properties` are the ontology's; `candidates` the known entities of this name where the document does not tell which.
    """

    id: str
    type: str
    name: str
    known: bool
    mentions: list[Span]
    aliases: list[str] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)
    candidates: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Statement:
    """A relation found. `properties` are the ontology's, `since` among them; `place` says where for people."""

    subject: str
    predicate: str
    object: str
    properties: dict[str, Any]
    status: str  # asserted, planned
    evidence: Span
    place: str
    method: str
    confidence: float
    prior: float = 0.0  # what the rule's author expects, before anything is counted
    marks: tuple[str, ...] = ()  # what makes it less sure: anaphor, headline, planned


@dataclass(slots=True)
class Implied:
    """What names and founders imply but no words say (implied.py), with the entities that nothing else mentions."""

    entities: list[Entity] = field(default_factory=list)
    relations: list[Statement] = field(default_factory=list)


@dataclass(slots=True)
class Result:
    """Everything found in a document; `document` has the ontology's properties and how the file was read."""

    document: dict[str, Any]
    entities: list[Entity]
    relations: list[Statement]
    implied: Implied = field(default_factory=Implied)

    def with_implied(self) -> Result:
        """The result with what it implies among its entities and relations."""
        more = self.implied
        return Result(self.document, [*self.entities, *more.entities], [*self.relations, *more.relations])

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values, in the form that docs/extraction.md describes."""
        return {
            "document": self.document,
            "entities": [_entity(one) for one in self.entities],
            "relations": [_relation(one) for one in self.relations],
        }


def _entity(one: Entity) -> Mapping[str, Any]:
    said: dict[str, Any] = {"id": one.id, "type": one.type, "name": one.name, "known": one.known}
    for name in ("aliases", "properties", "candidates"):
        if value := getattr(one, name):
            said[name] = value
    said["mentions"] = [{"start": m.start, "end": m.end, "text": m.text} for m in one.mentions]
    return said


def _relation(one: Statement) -> Mapping[str, Any]:
    evidence = one.evidence
    return {
        "subject": one.subject,
        "predicate": one.predicate,
        "object": one.object,
        "properties": one.properties,
        "status": one.status,
        "evidence": {"start": evidence.start, "end": evidence.end, "quote": evidence.text, "place": one.place},
        "method": one.method,
        "confidence": one.confidence,
    }
