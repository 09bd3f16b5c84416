"""Filters: `where` as Cypher predicates. Every value is a parameter; which predicates there are is the shape."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import partial

from api.compiler.given import Given
from api.compiler.text import Moment, Text
from api.links import Link, links, narrowings, own_properties
from graph.names import fold
from schema import STATEMENT, Kind, Property

_COMPARISONS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_TEXT = {"contains": "CONTAINS", "startsWith": "STARTS WITH", "endsWith": "ENDS WITH"}
_LOGIC = {"AND", "OR", "NOT"}
_ABOVE = "LOCATED_IN|PART_OF"  # from what is somewhere to the place, from a place to the one above it
_COUNTRY = "government/100000"
_DEEPEST = 8  # administrative levels and zones: nothing real is nested deeper


def entity(text: Text, owner: str, variable: str, where: Given, moment: Moment) -> list[str]:
    """Predicates on an entity of the GraphQL type `owner`; all of them have to hold."""
    known = _by_field(own_properties(owner).properties) | _by_field(STATEMENT)
    reachable = links(owner)
    found: list[str] = []
    for key, given in where.keys.items():
        if given.null or key == "edge":
            continue
        text.condition()
        if key in _LOGIC:
            found += _logic(text, key, given, lambda member: entity(text, owner, variable, member, moment))
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


def anchors(where: Given) -> bool:
    """Whether an index finds the few entities there can be: by id, by name, from their place, or from an entity so found at a
    relation.
    """
    for key, given in where.keys.items():
        if given.null:
            continue
        if key in {"id", "name"}:
            if any(not member.null for member in given.keys.values()):
                return True
        elif key == "within":
            if not everywhere(given):
                return True
        elif key == "AND":
            if any(anchors(member) for member in given.items):
                return True
        elif key not in {"OR", "NOT", "edge"} and "some" in given.keys and anchors(given.keys["some"]):
            return True
    return False


def anchored(text: Text, owner: str, variable: str, where: Given, moment: Moment) -> tuple[str, list[str]]:
    """A clause that finds entities of a type from its anchors, and the predicates that remain.

    Neo4j does not begin at the far end of an EXISTS: it would read every entity of the type and look from each whether a
    relation leads to the anchor. So a relation to an anchored entity is matched, and each entity kept once.
    """
    clauses: list[str] = []
    predicates = _walk(text, owner, variable, where, moment, clauses)
    if not clauses:
        return f"MATCH ({variable}:{owner})", predicates
    named = f"MATCH ({variable}:{owner})"
    return f"{' '.join([*clauses, named])} WHERE {both(predicates)} WITH DISTINCT {variable}", []


def _walk(text: Text, owner: str, variable: str, where: Given, moment: Moment, found: list[str]) -> list[str]:
    """Predicates on an entity and on what it is anchored to; MATCH clauses for the latter are added to `found`."""
    reachable, rest, predicates = links(owner), dict(where.keys), list[str]()
    for key, given in where.keys.items():
        if key == "AND" and not given.null:
            del rest[key]
            for member in given.items:
                text.condition()
                predicates += _walk(text, owner, variable, member, moment, found)
        elif key == "within" and not given.null and not text.fix(_everywhere(given)):
            del rest[key]
            found.append(_below(text, variable, given, moment))
        elif key in reachable and "some" in given.keys and anchors(given.keys["some"]):
            link, some = reachable[key], given.keys["some"]
            relation, node = text.variable("r"), text.variable("n")
            found.append(f"MATCH {link.pattern(variable, relation, f'{node}:{link.target}')}")
            predicates += [moment.holds(relation), moment.holds(node)]
            if "edge" in some.keys and not some.keys["edge"].null:
                predicates += edge(text, relation, link, some.keys["edge"])
            logic = {key: member for key, member in some.keys.items() if key in _LOGIC}
            predicates += linked(text, link, relation, node, _with(some, logic), moment)
            plain = {key: member for key, member in some.keys.items() if key not in {*logic, "edge"}}
            predicates += _walk(text, link.target, node, _with(some, plain), moment, found)
            others = {name: member for name, member in given.keys.items() if name != "some"}
            rest[key] = _with(given, others)
    return [*predicates, *entity(text, owner, variable, _with(where, rest), moment)]


def _with(given: Given, keys: Mapping[str, Given]) -> Given:
    return Given(given.get, given.value, keys, given.items)


def edge(text: Text, variable: str, link: Link, where: Given) -> list[str]:
    """Predicates on a relationship."""
    known = _by_field(link.relation.properties) | _by_field(STATEMENT)
    found: list[str] = []
    for key, given in where.keys.items():
        if given.null:
            continue
        text.condition()
        if key in _LOGIC:
            found += _logic(text, key, given, lambda member: edge(text, variable, link, member))
        else:
            found += _property(text, variable, known[key], given)
    return found


def linked(text: Text, link: Link, edge_variable: str, node: str, where: Given, moment: Moment) -> list[str]:
    """Predicates on the far end of a relation, and on the relation where `edge` is among the keys."""
    found: list[str] = []
    for key, given in where.keys.items():
        if key == "edge" and not given.null:
            found += edge(text, edge_variable, link, given)
        elif key in _LOGIC and not given.null:
            found += _logic(text, key, given, lambda member: linked(text, link, edge_variable, node, member, moment))
    rest = {key: given for key, given in where.keys.items() if key not in {"edge", *_LOGIC}}
    return [*entity(text, link.target, node, _with(where, rest), moment), *found]


def both(predicates: list[str]) -> str:
    """All of the predicates; true where there are none."""
    return " AND ".join(predicates) if predicates else "true"


def _logic(text: Text, key: str, given: Given, inner: Callable[[Given], list[str]]) -> list[str]:
    if key == "NOT":
        holds = both(inner(given))
        if "{" not in holds:
            return [f"NOT coalesce({holds}, false)"]
        one, good = text.variable("o"), text.variable("g")  # as with `all`
        return [f"NOT EXISTS {{ UNWIND [1] AS {one} WITH ({holds}) AS {good} WHERE {good} RETURN 1 }}"]
    parts: list[str] = []
    for member in given.items:
        text.condition()
        if (part := both(inner(member))) != "true" or key == "OR":
            parts.append(f"({part})")
    if "(true)" in parts:
        return []  # one of an OR that always holds
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
        return [
            "false" if member.null else f"{text.value(member)} IN coalesce({stored}, [])"
            for member in given.keys.values()
        ]
    return _compare(text, stored, given, folded=prop.kind in {Kind.TEXT, Kind.IRI})


def _plain(value: str) -> str:
    """As Cypher's `lower(normalize(_, NFKC))`: what is asked for is folded as what is stored."""
    return unicodedata.normalize("NFKC", value).lower()


