"""Paths: the shortest ways from one entity to another, with the relations they go over."""

from __future__ import annotations

from api.bounds import MAX_PATH_LENGTH, MAX_PATHS, PATH_LENGTH, PATHS
from api.compiler.fields import Selected, first_of
from api.compiler.given import Given, bounded
from api.compiler.row import Cost, Row
from api.compiler.select import Selector
from api.compiler.text import Moment
from api.links import INTERFACE
from schema import RELATIONS


def paths(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    """The root field `paths`."""
    text = selector.text
    moment = text.moment(selected.given("asOf"))
    longest = _fixed(selector, "maxLength", selected.given("maxLength"), PATH_LENGTH, MAX_PATH_LENGTH)
    first = _fixed(selector, "first", first_of(selected, PATHS), PATHS, MAX_PATHS, least=0)
    all_shortest = (kind := selected.given("kind")) is not None and text.fix(kind) == "ALL_SHORTEST"
    path, start, end, hop, via = (text.variable(letter) for letter in "pabhv")
    inner = cost.times(lambda _: first * (longest + 1))

    over = [moment.holds(hop), moment.holds(via)]
    if types := selected.given("types"):
        over.insert(0, f"type({hop}) IN {text.value(types)}")
    if status := selected.given("status"):
        over.append(f"coalesce({hop}.status, 'ASSERTED') = {text.value(status)}")
    ends = " ".join(
        f"MATCH ({variable}:Entity {{id: {text.value(selected.arguments[name])}}})"
        for variable, name in ((start, "from"), (end, "to"))
    )
    steps = f"(()-[{hop}:{'|'.join(RELATIONS)}]-({via}) WHERE {' AND '.join(over)}){{1,{longest}}}"
    which = "ALL SHORTEST" if all_shortest else f"SHORTEST {max(first, 1)}"
    found = f"{ends} MATCH {path} = {which} ({start}) {steps} ({end}) WHERE {start} <> {end}"

    line = Row(text.variable("r"))
    members: list[str] = []
    for field in selector.operation.fields("Path", selected.inner):
        match field.name:
            case "__typename":
                value = "'Path'"
            case "length":
                value = line.column(f"length({path})")
            case _:
                value = _hops(selector, line, field, path, moment, inner)
        members.append(f"{field.key!r}: {value}")
    ordered = f"WITH {path} ORDER BY length({path}), [w IN relationships({path}) | w.id] LIMIT {first}"
    column = row.column(f"COLLECT {{ {found} {ordered} RETURN {line.cypher} }}")
    return f"[{{{', '.join(members)}}} for {line.name} in {column}]"


def _hops(selector: Selector, line: Row, field: Selected, path: str, moment: Moment, cost: Cost) -> str:
    """The nodes or the relations of a path, in order."""
    text = selector.text
    hop, place, inner = text.variable("h"), text.variable("i"), Row(text.variable("r"))
    each = f"{field.name}({path})" if field.name == "nodes" else f"relationships({path})"
    names = f"{place}, {each}[{place}] AS {hop}"
    if field.name == "nodes":
        value = selector.entity(inner, INTERFACE, hop, field.inner, moment, cost)
    else:
        ends = (text.variable("a"), text.variable("b"))
        value = selector.relation(inner, hop, ends, field.inner, moment, cost)
        names += f" WITH {place}, {hop}, startNode({hop}) AS {ends[0]}, endNode({hop}) AS {ends[1]}"
    unwound = f"UNWIND range(0, size({each}) - 1) AS {place} WITH {names} ORDER BY {place}"
    return f"[{value} for {inner.name} in {line.column(f'COLLECT {{ {unwound} RETURN {inner.cypher} }}')}]"


def _fixed(selector: Selector, name: str, given: Given | None, default: int, most: int, least: int = 1) -> int:
    """A bound that stands in the text of the pattern, where Cypher takes no parameter."""
    value = selector.text.fix(given or Given(lambda _: default, default))
    return bounded(name, least, most)(value)
