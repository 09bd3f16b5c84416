"""Root fields that are not lists of one type: reasons, changes, the graph as a whole, and those of the other files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from api.compiler import order as orders
from api.compiler.fields import Selected, first_of
from api.compiler.given import bounded
from api.compiler.ids import type_of
from api.compiler.lists import Listed, listed
from api.compiler.neighbours import neighbours
from api.compiler.paths import paths
from api.compiler.row import Cost, Row
from api.compiler.select import Selector
from api.compiler.timeline import timeline
from schema import ENTITIES, RELATIONS, STATEMENT


def _why(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    text, id_ = selector.text, selected.arguments["id"]
    type_ = type_of(selector, id_)
    if not type_:
        return "None"
    subject, this, object_ = (text.variable(letter) for letter in "asb")
    inner, moment = Row(text.variable("r")), text.moment(None)
    entity = type_ in ENTITIES
    known = {p.field: p for p in STATEMENT.values()}
    members: list[str] = []
    for field in selector.operation.fields("Why", selected.inner):
        match field.name:
            case "__typename":
                value = "'Why'"
            case "id":
                value = inner.column(f"{this}.id")
            case "statement" if entity:
                value = selector.entity(inner, type_, this, field.inner, moment, cost)
            case "statement":
                value = selector.relation(inner, this, (subject, object_), field.inner, moment, cost, type_)
            case "sentence":
                lang = selector.language(field)
                ends = [this] if entity else [subject, object_]
                said = ", ".join(inner.column(orders.name_of(end, lang)) for end in ends)
                value = f"_sentence({type_!r}, {lang!r}, {inner.column(f'{this}.status')} == 'PLANNED', {said})"
            case "evidence":
                value = selector.evidence(inner, this, field)
            case "datasets":
                value = inner.column(f"coalesce({this}._by, [])")
            case "publishers":
                value = inner.column(
                    _documents(this, "d", "WITH DISTINCT d.publisher AS p WHERE p IS NOT NULL", "p", "p")
                )
            case "documents":
                document, line = text.variable("d"), Row(text.variable("r"))
                made = selector.entity(line, "Document", document, field.inner, moment, cost)
                column = inner.column(_documents(this, document, f"WITH {document}", f"{document}.id", line.cypher))
                value = f"[{made} for {line.name} in {column}]"
            case name:
                value = selector.property(inner, this, known[name], field, moment, cost)
        members.append(f"{field.key!r}: {value}")
    pattern = f"({this}:{type_} {{id: {text.value(id_)}}})"
    if not entity:
        pattern = f"({subject})-[{this}:{type_} {{id: {text.value(id_)}}}]->({object_})"
    column = row.column(f"head(COLLECT {{ MATCH {pattern} RETURN {inner.cypher} }})")
    return inner.or_none(f"{{{', '.join(members)}}}", column)


def _documents(statement: str, document: str, carried: str, order: str, returned: str) -> str:
    sources = f"UNWIND coalesce({statement}.sources, []) AS source MATCH ({document}:Document {{id: source}})"
    return f"COLLECT {{ {sources} {carried} ORDER BY {order} RETURN {returned} }}"


def _changes(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    text, since = selector.text, selected.given("since")
    first = first_of(selected)
    cost.times(first.get)
    after = text.value(since) if since else "0"
    clause = (
        f"MATCH (c:Change) WHERE c.version > {after} UNWIND range(0, size(c.ids) - 1) AS place "
        "WITH c, c.version AS version, c.part AS part, place, c.ids[place] AS id"
    )
    keys = [orders.Key(name, total=True) for name in ("version", "part", "place")]
    columns = {
        "version": "version",
        "at": "c.at",
        "dataset": "c.dataset",
        "kind": "CASE substring(c.kinds, place, 1) WHEN 'A' THEN 'ADDED' WHEN 'C' THEN 'CHANGED' ELSE 'REMOVED' END",
        "id": "id",
    }

    def change(inner: Row, asked: Selected) -> str:
        values = {
            field.key: "'Change'" if field.name == "__typename" else inner.column(columns[field.name])
            for field in selector.operation.fields("Change", asked.inner)
        }
        return f"{{{', '.join(f'{key!r}: {value}' for key, value in values.items())}}}"

    this = Listed("Change", clause, [], keys, "c, version, part, place, id", change)
    return listed(selector, row, selected, this, text.value(first, bounded("first")))


def _graph(selector: Selector, row: Row, selected: Selected, _: Cost) -> str:
    members: list[str] = []
    for field in selector.operation.fields("Graph", selected.inner):
        match field.name:
            case "__typename":
                value = "'Graph'"
            case "version":
                value = row.column("coalesce(head(COLLECT { MATCH (g:Graph {id: 'graph'}) RETURN g.version }), 0)")
            case "datasets":
                value = _datasets(selector, row, field)
            case name:
                value = _counts(selector, row, field, entities=name == "entities")
        members.append(f"{field.key!r}: {value}")
    return f"{{{', '.join(members)}}}"


def _datasets(selector: Selector, row: Row, selected: Selected) -> str:
    inner = Row(selector.text.variable("r"))
    values = {
        field.key: "'Dataset'" if field.name == "__typename" else inner.column(f"d.{field.name}")
        for field in selector.operation.fields("Dataset", selected.inner)
    }
    column = row.column(f"COLLECT {{ MATCH (d:Dataset) WITH d ORDER BY d.id RETURN {inner.cypher} }}")
    return f"[{{{', '.join(f'{key!r}: {value}' for key, value in values.items())}}} for {inner.name} in {column}]"


def _counts(selector: Selector, row: Row, selected: Selected, *, entities: bool) -> str:
    """How many there are of each type: from Neo4j's own counts, which cost nothing."""
    owner = "EntityCount" if entities else "RelationCount"
    fields = selector.operation.fields(owner, selected.inner)
    made = []
    for type_ in ENTITIES if entities else RELATIONS:
        pattern = f"(:{type_})" if entities else f"()-[:{type_}]->()"
        values = {"type": repr(type_), "__typename": repr(owner)}
        members = ", ".join(
            f"{field.key!r}: {values.get(field.name) or row.column(f'COUNT {{ {pattern} }}')}" for field in fields
        )
        made.append(f"{{{members}}}")
    return f"[{', '.join(made)}]"


VIEWS: Mapping[str, Callable[[Selector, Row, Selected, Cost], str]] = {
    "paths": paths,
    "neighbours": neighbours,
    "timeline": timeline,
    "why": _why,
    "changes": _changes,
    "graph": _graph,
}
