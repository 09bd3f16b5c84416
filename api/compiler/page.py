"""One page of a connection: which rows, in which order, and what of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.bounds import MAX_FIRST
from api.compiler import order as orders
from api.compiler.fields import Selected, first_of
from api.compiler.row import Cost, Row, Source
from api.errors import user_error
from schema import STATEMENT

if TYPE_CHECKING:
    from api.compiler.select import Selector


class Page:
    """One page of a connection: its rows are fetched once, however often edges, nodes and pageInfo are selected."""

    def __init__(self, selector: Selector, selected: Selected, source: Source, cost: Cost, score: str | None) -> None:
        self.selector, self.source, self.score = selector, source, score
        text = selector.text
        self.node, self.edge = text.variable("n"), text.variable("r") if source.link else None
        self.rows, self.row = text.variable("page"), Row(text.variable("r"))
        self.moment = source.moment
        first = first_of(selected)
        self.first = text.value(first, _checked_first)[1:]
        self.more = text.value(first, lambda value: _checked_first(value) + 1)
        self.cost = Cost(first.get)
        cost.inner.append(self.cost)
        self.cursor_given = selected.given("after")
        self.order = orders.keys(text, selected.given("orderBy"), source.owner, self.node, source.link, self.edge)
        if score:
            self.order.insert(0, orders.Key(score, descending=True))
        self.used = False
        self.peek = False

    def _cursor(self) -> str:
        return f"_cursor([{', '.join(self.row.column(key.expression) for key in self.order)}])"

    def _shown(self) -> str:
        self.used = True
        return f"{self.rows}[:P[{self.first!r}]]"

    def page_info(self, selected: Selected) -> str:
        """The Python expression of `pageInfo`."""
        members: list[str] = []
        for field_ in self.selector.operation.fields("PageInfo", selected.inner):
            match field_.name:
                case "__typename":
                    value = "'PageInfo'"
                case "hasNextPage":
                    self.used = self.peek = True
                    value = f"len({self.rows}) > P[{self.first!r}]"
                case "hasPreviousPage":
                    value = repr(self.cursor_given is not None)
                case name:
                    end = ":1" if name == "startCursor" else "-1:"
                    value = f"next(({self._cursor()} for {self.row.name} in {self._shown()}[{end}]), None)"
            members.append(f"{field_.key!r}: {value}")
        return f"{{{', '.join(members)}}}"

    def nodes(self, selected: Selected) -> str:
        """The Python expression of `nodes`."""
        node = self.selector.entity(self.row, self.source.owner, self.node, selected.inner, self.moment, self.cost)
        return f"[{node} for {self.row.name} in {self._shown()}]"

    def edges(self, selected: Selected) -> str:
        """The Python expression of `edges`."""
        link = self.source.link
        known = {p.field: p for p in (*link.relation.properties.values(), *STATEMENT.values())} if link else {}
        members: list[str] = []
        for field_ in self.selector.operation.fields(self.source.edge_type, selected.inner):
            match field_.name:
                case "__typename":
                    value = repr(self.source.edge_type)
                case "cursor":
                    value = self._cursor()
                case "node":
                    value = self.selector.entity(
                        self.row, self.source.owner, self.node, field_.inner, self.moment, self.cost
                    )
                case "score":
                    value = self.row.column(str(self.score))
                case "id":
                    value = self.row.column(f"{self.edge}.id")
                case "evidence":
                    value = self.selector.evidence(self.row, str(self.edge), field_.inner)
                case name:
                    value = self.selector.property(
                        self.row, str(self.edge), known[name], field_, self.moment, self.cost, certain=True
                    )
            members.append(f"{field_.key!r}: {value}")
        return f"[{{{', '.join(members)}}} for {self.row.name} in {self._shown()}]"

    def cypher(self) -> str:
        """The COLLECT that fetches the page; one row more than the page where somebody asks whether there is one."""
        match = self.source.match(self.node, self.edge)
        after = f" AND {orders.after(self.selector.text, self.order, self.cursor_given)}" if self.cursor_given else ""
        names = ", ".join(filter(None, (self.node, self.edge, self.score)))
        limit = self.more if self.peek else f"${self.first}"
        returned = self.row.cypher if self.row.columns else "[]"
        return (
            f"COLLECT {{ {match}{after} WITH {names} {orders.order_by(self.order)} LIMIT {limit} RETURN {returned} }}"
        )


def _checked_first(value: int) -> int:
    if not 0 <= value <= MAX_FIRST:
        raise user_error(f"first: expected a number from 0 to {MAX_FIRST}, got {value}")
    return value