def _compare(text: Text, stored: str, given: Given, *, folded: bool = False) -> list[str]:
    """Comparisons of one value; `folded` where case, width and white space do not count."""
    found: list[str] = []
    compared = f"lower(normalize({stored}, NFKC))" if folded else stored
    for key, member in given.keys.items():
        if member.null:
            found.append(f"{stored} IS NULL" if key == "eq" else "false")
        elif key == "in":
            wanted = text.value(
                member,
                (lambda values: [_plain(v) for v in values if v is not None]) if folded else lambda values: values,
            )
            found.append(f"{compared} IN {wanted}")
        else:
            wanted = text.value(member, _plain if folded else lambda value: value)
            operator = "=" if key == "eq" else _COMPARISONS.get(key) or _TEXT[key]
            found.append(f"{compared} {operator} {wanted}")
    return found


def _within(text: Text, variable: str, given: Given, moment: Moment) -> str:
    place = text.variable("w")
    return f"EXISTS {{ MATCH ({variable}) {up(text, moment)} ({place}:Entity {{id: {text.value(given)}}}) }}"


def up(text: Text, moment: Moment) -> str:
    """The part of a pattern that leads from an entity to the places above it, itself included."""
    hop = text.variable("h")
    return f"(()-[{hop}:{_ABOVE}]->() WHERE {moment.holds(hop)}){{0,{_DEEPEST}}}"


def everywhere(place: Given) -> bool:
    """Whether a place is the country: from most of what there is a way leads there, so that it is found sooner by looking
    whether one does than from there.
    """
    return bool(place.value == _COUNTRY)


def _everywhere(place: Given) -> Given:
    get = place.get
    return Given(lambda variables: get(variables) == _COUNTRY, everywhere(place))


def _below(text: Text, variable: str, given: Given, moment: Moment) -> str:
    """A clause that finds what is in a place, from the place down."""
    place, hop = text.variable("w"), text.variable("h")
    steps = f"(()<-[{hop}:{_ABOVE}]-() WHERE {moment.holds(hop)}){{0,{_DEEPEST}}}"
    return f"MATCH ({place}:Entity {{id: {text.value(given)}}}) {steps} ({variable})"


def _related(text: Text, variable: str, link: Link, given: Given, moment: Moment) -> list[str]:
    found: list[str] = []
    for key, member in given.keys.items():
        if member.null:
            continue
        relation, node = text.variable("r"), text.variable("n")
        match = (
            f"MATCH {link.pattern(variable, relation, node)} WHERE {moment.holds(relation)} AND {moment.holds(node)}"
        )
        if key == "count":
            found += _compare(text, f"COUNT {{ {match} }}", member)
            continue
        wanted = both(linked(text, link, relation, node, member, moment))
        if key == "some":
            found.append(f"EXISTS {{ {match} AND {wanted} }}")
        elif key == "none":
            found.append(f"NOT EXISTS {{ {match} AND {wanted} }}")
        elif key == "all":
            # The WITH keeps the planner from turning the negation inside out, at each level anew: at five levels it took 38 s.
            good = text.variable("g")
            found.append(
                f"NOT EXISTS {{ {match} WITH ({wanted}) AS {good} WHERE {good} IS NULL OR NOT {good} RETURN 1 }}"
            )
        else:
            good = text.variable("g")  # as with `all`
            found.append(f"COUNT {{ {match} WITH ({wanted}) AS {good} WHERE {good} RETURN 1 }} = 1")
    return found
