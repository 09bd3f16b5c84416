"""Entities, relations and their evidence, as GraphQL shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from schema import EVIDENCE, Kind
from tests.reference.facts import FIELDS, Facts, Link, Moment, Statement, Thing


def bad(message: str) -> GraphQLError:
    """The error of an argument that cannot be used."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def page_length(first: int | None, default: int) -> int:
    """A `first` as it counts. Raises BAD_USER_INPUT beyond the bounds."""
    if first is not None and not 0 <= first <= 1000:
        raise bad(f"first: {first}")
    return default if first is None else first


@dataclass(frozen=True)
class World:
    """What every resolver needs: the facts, and the moment inherited."""

    facts: Facts
    moment: Moment

    def at(self, as_of: str | None) -> World:
        """The world below a field with this `asOf`."""
        return replace(self, moment=self.moment.of(as_of))


@dataclass(frozen=True)
class Field:
    """A field that is asked for."""

    name: str
    arguments: Mapping[str, Any]
    info: GraphQLResolveInfo[Any]


@dataclass(frozen=True)
class View:
    """Something with fields."""

    world: World

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        raise NotImplementedError

    def evidence_of(self, statement: Statement, first: int | None) -> list[EvidenceView]:
        """Why a statement is believed: its evidence, or its sources where it has none."""
        length = page_length(first, 100)
        found = sorted(self.world.facts.evidence.get(statement.id, ()), key=lambda one: (one["document"], one["id"]))
        if not found:
            found = [{"document": one.id} for one in self.world.facts.existing(statement.value("sources"))]
        return [EvidenceView(self.world, one) for one in found[:length]]


@dataclass(frozen=True)
class EntityView(View):
    """An entity."""

    thing: Thing

    @property
    def typename(self) -> str:
        """The name of its type."""
        return self.thing.type.__name__

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        from tests.reference.rows import connection  # here: entities have connections, and those have entities

        match field.name:
            case "name":
                return self.thing.name(field.arguments["lang"])
            case "names":
                names = [self.thing.properties.get(key) for key in ("name_en", "name_zh", "name_fr")]
                return [one for one in names if one is not None]
            case "evidence":
                return self.evidence_of(self.thing, field.arguments["first"])
        if field.name in FIELDS:
            world = self.world.at(field.arguments["asOf"])
            return connection(world, world.facts.rows(self.thing, field.name, world.moment), field)
        return self.thing.value(field.name)


@dataclass(frozen=True)
class RelationView(View):
    """A relation."""

    link: Link
    typename = "Relation"

    def resolve(self, field: Field) -> Any:
        """The value of a field; null where relations of this type have no such property."""
        match field.name:
            case "type":
                return self.link.type.__name__
            case "label":
                return self.link.type.labels[field.arguments["lang"].lower()]
            case "from":
                return EntityView(self.world, self.link.subject)
            case "to":
                return EntityView(self.world, self.link.object)
            case "evidence":
                return self.evidence_of(self.link, field.arguments["first"])
        if field.name != "id" and field.name not in self.link.declared:
            return None
        value = self.link.value(field.name)
        if field.name != "id" and self.link.kind(field.name) is Kind.ENTITY:
            named = self.world.facts.things.get(value)
            return EntityView(self.world, named) if named else None
        return value


@dataclass(frozen=True)
class EvidenceView(View):
    """A reason to believe a statement."""

    said: Mapping[str, Any]

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        if field.name == "document":
            return EntityView(self.world, self.world.facts.things[self.said["document"]])
        return self.said.get(next(one.name for one in EVIDENCE.values() if one.field == field.name))
