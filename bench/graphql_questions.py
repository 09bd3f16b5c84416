"""What bench/graphql.py asks: each question in GraphQL (ours, naive), in the peer's GraphQL, and in Cypher by hand.

The Cypher is what a careful person with the same graph would write: one statement, nested COLLECTs of lists (a third to a half
faster than maps, which repeat their keys), the same order and the same filter of what has ended, and for the members of a
chain the index of both ends, so that a page of a chain with 30,000 members does not sort them. `named` makes of its one row
what GraphQL answers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.driver import Database
from schema.dates import today

Variables = dict[str, Any]
SEED = 4


def _holds(*names: str) -> str:
    """The default filter: nothing that has ended; a partial date counts whole."""
    return " AND ".join(f"({n}.until IS NULL OR {n}.until >= left($today, size({n}.until)))" for n in names)


def _places(owner: str, relation: str, number: int = 0) -> str:
    """The place of `owner` and the three above it, one inside the other."""
    place, edge = f"g{number}", f"l{number}"
    above = "" if number == 3 else ", " + _places(place, "PART_OF", number + 1)
    return (
        f"COLLECT {{ MATCH ({owner})-[{edge}:{relation}]->({place}:Government) WHERE {_holds(edge, place)} "
        f"WITH {place} ORDER BY {place}.id LIMIT 1 RETURN [{place}.id, {place}.name_en{above}] }}"
    )


def _members(first: int, more: str = "") -> str:
    return (
        "COLLECT { MATCH (c)<-[r:MEMBER_OF]-(e:Enterprise) USING INDEX r:MEMBER_OF(_o, _s) "
        f"WHERE r._o = c.id AND r._s > '' AND {_holds('r', 'e')} WITH e, r ORDER BY r._o, r._s, r.id LIMIT {first} "
        f"RETURN [e.id, e.name_en{more}] }}"
    )


def _chains(first: int, members: str) -> str:
    return (
        f"COLLECT {{ MATCH (p)-[s:STRENGTHENS]->(c:IndustrialChain) WHERE {_holds('s', 'c')} "
        f"WITH c ORDER BY c.id LIMIT {first} RETURN [c.id, c.name_en, {members}] }}"
    )


def _named_places(rows: list[Any], above: int = 3) -> dict[str, Any]:
    if above == 0:
        return {"nodes": [{"id": id_, "nameEn": name} for id_, name in rows]}
    return {"nodes": [{"id": id_, "nameEn": n, "partOf": _named_places(up, above - 1)} for id_, n, up in rows]}


def _named_small(row: list[Any]) -> dict[str, Any]:
    id_, name, places, chains = row
    strengthens = [
        {"id": c, "nameEn": n, "members": {"nodes": [{"id": e, "nameEn": m} for e, m in members]}}
        for c, n, members in chains
    ]
    pilot = {"id": id_, "nameEn": name, "locatedIn": _named_places(places), "strengthens": {"nodes": strengthens}}
    return {"pilot": pilot}


def _named_deep(row: list[Any]) -> dict[str, Any]:
    id_, name, chains = row
    strengthens = [
        {
            "id": c,
            "nameEn": n,
            "members": {"nodes": [{"id": e, "nameEn": m, "locatedIn": _named_places(up)} for e, m, up in members]},
        }
        for c, n, members in chains
    ]
    return {"pilot": {"id": id_, "nameEn": name, "strengthens": {"nodes": strengthens}}}


def _named_list(row: list[Any]) -> dict[str, Any]:
    nodes = [{"id": i, "nameEn": e, "nameZh": z, "since": s, "status": a, "sources": d} for i, e, z, s, a, d in row[0]]
    return {"enterprises": {"nodes": nodes}}


def _named_filter(row: list[Any]) -> dict[str, Any]:
    nodes = [{"id": i, "nameEn": e, "nameZh": z, "since": s, "status": a} for i, e, z, s, a in row[0]]
    return {"enterprises": {"nodes": nodes}}


def _named_groups(row: list[Any]) -> dict[str, Any]:
    groups = [{"value": value, "count": count} for value, count in row[2]]
    return {"industrialChain": {"id": row[0], "nameEn": row[1], "members": {"groups": groups}}}


@dataclass(frozen=True, slots=True)
class Question:
    """One question in all its forms.

    `candidates` is Cypher that gives the values of its variables, a row each, in the order of `names`.
    """

    name: str
    what: str
    graphql: str
    peer: str
    cypher: str
    named: Callable[[list[Any]], dict[str, Any]]
    names: tuple[str, ...]
    candidates: str

    @property
    def plain(self) -> str:
        """The peer's operation without order and without the filter of what has ended, in what is nested."""
        said = (
            self.peer.replace(f", where: {_BOTH}", "")
            .replace(f"first: 1, {_SORT}", "first: 1")
            .replace(f", {_SORT}", "")
        )
        return said if said.count("$today") > 1 else said.replace(", $today: String!", "")

    async def draw(self, database: Database, count: int) -> list[Variables]:
        """`count` values of the variables, the same for the same graph. Raises ValueError where the graph has none."""
        rows = await database.read(f"CYPHER 25 {self.candidates}", timeout=120)
        if not rows:
            raise ValueError(f"the graph has nothing that {self.name} could ask about")
        drawn = random.Random(f"{SEED} {self.name}").choices(rows, k=count)
        return [dict(zip(self.names, row, strict=True)) for row in drawn]

    def parameters(self, variables: Mapping[str, Any]) -> Variables:
        """What the Cypher and the peer are given: they have to be told the day, ours knows it."""
        return {**variables, "today": today()}


