"""The whole: one statement for an operation's compiled root fields, and the function that names its one row again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode

from api.compiler.fields import Operation, Selected
from api.compiler.given import Variables
from api.compiler.order import encode
from api.compiler.roots import COMPILED, root
from api.compiler.row import Cost, Row
from api.compiler.select import Selector
from api.compiler.text import Text
from graph.search import matched
from schema import ENTITIES, RELATIONS, entity_type


def _type(id_: str) -> str:
    entity = entity_type(id_)
    assert entity is not None, id_
    return entity.__name__


def _number(value: float | None) -> float | int | None:
    """A number without a fraction is written without one."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def _required(value: Any, field: str) -> Any:
    if value is None:
        raise LookupError(f"the graph has no {field} where the ontology requires one; `qianglian db check` says where")
    return value


def _label(type_: str, lang: str) -> str:
    return (RELATIONS.get(type_) or ENTITIES[type_]).labels[lang.lower()]


_PLANNED = {"EN": " (planned)", "ZH": "（计划）", "FR": " (prévu)"}
_COLONS = {"EN": ": ", "ZH": "：", "FR": " : "}


def _sentence(type_: str, lang: str, planned: bool, *names: str) -> str:
    """What a statement says: a subject, its relation and an object; or an entity and what it is."""
    label = _label(type_, lang)
    if len(names) == 2:
        said = ("" if lang == "ZH" else " ").join((names[0], label, names[1]))
    else:
        said = f"{names[0]}{_COLONS[lang]}{label}"
    return said + (_PLANNED[lang] if planned else "")


_BRACES = re.compile(r"[{}]")
_NAMES = {
    "_cursor": encode,
    "_type": _type,
    "_number": _number,
    "_label": _label,
    "_sentence": _sentence,
    "_matched": matched,
    "_required": _required,
    "__builtins__": {"len": len, "next": next, "zip": zip},
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled operation. `cypher` is None where nothing has to be asked of the graph.

    `build` makes the response's data from the row and the parameters; fields that are not compiled are left to `others`,
    whose places it keeps as None. `columns` are the parts of `cypher`, one or more for a root field.
    """

    cypher: str | None
    text: Text
    cost: Cost
    build: Callable[[list[Any], Mapping[str, Any]], dict[str, Any]]
    source: str
    others: tuple[Selected, ...]
    columns: tuple[str, ...]

    def nesting(self) -> int:
        """How many subqueries are within one another at most: planning takes twice as long with each."""
        deepest = depth = 0
        for bracket in _BRACES.findall(self.cypher or ""):
            depth += 1 if bracket == "{" else -1
            deepest = max(deepest, depth)
        return deepest

    def price(self, variables: Variables) -> int:
        """How many entities the operation may give at most."""

        def priced(cost: Cost) -> int:
            inner = sum(map(priced, cost.inner))
            return inner if cost.first is None else max(int(cost.first(variables)), 0) * (1 + inner)

        return priced(self.cost)


def compile_operation(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Variables,
    max_filters: int = 1000,
) -> Plan:
    """Compile a validated operation; `variables` are coerced. The plan fits every operation of the same shape.

    Raises a GraphQL error for an argument that cannot be used, and for more than `max_filters` conditions in filters.
    """
    text = Text(max_filters)
    selector = Selector(Operation(schema, fragments, variables, text))
    row, cost = Row("row"), Cost()
    members: list[str] = []
    others: list[Selected] = []
    for selected in selector.operation.fields("Query", (operation.selection_set,)):
        if selected.name == "__typename":
            value = "'Query'"
        elif selected.name in COMPILED:
            value = root(selector, row, selected, cost)
        else:
            others.append(selected)
            value = "None"
        members.append(f"{selected.key!r}: {value}")
    source = f"lambda row, P: {{{', '.join(members)}}}"
    # The text is made of literals by repr, positions and our own names; see api/compiler/select.py.
    build = eval(source, dict(_NAMES))  # noqa: S307
    return Plan(
        f"CYPHER 25 RETURN {row.cypher}" if row.columns else None,
        text,
        cost,
        build,
        source,
        tuple(others),
        tuple(row.columns),
    )
