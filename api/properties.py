"""Which properties the API sums up, groups by and gives of relations by themselves."""

from __future__ import annotations

from functools import cache

from api.links import own_properties
from schema import RELATIONS, STATEMENT, Kind, Property

TYPE = "type"  # of the interface: which of the types it is


@cache
def measured(owner: str) -> dict[str, Property]:
    """Field -> property, for what can be summed up or has a first and a last: numbers and dates."""
    properties = (*own_properties(owner).properties.values(), *STATEMENT.values())
    return {p.field: p for p in properties if p.kind in {Kind.INTEGER, Kind.NUMBER, Kind.DATE}}


@cache
def grouped(owner: str) -> dict[str, Property]:
    """Field -> property, for what entities can be grouped by: a value each, and not their names."""
    properties = (*own_properties(owner).properties.values(), *STATEMENT.values())
    return {p.field: p for p in properties if not p.kind.many and not p.language and p.name != "description"}


@cache
def dated(owner: str) -> dict[str, Property]:
    """Field -> property, for dates."""
    return {name: prop for name, prop in measured(owner).items() if prop.kind is Kind.DATE}


@cache
def relation_properties() -> dict[str, tuple[str, Property]]:
    """Field -> (relation type, property), for the properties that only some relations have; one name, one meaning."""
    found: dict[str, tuple[str, Property]] = {}
    for name, relation in RELATIONS.items():
        for prop in relation.properties.values():
            found.setdefault(prop.field, (name, prop))
    return found
