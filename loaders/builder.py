"""From rows to claims: the rows that speak of one statement are united, and each may bring evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from graph.errors import Problem
from graph.fold import ends_before_it_begins
from graph.names import NAMES
from graph.statements import Claim, Value, evidence_id, relation_id
from loaders.parsed import Place
from loaders.rows import Line
from loaders.values import shown
from schema import EVIDENCE, Entity, Relation, entity_type

T = TypeVar("T")

STATED = ("since", "until", "status")
DETAIL = tuple(name for name in EVIDENCE if name not in {"statement", "document"})
_REFERRING = {"aliases", "same_as"}  # what a row may say of an entity that is declared elsewhere
_LONGEST_NAMES = 8_000  # Neo4j's text indexes take 32 kB, and a character has up to 4 bytes


class Builder:
    """The claims of a dataset as its rows come in."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.claims: dict[str, Claim] = {}
        self.where: dict[str, Place] = {}
        self._with_status: set[str] = set()  # statements of which a row gives the status; it is ASSERTED otherwise
        self._shared: dict[object, object] = {}

    def entity(self, entity: type[Entity], line: Line, sources: Sequence[str]) -> None:
        """Add what a row says of an entity."""
        id_ = str(line.values["id"])
        if entity_type(id_) is not entity:
            self._bad(line, "id", f"expected {entity.prefix()}/..., got {shown(id_)}")
            return
        self._claim(line, Claim(id_, _given(line, (*entity.properties, *STATED)), tuple(sources)))

    def relation(self, relation: type[Relation], line: Line, sources: Sequence[str]) -> None:
        """Add what a row says of a relation."""
        subject, object_ = self._one(str(line.values["subject"])), self._one(str(line.values["object"]))
        subject_type, object_type = entity_type(subject), entity_type(object_)
        assert subject_type, subject
        assert object_type, object_
        if not relation.allows(subject_type, object_type):
            ends = "; ".join(f"{_either(subjects)} -> {_either(objects)}" for subjects, objects in relation.ends)
            column = "object" if relation.objects_of(subject_type) else "subject"
            wrong = f"{relation.__name__} does not go from {subject_type.__name__} to {object_type.__name__}"
            self._bad(line, column, f"{wrong}; expected {ends}")
        elif subject == object_:
            self._bad(line, "object", f"{relation.__name__} cannot go from {subject} to itself")
        else:
            properties = _given(line, (*relation.properties, *STATED))
            id_ = relation_id(relation.__name__, subject, object_, properties)
            self._claim(line, Claim(id_, properties, tuple(sources), subject, object_))

    def finish(self) -> None:
        """See whether what the rows say together is whole; called after the last."""
        for id_, claim in self.claims.items():
            entity = entity_type(id_)
            if not entity or "status" not in claim.properties:
                continue
            if entity.named and not any(name in claim.properties for name in NAMES):
                self._bad_at(id_, NAMES[0], f"a name in some language is required: {', '.join(NAMES)}")
            for name, prop in entity.own.items():
                if prop.required and name not in claim.properties:
                    self._bad_at(id_, name, "is required")

    def _claim(self, line: Line, claim: Claim) -> None:
        if not claim.sources:
            self._bad(line, "source", "is required: name a document here, or a default source in dataset.toml")
            return
        for source in claim.sources:
            if not source.startswith("document/"):
                self._bad(line, "source", f"expected a document's id, got {shown(source)}")
        self._evidence(line, claim)
        self._add(line, claim)

    def _evidence(self, line: Line, claim: Claim) -> None:
        detail = _given(line, DETAIL)
        if not detail:
            return
        if len(claim.sources) > 1:
            self._bad(line, next(iter(detail)), "belongs to one document: give each document a row of its own")
            return
        start, end = detail.get("start"), detail.get("end")
        if isinstance(start, int) and isinstance(end, int):
            length = len(str(detail["quote"])) if "quote" in detail else end - start
            if start < 0 or end <= start or end - start != length:
                self._bad(
                    line, "end", f"expected the quote's {length} characters from start to end, got {start} to {end}"
                )
        elif start is not None or end is not None:
            self._bad(line, "end" if end is None else "start", "is required: start and end go together")
        confidence = detail.get("confidence")
        if isinstance(confidence, float) and not 0 <= confidence <= 1:
            self._bad(line, "confidence", f"expected a number from 0 to 1, got {confidence}")
        properties = {"statement": claim.id, "document": claim.sources[0], **detail}
        self._add(line, Claim(evidence_id(properties), properties))

    def _add(self, line: Line, claim: Claim) -> None:
        """Unite a row's claim with what earlier rows said of the same statement."""
        properties, sources = dict(claim.properties), claim.sources
        if earlier := self.claims.get(claim.id):
            properties = self._united(line, claim, earlier)
            sources = tuple(sorted({*sources, *earlier.sources}))
        if "status" in claim.properties:
            self._with_status.add(claim.id)
        elif claim.subject or (sources and properties.keys() - _REFERRING):
            properties.setdefault("status", "ASSERTED")
        if ends_before_it_begins(properties):
            self._bad(line, "until", f"expected no day before since, {properties['since']}, got {properties['until']}")
        if _length_of_names(properties) > _LONGEST_NAMES:
            self._bad(line, "aliases", f"expected names and aliases of at most {_LONGEST_NAMES} characters in all")
        self.where.setdefault(claim.id, (line.file, line.number))
        self.claims[claim.id] = Claim(claim.id, properties, self._one(sources), claim.subject, claim.object)

    def _united(self, line: Line, claim: Claim, earlier: Claim) -> dict[str, Value]:
        said = dict(earlier.properties)
        if claim.id not in self._with_status:
            said.pop("status", None)
        for name, value in claim.properties.items():
            known = said.setdefault(name, value)
            if isinstance(known, list) and isinstance(value, list):
                said[name] = sorted({*known, *value})
            elif known != value:
                file, number = self.where[claim.id]
                self._bad(line, name, f"{shown(value)} contradicts {shown(known)} at {file}:{number}")
        return said

    def _one(self, value: T) -> T:
        """The same object for equal values: ends and sources stand in very many rows."""
        return self._shared.setdefault(value, value)  # type: ignore[return-value]

    def _bad(self, line: Line, column: str, message: str) -> None:
        self.problems.append(Problem(line.file, line.number, column, message))

    def _bad_at(self, id_: str, column: str, message: str) -> None:
        self.problems.append(Problem(*self.where[id_], column, message))


def _given(line: Line, names: Iterable[str]) -> dict[str, Value]:
    return {name: line.values[name] for name in names if name in line.values}


def _length_of_names(properties: Mapping[str, Value]) -> int:
    aliases = properties.get("aliases", [])
    assert isinstance(aliases, list)
    return sum(len(str(properties.get(name, ""))) for name in NAMES) + sum(map(len, aliases))


def _either(types: Iterable[type[Entity]]) -> str:
    return " or ".join(type_.__name__ for type_ in types)
