"""Root fields: entities and relations by id, lists of a type. Each root field is one column of the statement's one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from api.bounds import MAX_FIRST
from api.compiler import where
from api.compiler.fields import Selected
from api.compiler.given import Given, Variables
from api.compiler.ids import type_of
from api.compiler.row import Cost, Found, Row, Source
from api.compiler.search import search
from api.compiler.select import Selector
from api.compiler.views import VIEWS
from api.errors import user_error
from api.links import INTERFACE
from schema import ENTITIES, relation_type

ONE: Mapping[str, str] = {entity.one: name for name, entity in ENTITIES.items()}
MANY: Mapping[str, str] = {entity.many: name for name, entity in ENTITIES.items()}


def root(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    """Compile one root field; adds columns to `row` and gives the Python expression of its value."""
    return COMPILED[selected.name](selector, row, selected, cost)


def _one(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    text, id_ = selector.text, selected.arguments["id"]
    type_ = ONE.get(selected.name) or type_of(selector, id_)
    node, inner = text.variable("n"), Row(text.variable("r"))
    as_of = selected.given("asOf")
    moment = text.moment(as_of)
    if type_ not in ENTITIES:
        return "None" if selected.name == "entity" or not type_ else _relation(selector, row, selected, cost, type_)
    value = selector.entity(inner, type_, node, selected.inner, moment, cost)
    # An entity asked for by its id is there though it has ended, unless a day is asked about.
    alive = f" WHERE {moment.holds(node)}" if as_of else ""
    match = f"MATCH ({node}:{type_} {{id: {text.value(id_)}}}){alive}"
    column = row.column(f"head(COLLECT {{ {match} RETURN {inner.cypher} }})")
    return inner.or_none(value, column)


def _relation(selector: Selector, row: Row, selected: Selected, cost: Cost, type_: str) -> str:
    text = selector.text
    subject, edge, object_ = (text.variable(letter) for letter in "are")
    inner = Row(text.variable("r"))
    value = selector.relation(inner, edge, (subject, object_), selected.inner, text.moment(None), cost, type_)
    match = f"MATCH ({subject})-[{edge}:{type_} {{id: {text.value(selected.arguments['id'])}}}]->({object_})"
    column = row.column(f"head(COLLECT {{ {match} RETURN {inner.cypher} }})")
    return inner.or_none(value, column)


def _nodes(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    """Entities in one list, relations in one per type; both have a place for every id."""
    text, ids = selector.text, selected.arguments["ids"]
    get = ids.get

    def relations(variables: Variables) -> tuple[str, ...]:
        return tuple(sorted({found.__name__ for id_ in get(variables) if (found := relation_type(str(id_)))}))

    types = text.fix(Given(relations, relations(selector.operation.variables)))
    branch = cost.times(lambda variables: len(get(variables)))
    given, moment = text.value(ids, _checked_ids), text.moment(None)
    place, node = text.variable("i"), text.variable("n")
    subject, edge, object_ = (text.variable(letter) for letter in "are")
    every = f"UNWIND range(0, size({given}) - 1) AS {place}"
    inner = Row(text.variable("r"))
    values = [selector.entity(inner, INTERFACE, node, selected.inner, moment, branch)]
    column = f"COLLECT {{ {every} OPTIONAL MATCH ({node}:Entity {{id: {given}[{place}]}}) WITH {place}, {node} ORDER BY {place} RETURN CASE WHEN {node} IS NULL THEN null ELSE {inner.cypher} END }}"
    rows, columns = [inner.name], [row.column(column)]
    for type_ in types:
        inner = Row(text.variable("r"))
        values.append(selector.relation(inner, edge, (subject, object_), selected.inner, moment, branch, type_))
        match = f"OPTIONAL MATCH ({subject})-[{edge}:{type_} {{id: {given}[{place}]}}]->({object_})"
        column = f"COLLECT {{ {every} {match} WITH {place}, {subject}, {edge}, {object_} ORDER BY {place} RETURN CASE WHEN {edge} IS NULL THEN null ELSE {inner.cypher} END }}"
        rows.append(inner.name)
        columns.append(row.column(column))
    chosen = "".join(f"{value} if {name} is not None else " for name, value in zip(rows, values, strict=True))
    return f"[{chosen}None for {', '.join(rows)}, in zip({', '.join(columns)})]"


def _checked_ids(ids: list[str]) -> list[str]:
    if len(ids) > MAX_FIRST:
        raise user_error(f"ids: at most {MAX_FIRST}, got {len(ids)}")
    return ids


def _many(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    type_, text = MANY[selected.name], selector.text
    moment = text.moment(selected.given("asOf"))
    given = selected.given("where")

    def find(node: str, _: str | None) -> Found:
        if not given:
            return Found(f"MATCH ({node}:{type_})", [moment.holds(node)])
        clause, predicates = where.anchored(text, type_, node, given, moment)
        return Found(clause, [moment.holds(node), *predicates])

    anchored = given is not None and where.anchors(given)
    source = Source(find, type_, f"{type_}Edge", f"{type_}Connection", moment, whole=not given, anchored=anchored)
    return selector.connection(row, selected, source, cost)


COMPILED: Mapping[str, Callable[[Selector, Row, Selected, Cost], str]] = {
    **dict.fromkeys(("node", "entity", *ONE), _one),
    **dict.fromkeys(MANY, _many),
    "nodes": _nodes,
    "search": search,
    **VIEWS,
}
