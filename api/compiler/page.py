"""One page of a connection: which rows, in which order, and what of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.compiler import order as orders
from api.compiler.fields import Selected, first_of
from api.compiler.given import bounded
from api.compiler.info import page_info
from api.compiler.row import Cost, Row, Source
from schema import STATEMENT

if TYPE_CHECKING:
    from api.compiler.select import Selector


class Page:
    """One page of a connection: its rows are fetched once, however often edges, nodes and pageInfo are selected."""

    def __init__(
        self, selector: Selector, selected: Selected, source: Source, cost: Cost, extra: tuple[str, ...] = ()
    ) -> None:
        self.selector, self.source, self.extra = selector, source, extra
        text = selector.text
        self.node, self.edge = text.variable("n"), text.variable("r") if source.link else None
        self.rows, self.row = text.variable("page"), Row(text.variable("r"))
        self.moment = source.moment
        first = first_of(selected)
        self.first = text.value(first, bounded("first"))[1:]
        self.more = text.value(first, lambda value: bounded("first")(value) + 1)
        self.cost = cost.times(first.get)
        self.cursor_given = selected.given("after")
        asked = selected.given("orderBy")
        self.by_id = not (asked and asked.items) and not extra
        self.order = orders.keys(
            text, asked, source.owner, self.node, source.link, self.edge, self.moment, first=extra[:1]
        )
        self.used = False
        self.peek = False

    def _cursor(self) -> str:
        keys = ", ".join(self.row.column(key.expression) for key in self.order)
        return f"_cursor({orders.signature(self.order)!r}, [{keys}])"

    def shown(self) -> str:
        """The Python expression of the page's rows."""
        self.used = True
        return f"{self.rows}[:P[{self.first!r}]]"

    def page_info(self, selected: Selected) -> str:
        """The Python expression of `pageInfo`."""
        self.used = self.peek = True
        return page_info(
            self.selector.operation,
            selected,
            rows=self.rows,
            size=f"P[{self.first!r}]",
            row=self.row.name,
            cursor=self._cursor(),
            begun=self.cursor_given is not None,
        )

    def nodes(self, selected: Selected) -> str:
        """The Python expression of `nodes`."""
        node = self.selector.entity(self.row, self.source.owner, self.node, selected.inner, self.moment, self.cost)
        return f"[{node} for {self.row.name} in {self.shown()}]"

    def edges(self, selected: Selected) -> str:
        """The Python expression of `edges`."""
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
                case _:
                    value = self.of_edge(field_)
            members.append(f"{field_.key!r}: {value}")
        return f"[{{{', '.join(members)}}} for {self.row.name} in {self.shown()}]"

    def of_edge(self, selected: Selected) -> str:
        """A field of the edge that is of the relation itself."""
        link, edge = self.source.link, str(self.edge)
        assert link is not None
        known = {p.field: p for p in (*link.relation.properties.values(), *STATEMENT.values())}
        match selected.name:
            case "id":
                return self.row.column(f"{edge}.id")
            case "evidence":
                return self.selector.evidence(self.row, edge, selected)
        return self.selector.property(
            self.row, edge, known[selected.name], selected, self.moment, self.cost, certain=True
        )

    def cypher(self) -> str:
        """The COLLECT that fetches the page; one row more than the page where somebody asks whether there is one."""
        names = ", ".join(filter(None, (self.node, self.edge, *self.extra)))
        limit = self.more if self.peek else f"${self.first}"
        returned = self.row.cypher if self.row.columns else "[]"
        found, order = self._found()
        return f"COLLECT {{ {found} WITH {names} {order} LIMIT {limit} RETURN {returned} }}"

    def _found(self) -> tuple[str, str]:
        """The rows behind the cursor and their order: by an index where there is one in this order."""
        text, source, found = self.selector.text, self.source, self.source.find(self.node, self.edge)
        if self.by_id and source.link:
            edge, cursor = str(self.edge), self.cursor_given
            return orders.by_id(text, found, source.link, source.owner_variable, edge, self.order, cursor)
        more = [orders.after(text, self.order, self.cursor_given)] if self.cursor_given else []
        hint = ""
        if self.by_id and not source.anchored:
            hint = f" USING INDEX {self.node}:{source.owner}(id)"
            more = more or [f"{self.node}.id > ''"]
        return found.cypher(*more, hint=hint), orders.order_by(self.order)
