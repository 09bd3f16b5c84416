"""Selections: from GraphQL fields to one nested Cypher list, and the Python text that names its members again.

Neo4j sends lists, not maps: half the bytes, and the order is the compiler's to keep. For every piece two texts grow side by
side: Cypher columns, and a Python expression over the row that Cypher will give. Into the Python text go only response keys
(as literals made by repr) and positions; into the Cypher text only names of the ontology, variables and parameters.
"""

from __future__ import annotations

from collections.abc import Callable

from api.bounds import EVIDENCES
from api.compiler import order as orders
from api.compiler import where
from api.compiler.fields import Operation, Selected, Selections, first_of
from api.compiler.given import bounded
from api.compiler.groups import grouped
from api.compiler.page import Page
from api.compiler.relation import relation
from api.compiler.row import Cost, Found, Row, Source
from api.compiler.text import Moment, Text
from api.links import INTERFACE, Link, links, own_properties
from schema import EVIDENCE, STATEMENT, Kind, Property


class Selector:
    """Compiles the selections of one operation."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.text: Text = operation.text

    # -- entities ------------------------------------------------------------------------------------------------------

    def entity(self, row: Row, type_: str, node: str, selections: Selections, moment: Moment, cost: Cost) -> str:
        """An entity's selection; adds columns to `row` and gives the Python expression of the object."""
        if type_ != INTERFACE:
            return self._object(row, type_, node, selections, moment, cost)
        named = self.operation.concrete(INTERFACE, selections)
        kinds = [t.name for t in self.operation.schema.get_possible_types(self.operation.schema.type_map[INTERFACE])]  # type: ignore[arg-type]
        special = [kind for kind in kinds if kind in named]
        rest = next(kind for kind in kinds if kind not in special) if len(special) < len(kinds) else special.pop()
        otherwise = self._object(
            row, rest, node, selections, moment, cost, typename=f"_type({row.column(f'{node}.id')})"
        )
        if not special:
            return otherwise
        type_of = f"_type({row.column(f'{node}.id')})"
        cases = "".join(
            f"{self._object(row, kind, node, selections, moment, cost)} if {type_of} == {kind!r} else "
            for kind in special
        )
        return f"({cases}{otherwise})"

    def _object(
        self,
        row: Row,
        type_: str,
        node: str,
        selections: Selections,
        moment: Moment,
        cost: Cost,
        typename: str | None = None,
    ) -> str:
        known = {p.field: p for p in (*own_properties(type_).properties.values(), *STATEMENT.values())}
        members: list[str] = []
        for selected in self.operation.fields(type_, selections):
            match selected.name:
                case "__typename":
                    value = typename or repr(type_)
                case "id":
                    value = row.column(f"{node}.id")
                case "name":
                    value = row.column(orders.name_of(node, self.language(selected)))
                case "names":
                    value = row.column(f"[w IN [{node}.name_en, {node}.name_zh, {node}.name_fr] WHERE w IS NOT NULL]")
                case "evidence":
                    value = self.evidence(row, node, selected)
                case name if name in known:
                    value = self.property(row, node, known[name], selected, moment, cost)
                case name:
                    source = self.linked(node, links(type_)[name], moment, selected)
                    value = self.connection(row, selected, source, cost)
            members.append(f"{selected.key!r}: {value}")
        return f"{{{', '.join(members)}}}"

    def property(
        self,
        row: Row,
        variable: str,
        prop: Property,
        selected: Selected,
        moment: Moment,
        cost: Cost,
        *,
        certain: bool = False,
    ) -> str:
        """A property of an entity or relation, as the response has it."""
        stored = f"{variable}.{prop.name}"
        if prop.kind is Kind.ENTITY:
            inner = Row(self.text.variable("r"))
            other = self.text.variable("o")
            value = self.entity(inner, INTERFACE, other, selected.inner, moment, cost)
            column = row.column(f"head(COLLECT {{ MATCH ({other}:Entity {{id: {stored}}}) RETURN {inner.cypher} }})")
            return inner.or_none(value, column)
        if prop.name == "status":
            return row.column(f"coalesce({stored}, 'ASSERTED')")
        if prop.kind.many:
            return row.column(f"coalesce({stored}, [])")
        column = row.column(stored)
        if prop.kind is Kind.NUMBER:
            return f"_number({column})"
        return f"_required({column}, {prop.field!r})" if certain and prop.required else column

    def language(self, selected: Selected) -> str:
        """The `lang` that a field is asked for."""
        given = selected.given("lang")
        return str(self.text.fix(given)) if given else "EN"

    def relation(
        self,
        row: Row,
        edge: str,
        ends: tuple[str, str],
        selections: Selections,
        moment: Moment,
        cost: Cost,
        type_: str | None = None,
    ) -> str:
        """A relation by itself (api/compiler/relation.py)."""
        return relation(self, row, edge, ends, selections, moment, cost, type_)

    def evidence(self, row: Row, statement: str, asked: Selected) -> str:
        """Evidence for a statement; where there is none it is made from its sources (design: Rules of statements)."""
        noted, document = self.text.variable("e"), self.text.variable("d")
        inner = Row(self.text.variable("r"))
        moment = Moment("''")
        known = {p.field: p for p in EVIDENCE.values()}
        members: list[str] = []
        for selected in self.operation.fields("Evidence", asked.inner):
            if selected.name == "__typename":
                value = "'Evidence'"
            elif selected.name == "document":
                value = self._object(inner, "Document", document, selected.inner, moment, Cost())
            else:
                column = inner.column(f"{noted}.{known[selected.name].name}")
                value = f"_number({column})" if known[selected.name].kind is Kind.NUMBER else column
            members.append(f"{selected.key!r}: {value}")
        found = f"MATCH ({noted}:Evidence {{statement: {statement}.id}})-[:FROM]->({document}:Document)"
        implied = (
            f"WITH null AS {noted} WHERE NOT EXISTS {{ MATCH (:Evidence {{statement: {statement}.id}}) }} "
            f"UNWIND coalesce({statement}.sources, []) AS source MATCH ({document}:Document {{id: source}})"
        )
        first = self.text.value(first_of(asked, EVIDENCES), bounded("first"))
        returned = f"LIMIT {first} RETURN {inner.cypher} AS evidence"
        column = row.column(
            f"COLLECT {{ {found} WITH {noted}, {document} ORDER BY {document}.id, {noted}.id {returned} "
            f"UNION ALL {implied} WITH {noted}, {document} ORDER BY {document}.id {returned} }}"
        )
        return f"[{{{', '.join(members)}}} for {inner.name} in {column}]"

    # -- connections ---------------------------------------------------------------------------------------------------

    def linked(self, owner: str, link: Link, moment: Moment, selected: Selected) -> Source:
        """The relations of an entity as the rows of a connection."""
        as_of = selected.given("asOf")
        inner = self.text.moment(as_of) if as_of else moment

        def find(node: str, edge: str | None) -> Found:
            assert edge is not None
            predicates = [inner.holds(edge), inner.holds(node)]
            if given := selected.given("where"):
                predicates += where.linked(self.text, link, edge, node, given, inner)
            return Found(f"MATCH {link.pattern(owner, edge, node)}", predicates)

        return Source(find, link.target, f"{link.base}Edge", f"{link.base}Connection", inner, link, owner)

    def connection(
        self,
        row: Row,
        selected: Selected,
        source: Source,
        cost: Cost,
        make: Callable[..., Page] = Page,
        *,
        extra: tuple[str, ...] = (),
    ) -> str:
        """A connection's selection; adds columns to `row` and gives the Python expression of the object.

        `extra` are variables that `source` finds beside node and edge; by the first of them rows are ordered.
        """
        edges = make(self, selected, source, cost, extra)
        total: str | None = None
        members: list[str] = []
        for field_ in self.operation.fields(source.connection_type, selected.inner):
            match field_.name:
                case "__typename":
                    value = repr(source.connection_type)
                case "totalCount":
                    if total is None:
                        total = row.column(self._count(source))
                    value = total
                case "aggregate" | "groups":
                    value = grouped(self, row, field_, source, cost)
                case "pageInfo":
                    value = edges.page_info(field_)
                case "nodes":
                    value = edges.nodes(field_)
                case _:
                    value = edges.edges(field_)
            members.append(f"{field_.key!r}: {value}")
        body = f"{{{', '.join(members)}}}"
        if not edges.used:
            return body
        return f"next({body} for {edges.rows} in ({row.column(edges.cypher())},))"

    def _count(self, source: Source) -> str:
        """How many rows there are."""
        node, edge = self.text.variable("n"), self.text.variable("r") if source.link else None
        found = source.find(node, edge)
        if source.whole and source.moment.last is None:
            # Neo4j knows how many there are of a type, and an index those that have ended.
            ended = f"{node}.until < {source.moment.first} AND NOT {source.moment.holds(node)}"
            return f"(COUNT {{ {found.clause} }} - COUNT {{ {found.clause} WHERE {ended} }})"
        return f"COUNT {{ {found.cypher()} RETURN {node} }}"
