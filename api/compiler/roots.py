"""Root fields: entities by id, lists of a type, search, paths. Each is one column of the statement's one row."""

from __future__ import annotations

from collections.abc import Mapping

from api.bounds import MAX_PATH_LENGTH, MAX_PATHS, PATH_LENGTH, PATHS
from api.compiler import where
from api.compiler.fields import Selected, first_of
from api.compiler.given import Given
from api.compiler.row import Cost, Row, Source
from api.compiler.select import Selector
from api.compiler.text import Moment
from api.errors import user_error
from api.links import INTERFACE
from graph.indexes import SEARCH_LATIN, SEARCH_ZH, search_index
from graph.names import fold
from graph.search import chinese_query, latin_query
from schema import ENTITIES, RELATIONS, STATEMENT

ONE: Mapping[str, str] = {entity.one: name for name, entity in ENTITIES.items()}
MANY: Mapping[str, str] = {entity.many: name for name, entity in ENTITIES.items()}
COMPILED = {"node", "search", "paths", *ONE, *MANY}


def root(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    """Compile one root field; adds columns to `row` and gives the Python expression of its value."""
    if selected.name in MANY:
        return _many(selector, row, selected, cost)
    if selected.name == "search":
        return _search(selector, row, selected, cost)
    if selected.name == "paths":
        return _paths(selector, row, selected, cost)
    return _one(selector, row, selected, cost)


def _one(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    text = selector.text
    node, inner = text.variable("n"), Row(text.variable("r"))
    as_of = selected.given("asOf")
    moment = text.moment(as_of)
    type_ = ONE.get(selected.name, INTERFACE)
    value = selector.entity(inner, type_, node, selected.inner, moment, cost)
    # An entity asked for by its id is there though it has ended, unless a day is asked about.
    alive = f" WHERE {moment.holds(node)}" if as_of else ""
    label = "Entity" if type_ == INTERFACE else type_
    match = f"MATCH ({node}:{label} {{id: {text.value(selected.arguments['id'])}}}){alive}"
    column = row.column(f"head(COLLECT {{ {match} RETURN {inner.cypher} }})")
    return f"next(({value} for {inner.name} in ({column},) if {inner.name} is not None), None)"


def _many(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    type_ = MANY[selected.name]
    moment = selector.text.moment(selected.given("asOf"))

    def match(node: str, _: str | None) -> str:
        predicates = [moment.holds(node)]
        if given := selected.given("where"):
            predicates += where.entity(selector.text, type_, node, given, moment)
        return f"MATCH ({node}:{type_}) WHERE {' AND '.join(predicates)}"

    source = Source(match, type_, f"{type_}Edge", f"{type_}Connection", moment)
    return selector.connection(row, selected, source, cost)


def _search(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    text = selector.text
    moment = text.moment(selected.given("asOf"))
    asked = selected.arguments["text"]
    chinese, latin = (text.value(asked, convert) for convert in (chinese_query, latin_query))
    exact = text.value(asked, lambda value: f"\n{fold(value)}\n")
    types = selected.given("types")
    score = text.variable("s")

    def match(node: str, _: str | None) -> str:
        call = "CALL db.index.fulltext.queryNodes('{}', {}) YIELD node, score RETURN node, score"
        found = f"{call.format(search_index(SEARCH_ZH), chinese)} UNION ALL {call.format(search_index(SEARCH_LATIN), latin)}"
        typed = f" AND any(label IN labels({node}) WHERE label IN {text.value(types)})" if types else ""
        # Who is called exactly so comes first.
        best = f"max(score) * CASE WHEN node._names CONTAINS {exact} THEN 10 ELSE 1 END AS {score}"
        return f"CALL () {{ {found} }} WITH node AS {node}, {best} WHERE {moment.holds(node)}{typed}"

    source = Source(match, INTERFACE, "SearchEdge", "SearchConnection", moment)
    return selector.connection(row, selected, source, cost, score=score)


def _paths(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    text = selector.text
    moment = text.moment(selected.given("asOf"))
    longest = _bounded(selector, selected, "maxLength", PATH_LENGTH, MAX_PATH_LENGTH)
    first = _bounded(selector, selected, "first", PATHS, MAX_PATHS)
    path, start, end, hop, via = (text.variable(letter) for letter in "pabhv")
    types = selected.given("types")
    over = f"type({hop}) IN {text.value(types)} AND " if types else ""
    inner = Cost(lambda _: first * (longest + 1))
    cost.inner.append(inner)

    ends = " ".join(
        f"MATCH ({variable}:Entity {{id: {text.value(selected.arguments[name])}}})"
        for variable, name in ((start, "from"), (end, "to"))
    )
    steps = f"(()-[{hop}:{'|'.join(RELATIONS)}]-({via}) WHERE {over}{moment.holds(hop)} AND {moment.holds(via)}){{1,{longest}}}"
    found = f"{ends} MATCH {path} = SHORTEST {first} ({start}) {steps} ({end}) WHERE {start} <> {end}"

    line = Row(text.variable("r"))
    members: list[str] = []
    for field in selector.operation.fields("Path", selected.inner):
        match field.name:
            case "__typename":
                value = "'Path'"
            case "length":
                value = line.column(f"length({path})")
            case "nodes":
                value = _path_nodes(selector, line, field, path, moment, inner)
            case _:
                value = _path_relations(selector, line, field, path, moment, inner)
        members.append(f"{field.key!r}: {value}")
    ordered = f"WITH {path} ORDER BY length({path}), [w IN relationships({path}) | w.id]"
    column = row.column(f"COLLECT {{ {found} {ordered} RETURN {line.cypher} }}")
    return f"[{{{', '.join(members)}}} for {line.name} in {column}]"


def _path_nodes(selector: Selector, line: Row, field: Selected, path: str, moment: Moment, cost: Cost) -> str:
    node, place, inner = selector.text.variable("n"), selector.text.variable("i"), Row(selector.text.variable("r"))
    value = selector.entity(inner, INTERFACE, node, field.inner, moment, cost)
    column = line.column(
        f"COLLECT {{ UNWIND range(0, length({path})) AS {place} WITH {place}, nodes({path})[{place}] AS {node} ORDER BY {place} RETURN {inner.cypher} }}"
    )
    return f"[{value} for {inner.name} in {column}]"


def _path_relations(selector: Selector, line: Row, field: Selected, path: str, moment: Moment, cost: Cost) -> str:
    text = selector.text
    relation, place, inner = text.variable("r"), text.variable("i"), Row(text.variable("r"))
    subject, object_ = text.variable("a"), text.variable("b")
    known = {p.field: p for p in STATEMENT.values()}
    members: list[str] = []
    for member in selector.operation.fields("PathRelation", field.inner):
        match member.name:
            case "__typename":
                value = "'PathRelation'"
            case "id":
                value = inner.column(f"{relation}.id")
            case "type":
                value = inner.column(f"type({relation})")
            case "from":
                value = selector.entity(inner, INTERFACE, subject, member.inner, moment, cost)
            case "to":
                value = selector.entity(inner, INTERFACE, object_, member.inner, moment, cost)
            case "evidence":
                value = selector.evidence(inner, relation, member.inner)
            case name:
                value = selector.property(inner, relation, known[name], member, moment, cost)
        members.append(f"{member.key!r}: {value}")
    column = line.column(
        f"COLLECT {{ UNWIND range(0, length({path}) - 1) AS {place} WITH {place}, relationships({path})[{place}] AS {relation} "
        f"WITH {place}, {relation}, startNode({relation}) AS {subject}, endNode({relation}) AS {object_} ORDER BY {place} RETURN {inner.cypher} }}"
    )
    return f"[{{{', '.join(members)}}} for {inner.name} in {column}]"


def _bounded(selector: Selector, selected: Selected, name: str, default: int, most: int) -> int:
    """A bound that stands in the text of the pattern, where Cypher takes no parameter."""
    given = selected.given(name) if name != "first" else first_of(selected, default)
    if given is None:
        given = Given(lambda _: default, default)
    value = selector.text.fix(given)
    if not isinstance(value, int) or not 1 <= value <= most:
        raise user_error(f"{name}: expected a number from 1 to {most}, got {value}")
    return value
