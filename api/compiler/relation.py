"""Relations by themselves: as they are met on paths, among neighbours and by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.compiler.fields import Selections
from api.compiler.row import Cost, Row
from api.compiler.text import Moment
from api.links import INTERFACE
from api.properties import relation_properties
from schema import STATEMENT

if TYPE_CHECKING:
    from api.compiler.select import Selector


def relation(
    selector: Selector,
    row: Row,
    edge: str,
    ends: tuple[str, str],
    selections: Selections,
    moment: Moment,
    cost: Cost,
    type_: str | None = None,
) -> str:
    """A relation's selection; adds columns to `row` and gives the Python expression of the object.

    `edge` and `ends` (its subject and object) are Cypher variables; `type_` is its type where it is known beforehand.
    """
    own = {name: prop for name, (_, prop) in relation_properties().items()}
    own |= {p.field: p for p in STATEMENT.values()}
    named = repr(type_) if type_ else ""
    members: list[str] = []
    for field in selector.operation.fields("Relation", selections):
        match field.name:
            case "__typename":
                value = "'Relation'"
            case "id":
                value = row.column(f"{edge}.id")
            case "type":
                value = named or row.column(f"type({edge})")
            case "label":
                lang = selector.language(field)
                value = f"_label({named or row.column(f'type({edge})')}, {lang!r})"
            case "from" | "to":
                end = ends[field.name == "to"]
                value = selector.entity(row, INTERFACE, end, field.inner, moment, cost)
            case "evidence":
                value = selector.evidence(row, edge, field)
            case name:
                value = selector.property(row, edge, own[name], field, moment, cost)
        members.append(f"{field.key!r}: {value}")
    return f"{{{', '.join(members)}}}"
