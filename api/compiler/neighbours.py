"""Neighbours: what an entity is tied to, a page for each relation and direction, so that no supernode is sent whole.

Each relation has its own search for a page of (relation, neighbour) pairs; what is selected of them is written once, for the
pairs of all: Neo4j takes seconds to plan a text that says it for each.
"""

from __future__ import annotations

from dataclasses import replace

from api.bounds import NEIGHBOURS
from api.compiler import order as orders
from api.compiler.fields import Selected, first_of
from api.compiler.given import bounded
from api.compiler.ids import type_of
from api.compiler.info import page_info
from api.compiler.row import Cost, Row
from api.compiler.select import Selector
from api.compiler.text import Moment
from api.errors import user_error
from api.links import INTERFACE, Link, links
from schema import RELATIONS


def neighbours(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    """The root field `neighbours`: the type of the entity tells which relations there can be."""
    text, id_ = selector.text, selected.arguments["id"]
    type_ = type_of(selector, id_)
    chosen = _chosen(selector, selected, type_)
    if selected.given("after") and len(chosen) != 1:
        raise user_error("after: a cursor is of one relation in one direction; give its type in `types` and its `way`")
    moment = text.moment(selected.given("asOf"))
    if not chosen:
        return "[]"
    node, group, place = text.variable("n"), text.variable("g"), text.variable("i")
    counted = any(field.name == "totalCount" for field in selector.operation.fields("Neighbours", selected.inner))
    pages = ", ".join(_page(selector, selected, link, node, moment, counted=counted) for link in chosen)
    line, value = _group(selector, selected, group, moment, cost, len(chosen))
    match = f"MATCH ({node}:{type_} {{id: {text.value(id_)}}}) WITH {node}, [{pages}] AS {group}s"
    unwound = (
        f"UNWIND range(0, {len(chosen) - 1}) AS {place} WITH {place}, {group}s[{place}] AS {group} ORDER BY {place}"
    )
    column = row.column(f"COLLECT {{ {match} {unwound} RETURN {line.cypher} }}")
    ways = ", ".join(repr((link.field, link.relation.__name__, "OUT" if link.forward else "IN")) for link in chosen)
    return f"[{value} for way, {line.name} in zip(({ways},), {column}) if {line.name}[0]]"


def _chosen(selector: Selector, selected: Selected, type_: str) -> list[Link]:
    if type_ in RELATIONS:
        return []
    types, way = selected.given("types"), selected.given("way")
    wanted = selector.text.fix(types) if types else None
    pointing = selector.text.fix(way) if way else None
    return [
        link
        for link in links(type_).values()
        if (wanted is None or link.relation.__name__ in wanted)
        and (pointing is None or link.forward == (pointing == "OUT"))
    ]


def _page(selector: Selector, selected: Selected, link: Link, node: str, moment: Moment, *, counted: bool) -> str:
    """Cypher: whether there are any, how many, and a page of [relation, neighbour], and one more where there is one."""
    text = selector.text
    edge, far = text.variable("r"), text.variable("n")
    source = selector.linked(node, link, moment, selected)
    found = source.find(far, edge)
    if status := selected.given("status"):
        more = f"coalesce({edge}.status, 'ASSERTED') = {text.value(status)}"
        found = replace(found, predicates=[*found.predicates, more])
    order = _keys(far, edge)
    behind, sorted_ = orders.by_id(text, found, link, node, edge, order, selected.given("after"))
    limit = text.value(first_of(selected, NEIGHBOURS), lambda value: bounded("first")(value) + 1)
    page = f"COLLECT {{ {behind} WITH {edge}, {far} {sorted_} LIMIT {limit} RETURN [{edge}, {far}] }}"
    total = f"COUNT {{ {found.cypher()} }}" if counted else "null"
    return f"[EXISTS {{ {found.cypher()} }}, {total}, {page}]"


def _keys(far: str, edge: str) -> list[orders.Key]:
    return [orders.Key(f"{far}.id", total=True), orders.Key(f"{edge}.id", total=True)]


def _group(
    selector: Selector, selected: Selected, group: str, moment: Moment, cost: Cost, count: int
) -> tuple[Row, str]:
    """The row of one group, and the Python expression of the group made of it and of `way`."""
    text, operation = selector.text, selector.operation
    edge, far, pair, ends = text.variable("r"), text.variable("n"), text.variable("p"), text.variable("e")
    line, inner = Row(text.variable("r")), Row(text.variable("r"))
    first = first_of(selected, NEIGHBOURS)
    branch = cost.times(lambda variables: count * first.get(variables))
    size = f"P[{text.value(first, bounded('first'))[1:]!r}]"
    keys = _keys(far, edge)
    cursor = f"_cursor({orders.signature(keys)!r}, [{', '.join(inner.column(key.expression) for key in keys)}])"

    def edge_of(asked: Selected) -> str:
        members: list[str] = []
        for field in operation.fields("NeighbourEdge", asked.inner):
            match field.name:
                case "__typename":
                    value = "'NeighbourEdge'"
                case "cursor":
                    value = cursor
                case "relation":
                    value = selector.relation(inner, edge, (f"{ends}a", f"{ends}b"), field.inner, moment, branch)
                case _:
                    value = selector.entity(inner, INTERFACE, far, field.inner, moment, branch)
            members.append(f"{field.key!r}: {value}")
        return f"{{{', '.join(members)}}}"

    line.column(f"{group}[0]")
    named = {"field": "way[0]", "type": "way[1]", "way": "way[2]", "__typename": "'Neighbours'"}
    rows = f"{line.name}[1]"
    members: list[str] = []
    for field in operation.fields("Neighbours", selected.inner):
        match field.name:
            case name if name in named:
                value = named[name]
            case "totalCount":
                value = f"{line.name}[2]"
            case "pageInfo":
                begun = selected.given("after") is not None
                value = page_info(operation, field, rows=rows, size=size, row=inner.name, cursor=cursor, begun=begun)
            case "nodes":
                made = selector.entity(inner, INTERFACE, far, field.inner, moment, branch)
                value = f"[{made} for {inner.name} in {rows}[:{size}]]"
            case _:
                value = f"[{edge_of(field)} for {inner.name} in {rows}[:{size}]]"
        members.append(f"{field.key!r}: {value}")
    unwound = f"UNWIND {group}[2] AS {pair} WITH {pair}[0] AS {edge}, {pair}[1] AS {far}"
    tied = f"WITH {edge}, {far}, startNode({edge}) AS {ends}a, endNode({edge}) AS {ends}b"
    line.columns.append(f"COLLECT {{ {unwound} {tied} RETURN {inner.cypher} }}")
    line.columns.append(f"{group}[1]")
    return line, f"{{{', '.join(members)}}}"