_LEVELS = "nodes { id nameEn ... on Government { partOf(first: 1) { %s } } }"
PLACES = _LEVELS % (_LEVELS % (_LEVELS % "nodes { id nameEn }"))

# The peer has no default filter and no partial dates: this one is the same where all dates of ending are past or whole days.
_OPEN = "OR: [{ until: { eq: null } }, { until: { gte: $today } }]"
_BOTH = f"{{ edge: {{ {_OPEN} }}, node: {{ {_OPEN} }} }}"
_SORT = "sort: { node: { id: ASC } }"


def _peer_places(field: str = "locatedIn", number: int = 0) -> str:
    above = "" if number == 3 else " " + _peer_places("partOf", number + 1)
    return (
        f"{field}: {field}Connection(first: 1, {_SORT}, where: {_BOTH}) {{ edges {{ node {{ id nameEn{above} }} }} }}"
    )


def _peer_chains(first: int, members: int, more: str) -> str:
    inner = f"members: membersConnection(first: {members}, {_SORT}, where: {_BOTH}) {{ edges {{ node {{ id nameEn {more} }} }} }}"
    return f"strengthens: strengthensConnection(first: {first}, {_SORT}, where: {_BOTH}) {{ edges {{ node {{ id nameEn {inner} }} }} }}"


def _peer_count(position: str) -> str:
    where = f'{{ edge: {{ position: {{ eq: "{position}" }}, {_OPEN} }}, node: {{ {_OPEN} }} }}'
    return f"{position}: membersConnection(where: {where}) {{ aggregate {{ count {{ edges }} }} }}"


_PILOTS = "MATCH (p:Pilot) RETURN p.id ORDER BY p.id"
_RELATED = (
    "EXISTS { MATCH (e)-[m:MEMBER_OF]->(c:IndustrialChain)<-[s:STRENGTHENS]-(p:Pilot {batch: $batch}) "
    f"WHERE {_holds('m', 'c', 's', 'p')} }}"
)

QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "small",
            "a pilot, its place and those above, its chains, twelve enterprises of each: about 57 objects",
            f"query Small($id: ID!) {{ pilot(id: $id) {{ id nameEn locatedIn(first: 1) {{ {PLACES} }} "
            "strengthens(first: 5) { nodes { id nameEn members(first: 12) { nodes { id nameEn } } } } } }",
            "query Small($id: String!, $today: String!) { pilot: pilots(where: { id: { eq: $id } }) { id nameEn "
            f"{_peer_places()} {_peer_chains(5, 12, '')} }} }}",
            f"MATCH (p:Pilot {{id: $id}}) RETURN p.id, p.name_en, {_places('p', 'LOCATED_IN')}, {_chains(5, _members(12))}",
            _named_small,
            ("id",),
            _PILOTS,
        ),
        Question(
            "deep",
            "a pilot, two of its chains, six enterprises of each, their places and those above: about 59 objects",
            "query Deep($id: ID!) { pilot(id: $id) { id nameEn strengthens(first: 2) { nodes { id nameEn "
            f"members(first: 6) {{ nodes {{ id nameEn locatedIn(first: 1) {{ {PLACES} }} }} }} }} }} }} }}",
            "query Deep($id: String!, $today: String!) { pilot: pilots(where: { id: { eq: $id } }) { id nameEn "
            f"{_peer_chains(2, 6, _peer_places())} }} }}",
            "MATCH (p:Pilot {id: $id}) RETURN p.id, p.name_en, "
            + _chains(2, _members(6, ", " + _places("e", "LOCATED_IN"))),
            _named_deep,
            ("id",),
            _PILOTS,
        ),
        Question(
            "list",
            "500 enterprises with six properties, from a random one on",
            "query List($after: String) { enterprises(first: 500, after: $after) "
            "{ nodes { id nameEn nameZh since status sources } } }",
            "query List($after: String!, $today: String!) { enterprises(limit: 500, sort: [{ id: ASC }], "
            f"where: {{ id: {{ gt: $after }}, {_OPEN} }}) {{ id nameEn nameZh since status sources }} }}",
            "RETURN COLLECT { MATCH (e:Enterprise) USING INDEX e:Enterprise(id) "
            f"WHERE e.id > $after AND {_holds('e')} WITH e ORDER BY e.id LIMIT 500 "
            "RETURN [e.id, e.name_en, e.name_zh, e.since, e.status, e.sources] }",
            _named_list,
            ("after",),
            f"LET today = toString(date()) MATCH (e:Enterprise) WHERE {_holds('e').replace('$today', 'today')} "
            "WITH e.id AS id ORDER BY id WITH collect(id) AS ids UNWIND ids[..-500] AS id RETURN id",  # a whole page after it
        ),
        Question(
            "filter",
            "25 enterprises of a county that belong to a chain strengthened by a pilot of a given batch",
            "query Filter($place: ID!, $batch: Int!) { enterprises(first: 25, where: { "
            "locatedIn: { some: { id: { eq: $place } } } memberOf: { some: { industrialChain: { strengthenedBy: "
            "{ some: { pilot: { batch: { eq: $batch } } } } } } } }) { nodes { id nameEn nameZh since status } } }",
            "query Filter($place: String!, $batch: Int!, $today: String!) { enterprises(limit: 25, sort: [{ id: ASC }], "
            f"where: {{ {_OPEN}, locatedInConnection: {{ some: {{ edge: {{ {_OPEN} }}, node: {{ id: {{ eq: $place }}, {_OPEN} }} }} }}, "
            f"memberOfConnection: {{ some: {{ edge: {{ {_OPEN} }}, node: {{ {_OPEN}, strengthenedByConnection: {{ some: {{ "
            f"edge: {{ {_OPEN} }}, node: {{ batch: {{ eq: $batch }}, {_OPEN} }} }} }} }} }} }} }}) {{ id nameEn nameZh since status }} }}",
            f"RETURN COLLECT {{ MATCH (g:Government {{id: $place}})<-[l:LOCATED_IN]-(e:Enterprise) WHERE {_holds('g', 'l', 'e')} "
            f"AND {_RELATED} WITH DISTINCT e ORDER BY e.id LIMIT 25 RETURN [e.id, e.name_en, e.name_zh, e.since, e.status] }}",
            _named_filter,
            ("place", "batch"),
            "MATCH (g:Government {level: 'COUNTY'}) UNWIND range(1, 5) AS batch RETURN g.id, batch ORDER BY g.id, batch",
        ),
        Question(
            "groups",
            "the members of a chain, counted by position",
            "query Groups($id: ID!) { industrialChain(id: $id) { id nameEn members { groups(by: { edge: position }) { value count } } } }",
            "query Groups($id: String!, $today: String!) { industrialChain: industrialChains(where: { id: { eq: $id } }) "
            f"{{ id nameEn {' '.join(map(_peer_count, ('upstream', 'midstream', 'downstream')))} }} }}",
            "MATCH (c:IndustrialChain {id: $id}) RETURN c.id, c.name_en, COLLECT { MATCH (c)<-[r:MEMBER_OF]-(e:Enterprise) "
            f"WHERE {_holds('r', 'e')} WITH r.position AS position, count(*) AS found ORDER BY found DESC, position RETURN [position, found] }}",
            _named_groups,
            ("id",),
            "MATCH (c:IndustrialChain) RETURN c.id ORDER BY c.id",
        ),
    )
}


def from_peer(data: Any) -> Any:
    """The peer's answer in the form of ours: `edges { node }` as `nodes`, and three counts as groups."""
    one = {key: value[0] for key, value in data.items() if key in {"pilot", "industrialChain"}}
    if "enterprises" in data:
        return {"enterprises": {"nodes": data["enterprises"]}}
    if chain := one.get("industrialChain"):
        counts = [(-chain[p]["aggregate"]["count"]["edges"], p) for p in ("upstream", "midstream", "downstream")]
        groups = [{"value": p, "count": -count} for count, p in sorted(counts) if count]
        return {"industrialChain": {"id": chain["id"], "nameEn": chain["nameEn"], "members": {"groups": groups}}}
    return _nodes(one)


def _nodes(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"edges"}:
            return {"nodes": [_nodes(edge["node"]) for edge in value["edges"]]}
        return {key: _nodes(inner) for key, inner in value.items()}
    return value
