"""What the ontology is made of: kinds of value, properties, and how names are spelled in each of its readers."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field


class Kind(enum.Enum):
    """The kinds of value a property can have; each reader (GraphQL, RDF, loaders) has its form of each."""

    TEXT = "text"
    TEXTS = "texts"  # a list without order or repetition, kept sorted
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"  # ISO 8601, possibly partial: 2020, 2020-12, 2020-12-18
    IRI = "iri"
    IRIS = "iris"
    ENUM = "enum"
    ENTITY = "entity"  # the id of an entity
    ENTITIES = "entities"  # ids of entities, kept sorted

    @property
    def many(self) -> bool:
        """Whether the value is a list."""
        return self in {Kind.TEXTS, Kind.IRIS, Kind.ENTITIES}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an entity or relation.

    `name` is the name in the graph, in Cypher and in data files; GraphQL has it in camel case. `term` is its RDF
    term as a prefixed name; where it is None it is a term of our own, named like the property in camel case.
    """

    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()  # of an ENUM
    key: bool = False  # part of a relation's identity
    required: bool = False
    language: str | None = None  # of a TEXT in one language: en, zh, fr
    term: str | None = None
    name: str = field(default="", compare=False)

    @property
    def field(self) -> str:
        """The name in GraphQL."""
        return camel(self.name)


def camel(name: str) -> str:
    """`name_en` -> `nameEn`, `SIGNED_BY` -> `signedBy`; a name already in camel case stays."""
    if name.isupper():
        name = name.lower()
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def kebab(name: str) -> str:
    """`PilotZone` -> `pilot-zone`, `LOCATED_IN` -> `located-in`."""
    if name.isupper():
        return name.lower().replace("_", "-")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def declared(namespace: dict[str, object]) -> dict[str, Property]:
    """The properties among a class's attributes, in the order written, each knowing its name."""
    return {
        name: Property(
            value.kind, value.meaning, value.values, value.key, value.required, value.language, value.term, name
        )
        for name, value in namespace.items()
        if isinstance(value, Property)
    }
