"""What in the graph may be meant: candidates by name, by id, by code, or by the values of their properties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.reconcile.naming import Field
from api.reconcile.readings import cuts, readings
from graph import identities
from graph.asked import STOP_WORDS, asked
from graph.driver import Database
from graph.indexes import SEARCH_LATIN, SEARCH_ZH, search_index
from graph.names import fold, names_of
from graph.search import NOTHING, chinese_query, latin_query
from schema import entity_type, is_entity_id

MOST = 200  # candidates that are looked at

# Who is called exactly so comes before all that only sound like it. Places above: nearest first.
_CANDIDATES = """CYPHER 25
CALL () {
  UNWIND $searches AS search
  CALL (search) {
    CALL db.index.fulltext.queryNodes($chinese, search[0], {limit: 500}) YIELD node, score RETURN node, score
    UNION ALL
    CALL db.index.fulltext.queryNodes($latin, search[1], {limit: 500}) YIELD node, score RETURN node, score
    UNION ALL
    CALL db.index.fulltext.queryNodes($chinese, search[2], {limit: 50}) YIELD node, score RETURN node, 0.001 * score AS score
    UNION ALL
    CALL db.index.fulltext.queryNodes($latin, search[3], {limit: 50}) YIELD node, score RETURN node, 0.001 * score AS score
  }
  RETURN node, score
  UNION ALL
  UNWIND $names AS name
  MATCH (node:Entity) WHERE node._names CONTAINS name
  RETURN node, 10000.0 AS score
  UNION ALL
  UNWIND $ids AS id MATCH (node:Entity {id: id}) RETURN node, 100000.0 AS score
  UNION ALL
  UNWIND $codes AS code MATCH (node:Government {code: code}) RETURN node, 100000.0 AS score
}
WITH node, max(score) AS score
WHERE size($types) = 0 OR any(label IN labels(node) WHERE label IN $types)
ORDER BY score DESC, node.id LIMIT $most
RETURN collect([properties(node), $above])"""
_ABOVE = """COLLECT {
  MATCH (node) (()-[:LOCATED_IN|PART_OF]->(a:Entity)){1,8}
  WITH last(a) AS place, min(size(a)) AS depth ORDER BY depth, place.id LIMIT 50
  RETURN [place.id, place.name_en, place.name_zh, place.name_fr, place.aliases]
}"""
_BY_NAME = _CANDIDATES.replace("$above", _ABOVE)
_BY_IDS = """CYPHER 25
UNWIND $ids AS id MATCH (node:Entity {id: id})
RETURN collect([properties(node), $above])""".replace("$above", _ABOVE)
_MERGED = "CYPHER 25 UNWIND $ids AS id MATCH (m:Merged {id: id}) RETURN m.id, m.into"
_BY_VALUE = """CYPHER 25
MATCH (node:$any($types))
WHERE any(p IN $properties WHERE node[p.name] IN p.values OR any(v IN p.values WHERE v IN coalesce(p.many AND node[p.name], [])))
WITH node ORDER BY node.id LIMIT $most
RETURN collect(node.id)"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant, with the places above it, the nearest first, as [id, names...]."""

    properties: dict[str, Any]
    above: list[list[Any]]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.properties["id"])

    @property
    def names(self) -> list[str]:
        """Everything it is called."""
        found = names_of(self.properties)
        return found + [value for key in ("title", "indicator", "number") if (value := self.properties.get(key))]


async def current(database: Database, text: str, base_iri: str) -> str:
    """The text; where it is the id or address of a merged entity, the id of its successor."""
    id_ = text.strip().removeprefix(f"{base_iri}/id/")
    return (await identities.successor(database, id_) if is_entity_id(id_) else None) or text


async def by_name(database: Database, text: str, types: Sequence[str], base_iri: str) -> list[Candidate]:
    """Those that a text may mean, at most MOST: the exact ones first."""
    read = readings(text)
    names = {fold(one.name) for one in read} | {name for name, _ in cuts(text)}
    id_ = text.strip().removeprefix(f"{base_iri}/id/")
    stripped = text.strip()
    values = {
        "searches": [[chinese_query(one.name), latin_query(one.name), *_some_of(one.name)] for one in read],
        "chinese": search_index(SEARCH_ZH),
        "latin": search_index(SEARCH_LATIN),
        "names": [f"\n{name}\n" for name in sorted(names) if name],
        "ids": [id_] if is_entity_id(id_) else [],
        "codes": [stripped] if stripped.isascii() and stripped.isdigit() and len(stripped) == 6 else [],
        "types": list(types),
        "most": MOST,
    }
    [[rows]] = await database.read(_BY_NAME, values)
    return [Candidate(properties, above) for properties, above in rows if entity_type(properties["id"])]


def _some_of(text: str) -> tuple[str, str]:
    """Queries for both indexes that find what has some of the words, or some pairs of the Chinese characters."""
    said = asked(text)
    runs = " ".join(run for run in said.runs if len(run) > 1)
    words = " ".join(word.text for word in said.words if word.text not in STOP_WORDS)
    chinese = " ".join(f"{field}:({runs})" for field in ("name_zh", "aliases", "title")) if runs else NOTHING
    latin = " ".join(f"{field}:({words})" for field in ("name_en", "name_fr", "aliases", "title")) if words else NOTHING
    return chinese, latin


async def by_ids(database: Database, ids: Sequence[str]) -> dict[str, Candidate]:
    """The entities of these ids, by id; a merged one is its successor."""
    known = [id_ for id_ in ids if is_entity_id(id_)]
    into = dict(await database.read(_MERGED, {"ids": known}))
    wanted = sorted({into.get(id_, id_) for id_ in known})
    [[rows]] = await database.read(_BY_IDS, {"ids": wanted})
    found = {properties["id"]: Candidate(properties, above) for properties, above in rows}
    return {id_: found[into.get(id_, id_)] for id_ in ids if into.get(id_, id_) in found}


async def by_values(
    database: Database, wanted: Sequence[tuple[Field, Sequence[Any]]], types: Sequence[str]
) -> list[Candidate]:
    """Those of the types that have one of the values in one of the fields, which are properties of the graph."""
    properties = [
        {"name": one.prop.name, "values": list(values), "many": one.prop.kind.many}
        for one, values in wanted
        if one.prop
    ]
    owners = list(types) or sorted({type_ for one, _ in wanted for type_ in one.types})
    if not properties or not owners:
        return []
    [[ids]] = await database.read(_BY_VALUE, {"properties": properties, "types": owners, "most": MOST})
    return list((await by_ids(database, ids)).values())
