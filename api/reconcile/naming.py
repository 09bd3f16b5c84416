"""What things are called here: languages, the names of entities, types and properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.requests import Request

from api.links import links
from schema import ENTITIES, STATEMENT, Entity, Kind, Property, Relation

LANGUAGES = ("en", "zh", "fr")
WITHIN = "within"
_RANGE = re.compile(r"\s*([A-Za-z]+|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d*)?))?\s*")


def language(request: Request) -> str:
    """The language that `Accept-Language` prefers among ours (RFC 9110, 12.5.4); English where it says nothing of them."""
    liked: dict[str, float] = {}
    for part in request.headers.get("accept-language", "").split(","):
        if (found := _RANGE.fullmatch(part)) and (tag := found[1].lower()) in LANGUAGES:
            liked.setdefault(tag, float(found[2] or 1))
    best = max(LANGUAGES, key=lambda tag: liked.get(tag, 0.0))
    return best if liked.get(best) else "en"


def name(properties: Mapping[str, Any], lang: str) -> str:
    """What an entity is called in a language; in another where it has no name in that, and its id where it has none."""
    for key in (f"name_{lang}", "name_en", "name_zh", "name_fr", "title", "indicator", "number", "id"):
        if value := properties.get(key):
            return str(value)
    raise AssertionError("every entity has an id")


def type_name(cls: type[Entity], lang: str) -> str:
    """What a type is called."""
    return cls.labels[lang]


@dataclass(frozen=True, slots=True)
class Field:
    """A property as reconciliation has it: one of the graph's, the other ends of a relation, or all places around.

    `id` is the name in GraphQL, so that there is one spelling.
    """

    id: str
    meaning: str
    types: tuple[str, ...]  # the types that have it
    prop: Property | None = None
    relation: type[Relation] | None = None
    forward: bool = True
    targets: tuple[str, ...] = ()  # the types of its values, where these are entities

    @property
    def entities(self) -> bool:
        """Whether its values are entities."""
        return self.prop is None or self.prop.kind in {Kind.ENTITY, Kind.ENTITIES}

    @property
    def label(self) -> str:
        """Its name for people: the words of its id."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.id).lower()


@cache
def fields() -> dict[str, Field]:
    """All fields by id."""
    owners: dict[str, list[str]] = {}
    found: dict[str, Field] = {}
    for type_, cls in ENTITIES.items():
        for prop in (*cls.properties.values(), *STATEMENT.values()):
            owners.setdefault(prop.field, []).append(type_)
            documents = ("Document",) if prop.name == "sources" else ()
            found[prop.field] = Field(prop.field, prop.meaning, (), prop, targets=documents)
        for link in links(type_).values():
            owners.setdefault(link.field, []).append(type_)
            before = found[link.field].targets if link.field in found else ()
            meaning = " ".join((link.relation.__doc__ or "").split())
            targets = (*before, *(target for target in link.targets if target not in before))
            found[link.field] = Field(
                link.field, meaning, (), relation=link.relation, forward=link.forward, targets=targets
            )
    owners[WITHIN] = list(ENTITIES)
    found[WITHIN] = Field(WITHIN, "the places that it lies in, and all above", (), targets=("Government", "PilotZone"))
    return {
        id_: Field(one.id, one.meaning, tuple(owners[id_]), one.prop, one.relation, one.forward, one.targets)
        for id_, one in found.items()
    }
