"""Connections over rows, what they add up to, and groups of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

from schema import Kind
from tests.reference.facts import FIELDS, Row, Thing
from tests.reference.filters import satisfies
from tests.reference.orders import ordered
from tests.reference.things import EntityView, Field, RelationView, View, World, page_length


@dataclass(frozen=True)
class Connection(View):
    """A page of rows."""

    rows: list[Row]
    first: int

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        page = self.rows[: self.first]
        match field.name:
            case "totalCount":
                return len(self.rows)
            case "nodes":
                return [EntityView(self.world, row.entity) for row in page]
            case "edges":
                return [Edge(self.world, row) for row in page]
            case "pageInfo":
                return page_info(len(page), len(self.rows))
            case "aggregate":
                return Aggregate(self.world, self.rows)
        assert field.name == "groups"
        return groups(self.world, self.rows, field.arguments)


def page_info(shown: int, total: int) -> dict[str, object]:
    """Where a first page stands; a cursor is any text."""
    cursor = "cursor" if shown else None
    return {"hasNextPage": shown < total, "hasPreviousPage": False, "startCursor": cursor, "endCursor": cursor}


def connection(world: World, rows: list[Row], field: Field) -> Connection:
    """The first page of those rows that the arguments ask for; the world is that of the rows' moment."""
    first = page_length(field.arguments["first"], 25)
    kept = [row for row in rows if satisfies(world.facts, field.arguments["where"], row, world.moment)]
    return Connection(world, ordered(world.facts, kept, field.arguments["orderBy"], world.moment), first)


@dataclass(frozen=True)
class Edge(View):
    """A row with the properties of its relation."""

    row: Row

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        match field.name:
            case "cursor":
                return "cursor"
            case "node":
                return EntityView(self.world, self.row.entity)
        assert self.row.link is not None
        return RelationView(self.world, self.row.link).resolve(field)


@dataclass(frozen=True)
class Aggregate(View):
    """What rows add up to."""

    rows: list[Row]

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        if field.name == "count":
            return len(self.rows)
        values = [row.entity.value(field.name) for row in self.rows if row.entity.value(field.name) is not None]
        found: dict[str, Any] = {
            "count": len(values),
            "min": min(values, default=None),
            "max": max(values, default=None),
        }
        if values and isinstance(values[0], str):
            return found
        return {**found, "sum": fsum(values), "average": fsum(values) / len(values) if values else None}


@dataclass(frozen=True)
class Group(View):
    """Rows that have something in common."""

    rows: list[Row]
    common: Any

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        match field.name:
            case "value":
                return None if isinstance(self.common, Thing) else self.common
            case "entity":
                return EntityView(self.world, self.common) if isinstance(self.common, Thing) else None
            case "count":
                return len(self.rows)
            case "aggregate":
                return Aggregate(self.world, self.rows)
        assert field.name == "groups"
        return groups(self.world, self.rows, field.arguments)


def groups(world: World, rows: list[Row], arguments: Mapping[str, Any]) -> list[Group]:
    """The rows grouped by what the arguments say, the largest group first."""
    first = page_length(arguments["first"], 25)
    ((by, what),) = arguments["by"].items()
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        for common in set(_common(world, row, by, what)) or {None}:
            found[common].append(row)

    def place(group: Group) -> tuple[int, bool, Any]:
        key = group.common.id if isinstance(group.common, Thing) else group.common
        return (-len(group.rows), key is None, 0 if key is None else key)

    return sorted((Group(world, rows, common) for common, rows in found.items()), key=place)[:first]


def _common(world: World, row: Row, by: str, what: str) -> list[Any]:
    """What a row is grouped under: nothing, one thing or several."""
    entity = row.entity
    if by == "related":
        assert what in FIELDS
        return [far.entity for far in world.facts.rows(entity, what, world.moment)]
    if by == "place":
        reached = world.facts.within(entity, world.moment)
        return [at for at in reached if at.type.__name__ == "Government" and at.properties.get("level") == what]
    if by == "property" and what == "type":
        return [entity.type.__name__]
    statement = row.link if by == "edge" else entity
    assert statement is not None
    value = statement.value(what)
    if value is None:
        return []
    if by == "year":
        assert statement.kind(what) is Kind.DATE
        return [int(value[:4])]
    return [value]
