"""Entities that no dataset speaks of any more: they live while a statement uses them, and go with the last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from graph.driver import Transaction
from graph.fold import declared_properties
from schema import RELATIONS, Kind

_UNTIED = "MATCH (s:Entity) WHERE s._by IS NULL AND NOT EXISTS { (s)--() } RETURN s.id"
_UNTIED_AMONG = f"UNWIND $ids AS id {_UNTIED.replace('(s:Entity)', '(s:Entity {id: id})')}"
_DELETE = "UNWIND $ids AS id MATCH (s:Entity {id: id}) DELETE s"


async def sweep(transaction: Transaction, among: Collection[str] | None = None) -> None:
    """Delete the entities that nobody speaks of and no statement uses: those `among` some, or all of them."""

    async def ids(cypher: str, given: Collection[str]) -> set[str]:
        return {row[0] for row in await transaction.run(f"CYPHER 25 {cypher}", ids=sorted(given))}

    untied = await ids(_UNTIED, ()) if among is None else await ids(_UNTIED_AMONG, among) if among else set()
    if untied:
        for cypher in _naming(untied):
            untied -= await ids(cypher, untied)
        await ids(_DELETE, untied)


def named_by(id_: str, properties: Mapping[str, Any]) -> set[str]:
    """The entities that a stored statement names in its properties."""
    names = _naming_properties(id_.partition("/")[0])
    return {*properties.get("sources", ()), *(properties[name] for name in names if name in properties)}


@cache
def _naming_properties(prefix: str) -> tuple[str, ...]:
    return tuple(name for name, prop in declared_properties(prefix).items() if prop.kind is Kind.ENTITY)


def _naming(ids: Collection[str]) -> Iterator[str]:
    """Searches for those of the ids that statements name without a relationship to them.

    There is no index to ask: each reads all statements that may do so, a second or two per million. That is only needed
    where an entity has lost its last dataset and its last relationship.
    """
    if any(id_.startswith("document/") for id_ in ids):
        for pattern in ("(s:Entity)", "()-[s]->()"):
            yield f"MATCH {pattern} UNWIND s.sources AS id WITH DISTINCT id WHERE id IN $ids RETURN id"
    for name, relation in RELATIONS.items():
        for prop in relation.properties.values():
            if prop.kind is Kind.ENTITY:
                found = f"s.{prop.name}"
                yield f"MATCH ()-[s:{name}]->() WHERE {found} IN $ids RETURN DISTINCT {found}"
