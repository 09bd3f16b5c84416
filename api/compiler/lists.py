"""Lists of what is neither an entity nor its relation, page by page: events and changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.compiler import order as orders
from api.compiler.fields import Selected
from api.compiler.info import page_info
from api.compiler.row import Row
from api.compiler.select import Selector


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list is made of.

    `clause` ends in a WITH whose names the predicates and keys use; `names` are what is carried on to the row, as in a WITH;
    `make` compiles the selection of one member.
    """

    type: str
    clause: str
    predicates: Sequence[str]
    keys: list[orders.Key]
    names: str
    make: Callable[[Row, Selected], str]


def listed(selector: Selector, row: Row, selected: Selected, this: Listed, first: str) -> str:
    """Compile the connection; `first` is the parameter with the size of a page."""
    text, inner, rows = selector.text, Row(selector.text.variable("r")), selector.text.variable("page")
    cursor = selected.given("after")
    keys = ", ".join(inner.column(key.expression) for key in this.keys)
    cursor_of = f"_cursor({orders.signature(this.keys)!r}, [{keys}])"
    page = f"{rows}[:P[{first[1:]!r}]]"
    members: list[str] = []
    for field in selector.operation.fields(f"{this.type}Connection", selected.inner):
        match field.name:
            case "__typename":
                value = repr(f"{this.type}Connection")
            case "pageInfo":
                value = page_info(
                    selector.operation,
                    field,
                    rows=rows,
                    size=f"P[{first[1:]!r}]",
                    row=inner.name,
                    cursor=cursor_of,
                    begun=cursor is not None,
                )
            case "nodes":
                value = f"[{this.make(inner, field)} for {inner.name} in {page}]"
            case _:
                value = f"[{_edge(selector, field, this, inner, cursor_of)} for {inner.name} in {page}]"
        members.append(f"{field.key!r}: {value}")
    predicates = [*this.predicates, *([orders.after(text, this.keys, cursor)] if cursor else [])]
    where = f" WHERE {' AND '.join(predicates)}" if predicates else ""
    column = row.column(
        f"COLLECT {{ {this.clause}{where} WITH {this.names} {orders.order_by(this.keys)} LIMIT {first} + 1 "
        f"RETURN {inner.cypher} }}"
    )
    return f"next({{{', '.join(members)}}} for {rows} in ({column},))"


def _edge(selector: Selector, selected: Selected, this: Listed, inner: Row, cursor: str) -> str:
    members: list[str] = []
    for field in selector.operation.fields(f"{this.type}Edge", selected.inner):
        match field.name:
            case "__typename":
                value = repr(f"{this.type}Edge")
            case "cursor":
                value = cursor
            case _:
                value = this.make(inner, field)
        members.append(f"{field.key!r}: {value}")
    return f"{{{', '.join(members)}}}"
