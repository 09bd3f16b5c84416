"""Search: entities by name, with a score and what of them fits."""

from __future__ import annotations

from functools import partial
from typing import Any

from api.compiler import where
from api.compiler.fields import Selected
from api.compiler.page import Page
from api.compiler.row import Cost, Found, Row, Source
from api.compiler.select import Selector
from api.links import INTERFACE
from graph.indexes import SEARCH_LATIN, SEARCH_ZH, search_index
from graph.names import fold
from graph.search import chinese_query, latin_query

_SOUGHT = {"nameEn": "name_en", "nameZh": "name_zh", "nameFr": "name_fr", "aliases": "aliases", "title": "title"}


def search(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    """The root field `search`."""
    text = selector.text
    moment = text.moment(selected.given("asOf"))
    asked = selected.arguments["text"]
    chinese, latin = (text.value(asked, convert) for convert in (chinese_query, latin_query))
    exact = text.value(asked, lambda value: f"\n{fold(value)}\n")
    begun = text.value(asked, lambda value: f"\n{fold(value)}")
    score = text.variable("s")

    def find(node: str, _: str | None) -> Found:
        call = "CALL db.index.fulltext.queryNodes('{}', {}) YIELD node, score RETURN node, score"
        found = f"{call.format(search_index(SEARCH_ZH), chinese)} UNION ALL {call.format(search_index(SEARCH_LATIN), latin)}"
        # Who is called exactly so comes first, and whose name begins so next.
        named = f"CASE WHEN node._names CONTAINS {exact} THEN 10 WHEN node._names CONTAINS {begun} THEN 2 ELSE 1 END"
        predicates = [moment.holds(node)]
        if types := selected.given("types"):
            predicates.append(f"any(label IN labels({node}) WHERE label IN {text.value(types)})")
        if given := selected.given("where"):
            predicates += where.entity(text, INTERFACE, node, given, moment)
        return Found(f"CALL () {{ {found} }} WITH node AS {node}, max(score) * {named} AS {score}", predicates)

    source = Source(find, INTERFACE, "SearchEdge", "SearchConnection", moment, anchored=True)
    page = partial(SearchPage, text.value(asked, _encodable)[1:])
    return selector.connection(row, selected, source, cost, page, extra=(score,))


def _encodable(text: str) -> str:
    """Without halves of characters, which no name has and the driver cannot send."""
    return text.encode("utf-8", "ignore").decode()


class SearchPage(Page):
    """A page of what was found; `asked` is the name of the parameter with what was looked for."""

    def __init__(self, asked: str, *given: Any) -> None:
        super().__init__(*given)
        self.asked = asked

    def of_edge(self, selected: Selected) -> str:
        """The score, or what fits."""
        if selected.name == "score":
            return self.row.column(self.extra[0])
        found = self.selector.text.variable("m")
        names = ", ".join(f"{field!r}: {self.row.column(f'{self.node}.{stored}')}" for field, stored in _SOUGHT.items())
        members: list[str] = []
        for field in self.selector.operation.fields("SearchMatch", selected.inner):
            match field.name:
                case "__typename":
                    value = "'SearchMatch'"
                case "spans":
                    value = f"[{self._span(field)} for s in {found}.spans]"
                case name:
                    value = f"{found}.{name}"
            members.append(f"{field.key!r}: {value}")
        body = f"{{{', '.join(members)}}}"
        return f"next(({body} for {found} in (_matched(P[{self.asked!r}], {{{names}}}),) if {found} is not None), None)"

    def _span(self, selected: Selected) -> str:
        values = {"start": "s[0]", "end": "s[1]", "__typename": "'Span'"}
        fields = self.selector.operation.fields("Span", selected.inner)
        return f"{{{', '.join(f'{field.key!r}: {values[field.name]}' for field in fields)}}}"
