"""Filters: `where` as Cypher predicates. Every value is a parameter; which predicates there are is the shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from api.compiler.given import Given
from api.compiler.text import Moment, Text
from api.links import Link, links, narrowings, own_properties
from graph.names import fold
from schema import STATEMENT, Kind, Property

_COMPARISONS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_TEXT = {"contains": "CONTAINS", "startsWith": "STARTS WITH", "endsWith": "ENDS WITH"}
_PLACES = "LOCATED_IN|PART_OF"
_DEEPEST = 8  # administrative levels and zones: nothing real is nested deeper


def entity(text: Text, owner: str, variable: str, where: Given, moment: Moment) -> list[str]:
    """Predicates on an entity of the GraphQL type `owner`; all of them have to hold."""
    known = _by_field(own_properties(owner).properties) | _by_field(STATEMENT)
    reachable = links(owner)
    found: list[str] = []
    for key, given in where.keys.items():
        if logic := _logic(key, given, lambda member: entity(text, owner, variable, member, moment)):
            found += logic
        elif given.null or key == "edge":
            continue
        elif key == "id":
            found += _compare(text, f"{variable}.id", given)
        elif key == "name":
            found += _names(text, variable, given)
        elif key == "within":
            found.append(_within(text, variable, given, moment))
        elif key in known:
            found += _property(text, variable, known[key], given)
        elif key in narrowings(owner):
            type_ = narrowings(owner)[key]
            found.append(both([f"{variable}:{type_}", *entity(text, type_, variable, given, moment)]))
        else:
            found += _related(text, variable, reachable[key], given, moment)
    return found


def edge(text: Text, variable: str, link: Link, where: Given) -> list[str]:
    """Predicates on a relationship."""
    known = _by_field(link.relation.properties) | _by_field(STATEMENT)
    found: list[str] = []
    for key, given in where.keys.items():
        if logic := _logic(key, given, lambda member: edge(text, variable, link, member)):
            found += logic
        elif not given.null:
            found += _property(text, variable, known[key], given)
    return found


def linked(text: Text, link: Link, edge_variable: str, node: str, where: Given, moment: Moment) -> list[str]:
    """Predicates on the far end of a relation, and on the relation where `edge` is among the keys."""
    found: list[str] = []
    for key, given in where.keys.items():
        if key == "edge" and not given.null:
            found += edge(text, edge_variable, link, given)
        elif key in {"AND", "OR", "NOT"}:
            found += _logic(key, given, lambda member: linked(text, link, edge_variable, node, member, moment))
    rest = Given(
        where.get,
        where.value,
        {key: given for key, given in where.keys.items() if key not in {"edge", "AND", "OR", "NOT"}},
    )
    return [*entity(text, link.target, node, rest, moment), *found]


def both(predicates: list[str]) -> str:
    """All of the predicates; true where there are none."""
    return " AND ".join(predicates) if predicates else "true"


def _logic(key: str, given: Given, inner: object) -> list[str]:
    if key not in {"AND", "OR", "NOT"} or given.null:
        return []
    assert callable(inner)
    if key == "NOT":
        return [f"NOT coalesce({both(inner(given))}, false)"]
    parts = [f"({both(inner(member))})" for member in given.items]
    if key == "AND":
        return parts
    return [f"({' OR '.join(parts)})" if parts else "false"]


def _by_field(properties: Mapping[str, Property]) -> dict[str, Property]:
    return {prop.field: prop for prop in properties.values()}


def _names(text: Text, variable: str, given: Given) -> list[str]:
    """Any name: all are in one text, each between line feeds (graph/names.py), so that every comparison is a CONTAINS."""
    names = f"{variable}._names"
    ends = {"eq": ("\n", "\n"), "contains": ("", ""), "startsWith": ("\n", ""), "endsWith": ("", "\n")}
    found: list[str] = []
    for key, member in given.keys.items():
        if member.null:
            found.append(f"{names} IS NULL" if key == "eq" else "false")
        elif key == "in":
            wanted = text.value(member, lambda values: [f"\n{fold(value)}\n" for value in values if value is not None])
            found.append(f"any(w IN {wanted} WHERE {names} CONTAINS w)")
        else:
            before, after = ends[key]
            found.append(f"{names} CONTAINS {text.value(member, partial(_between, before, after))}")
    return found


def _between(before: str, after: str, value: str) -> str:
    return before + fold(value) + after


def _property(text: Text, variable: str, prop: Property, given: Given) -> list[str]:
    stored = f"{variable}.{prop.name}"
    if prop.name == "status":
        stored = f"coalesce({stored}, 'ASSERTED')"
    if prop.kind.many:
        return [f"{text.value(member)} IN coalesce({stored}, [])" for member in given.keys.values() if not member.null]
    return _compare(text, stored, given, folded=prop.kind in {Kind.TEXT, Kind.IRI})


def _compare(text: Text, stored: str, given: Given, *, folded: bool = False) -> list[str]:
    """Comparisons of one value; `folded` where case, width and white space do not count."""
    found: list[str] = []
    compared = f"lower(normalize({stored}, NFKC))" if folded else stored
    for key, member in given.keys.items():
        if member.null:
            found.append(f"{stored} IS NULL" if key == "eq" else "false")
        elif key == "in":
            wanted = text.value(
                member, (lambda values: [fold(v) for v in values if v is not None]) if folded else lambda values: values
            )
            found.append(f"{compared} IN {wanted}")
        else:
            wanted = text.value(member, fold if folded else lambda value: value)
            operator = "=" if key == "eq" else _COMPARISONS.get(key) or _TEXT[key]
            found.append(f"{compared} {operator} {wanted}")
    return found


def _within(text: Text, variable: str, given: Given, moment: Moment) -> str:
    place, hop = text.variable("w"), text.variable("h")
    steps = f"(()-[{hop}:{_PLACES}]->() WHERE {moment.holds(hop)}){{0,{_DEEPEST}}}"
    return f"EXISTS {{ MATCH ({variable}) {steps} ({place}:Entity {{id: {text.value(given)}}}) }}"


def _related(text: Text, variable: str, link: Link, given: Given, moment: Moment) -> list[str]:
    found: list[str] = []
    for key, member in given.keys.items():
        if member.null:
            continue
        relation, node = text.variable("r"), text.variable("n")
        match = (
            f"MATCH {link.pattern(variable, relation, node)} WHERE {moment.holds(relation)} AND {moment.holds(node)}"
        )
        wanted = both(linked(text, link, relation, node, member, moment))
        if key == "some":
            found.append(f"EXISTS {{ {match} AND {wanted} }}")
        elif key == "none":
            found.append(f"NOT EXISTS {{ {match} AND {wanted} }}")
        elif key == "all":
            found.append(f"NOT EXISTS {{ {match} AND NOT coalesce({wanted}, false) }}")
        else:
            found.append(f"COUNT {{ {match} AND {wanted} }} = 1")
    return found
