"""Aggregates and groups: all rows of a connection counted, together or by what they have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from api.bounds import GROUPS, MAX_GROUPS
from api.compiler.fields import Selected, first_of
from api.compiler.given import Given, bounded
from api.compiler.row import Cost, Found, Row, Source
from api.compiler.where import up
from api.errors import user_error
from api.links import INTERFACE, links
from api.properties import TYPE, measured
from api.properties import grouped as groupable
from schema import STATEMENT, Kind

if TYPE_CHECKING:
    from api.compiler.select import Selector

_FUNCTIONS = {"count": "count", "min": "min", "max": "max", "sum": "sum", "average": "avg"}


def grouped(selector: Selector, row: Row, selected: Selected, source: Source, cost: Cost) -> str:
    """The field `aggregate` or `groups` of a connection or group; gives the Python expression of its value."""
    if selected.name == "groups":
        return _groups(selector, row, selected, source, cost)
    node, edge = _names(selector, source)
    inner = Row(selector.text.variable("a"))
    value = _aggregate(selector, inner, source.owner, node, selected)
    found = source.find(node, edge).cypher()
    column = row.column(f"head(COLLECT {{ {found} RETURN {inner.cypher if inner.columns else '[]'} }})")
    return f"next({value} for {inner.name} in ({column},))"


def _names(selector: Selector, source: Source) -> tuple[str, str | None]:
    return selector.text.variable("n"), selector.text.variable("r") if source.link else None


def _aggregate(selector: Selector, row: Row, owner: str, node: str, selected: Selected) -> str:
    """The Python expression of an aggregate; the columns it adds are aggregating functions."""
    known = measured(owner)
    members: list[str] = []
    for field in selector.operation.fields(f"{owner}Aggregate", selected.inner):
        match field.name:
            case "__typename":
                value = repr(f"{owner}Aggregate")
            case "count":
                value = row.column("count(*)")
            case name:
                value = _measure(selector, row, f"{node}.{known[name].name}", known[name].kind is Kind.DATE, field)
        members.append(f"{field.key!r}: {value}")
    return f"{{{', '.join(members)}}}"


def _measure(selector: Selector, row: Row, stored: str, dated: bool, selected: Selected) -> str:
    type_ = "DateAggregate" if dated else "NumberAggregate"
    members: list[str] = []
    for field in selector.operation.fields(type_, selected.inner):
        if field.name == "__typename":
            value = repr(type_)
        else:
            column = row.column(f"{_FUNCTIONS[field.name]}({stored})")
            value = column if dated or field.name == "count" else f"_number({column})"
        members.append(f"{field.key!r}: {value}")
    return f"{{{', '.join(members)}}}"


def _groups(selector: Selector, row: Row, selected: Selected, source: Source, cost: Cost) -> str:
    text = selector.text
    node, edge = _names(selector, source)
    key, members = text.variable("k"), text.variable("m")
    first = first_of(selected, GROUPS)
    branch = cost.times(first.get)
    found, entity = _key(selector, selected.arguments["by"], source, (node, edge), key)
    counts, line = Row(text.variable("a")), Row(text.variable("r"))
    counts.column("count(*)")
    inner = replace(source, find=_members(members, bool(source.link)))
    fields: list[str] = []
    nested = False
    for field in selector.operation.fields(f"{source.owner}Group", selected.inner):
        match field.name:
            case "__typename":
                value = repr(f"{source.owner}Group")
            case "value":
                value = "None" if entity else f"_number({line.column(key)})"
            case "entity":
                value = "None"
                if entity:
                    made = selector.entity(line, INTERFACE, key, field.inner, source.moment, branch)
                    value = f"({made} if {line.column(f'{key}.id')} is not None else None)"
            case "count":
                value = f"{counts.name}[0]"
            case "aggregate":
                value = _aggregate(selector, counts, source.owner, node, field)
            case _:
                nested = True
                value = _groups(selector, line, field, inner, branch)
        fields.append(f"{field.key!r}: {value}")
    collected = f", collect([{node}, {edge or 'null'}]) AS {members}" if nested else ""
    limit = text.value(first, bounded("first", 0, MAX_GROUPS))
    order = f"ORDER BY {counts.name}[0] DESC, {key}{'.id' if entity else ''}"
    column = row.column(
        f"COLLECT {{ {found} WITH {key}, {counts.cypher} AS {counts.name}{collected} {order} LIMIT {limit} "
        f"RETURN [{counts.name}, {line.cypher}] }}"
    )
    return f"[{{{', '.join(fields)}}} for {counts.name}, {line.name} in {column}]"


def _members(members: str, edges: bool) -> Callable[[str, str | None], Found]:
    def find(node: str, edge: str | None) -> Found:
        both = f"{members}_[0] AS {node}" + (f", {members}_[1] AS {edge}" if edges else "")
        return Found(f"UNWIND {members} AS {members}_ WITH {both}", [])

    return find


def _key(selector: Selector, by: Given, source: Source, names: tuple[str, str | None], key: str) -> tuple[str, bool]:
    """The rows with what they are grouped by as `key`, and whether that is an entity."""
    text, (node, edge) = selector.text, names
    given = [(name, member) for name, member in by.keys.items() if not member.null]
    if len(given) != 1:
        raise user_error("by: give exactly one of what there is to group by")
    ((name, member),) = given
    found, row = source.find(node, edge).cypher(), ", ".join(filter(None, names))
    if name == "place":
        place = f"({key}:Government {{level: {text.value(member)}}})"
        return f"{found} OPTIONAL MATCH ({node}) {up(text, source.moment)} {place} WITH DISTINCT {row}, {key}", True
    chosen = str(text.fix(member))
    if name == "related":
        far = text.variable("r")
        link = links(source.owner)[chosen]
        holds = f"{source.moment.holds(far)} AND {source.moment.holds(key)}"
        return (
            f"{found} OPTIONAL MATCH {link.pattern(node, far, key)} WHERE {holds} WITH DISTINCT {row}, {key}",
            True,
        )
    return f"{found} WITH {row}, {_value(source, names, name, chosen)} AS {key}", False


def _value(source: Source, names: tuple[str, str | None], by: str, chosen: str) -> str:
    node, edge = names
    if by == "year":
        return f"toInteger(left({node}.{measured(source.owner)[chosen].name}, 4))"
    if chosen == TYPE and source.owner == INTERFACE and by == "property":
        return f"head([l IN labels({node}) WHERE l <> 'Entity'])"
    if by == "edge":
        assert source.link is not None
        known = {p.field: p for p in (*source.link.relation.properties.values(), *STATEMENT.values())}
        stored = f"{edge}.{known[chosen].name}"
    else:
        stored = f"{node}.{groupable(source.owner)[chosen].name}"
    return f"coalesce({stored}, 'ASSERTED')" if chosen == "status" else stored
