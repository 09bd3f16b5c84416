"""The timeline: what began, ended or was published when, of one entity or of the whole graph."""

from __future__ import annotations

from api.compiler import order as orders
from api.compiler.fields import Selected, first_of
from api.compiler.given import bounded
from api.compiler.lists import Listed, listed
from api.compiler.row import Cost, Row
from api.compiler.select import Selector
from api.errors import user_error
from api.links import INTERFACE
from graph.indexes import dates_index
from schema import RELATIONS
from schema.dates import first_day, last_day

_TYPES = ":" + "|".join(RELATIONS)
_OF = (
    "MATCH ({x}:Entity {{id: {id}}}) CALL ({x}) {{ "
    "RETURN {x} AS n, null AS r UNION MATCH ({x})-[r{types}]-(:Entity) RETURN null AS n, r "
    "UNION MATCH ({x})-[{types}]-(n:Entity) RETURN n, null AS r "
    "UNION UNWIND {x}.sources AS source MATCH (n:Document {{id: source}}) RETURN n, null AS r }}"
)
_ALL = (
    "CALL () {{ CALL db.index.fulltext.queryNodes('{entities}', {asked}) YIELD node AS n RETURN n, null AS r "
    "UNION CALL db.index.fulltext.queryRelationships('{relations}', {asked}) YIELD relationship AS r RETURN null AS n, r }}"
)
_DATES = (
    "UNWIND [['BEGINNING', coalesce(n.since, r.since)], ['END', coalesce(n.until, r.until)], ['PUBLICATION', n.date]] "
    "AS dated WITH n, r, dated[0] AS kind, dated[1] AS date, coalesce(n.id, r.id) AS id"
)


def timeline(selector: Selector, row: Row, selected: Selected, cost: Cost) -> str:
    """The root field `timeline`."""
    text = selector.text
    since, until, of = selected.given("from"), selected.given("to"), selected.given("of")
    if of:
        found = _OF.format(x=text.variable("x"), id=text.value(of), types=_TYPES)
    elif since or until:
        bounds = [given.get if given else None for given in (since, until)]
        asked = text.parameter(lambda values: _words(*(get(values) if get else None for get in bounds)))
        found = _ALL.format(entities=dates_index("entities"), relations=dates_index("relations"), asked=asked)
    else:
        raise user_error("timeline: give `of`, an entity, or `from` or `to`, a date")
    predicates = ["date IS NOT NULL"]
    if since:
        predicates.append(f"date >= left({text.value(since, first_day)}, size(date))")
    if until:
        predicates.append(f"date <= {text.value(until, last_day)}")
    if kinds := selected.given("kinds"):
        predicates.append(f"kind IN {text.value(kinds)}")
    backwards = (given := selected.given("order")) is not None and text.fix(given) == "DESC"
    keys = [orders.Key("date", backwards), orders.Key("kind"), orders.Key("id", total=True)]
    first = first_of(selected)
    branch = cost.times(first.get)

    def event(inner: Row, asked: Selected) -> str:
        members: list[str] = []
        for field in selector.operation.fields("Event", asked.inner):
            match field.name:
                case "__typename":
                    value = "'Event'"
                case "entity":
                    made = selector.entity(inner, INTERFACE, "n", field.inner, text.moment(None), branch)
                    value = f"({made} if {inner.column('n.id')} is not None else None)"
                case "relation":
                    made = selector.relation(inner, "r", ("a", "b"), field.inner, text.moment(None), branch)
                    value = f"({made} if {inner.column('r.id')} is not None else None)"
                case name:
                    value = inner.column(name)
            members.append(f"{field.key!r}: {value}")
        return f"{{{', '.join(members)}}}"

    names = "n, r, startNode(r) AS a, endNode(r) AS b, kind, date, id"
    this = Listed("Event", f"{found} {_DATES}", predicates, keys, names, event)
    return listed(selector, row, selected, this, text.value(first, bounded("first")))


def _words(since: str | None, until: str | None) -> str:
    """The query of the date indexes, where each date is a word: all from the one day to the other.

    A date known only to the month or year counts in any part of it, so those of the first day are asked for too.
    """
    least = first_day(since) if since else "0000"
    most = last_day(until) if until else "9999"
    span = f'["{least}" TO "{most}"]'
    asked = [f"{name}:{span}" for name in ("since", "until", "date")]
    if since:
        asked += [f'{name}:("{least[:4]}" OR "{least[:7]}")' for name in ("since", "until", "date")]
    return " OR ".join(asked)
