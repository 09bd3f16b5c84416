"""Reconciliation queries: a batch of them read, bounded and answered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.reconcile.candidates import Candidate, by_ids, by_name, by_values, current
from api.reconcile.naming import Field, fields, name, type_name
from api.reconcile.scoring import Scored, Wanted, scored
from api.reconcile.values import values
from graph.driver import Database
from graph.settings import Settings
from schema import ENTITIES, entity_type

LIMIT, MOST = 5, 50  # candidates in an answer where nothing is said, and at most
AT_ONCE = 8  # queries of a batch that are answered at the same time
MAX_PROPERTIES = 20
_LOWEST = 20.0  # what scores less is not worth showing


class QueryError(ValueError):
    """A query that is not of the form that the specification gives; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query, read."""

    text: str
    types: tuple[str, ...]
    strict: str
    limit: int
    properties: tuple[tuple[Field, tuple[Any, ...]], ...]

    @classmethod
    def read(cls, given: Any) -> Query:
        """A query as it stands in a batch. Raises QueryError."""
        if not isinstance(given, dict):
            raise QueryError(f"expected an object, got {given!r}")
        if unknown := sorted(given.keys() - {"query", "type", "limit", "properties", "type_strict"}):
            raise QueryError(f"{unknown[0]}: a query has no such member")
        text, types = given.get("query", ""), given.get("type") or []
        types = [types] if isinstance(types, str) else types
        if not isinstance(text, str) or not isinstance(types, list) or not all(isinstance(t, str) for t in types):
            raise QueryError("expected `query` to be a text, and `type` a text or a list of texts")
        if unknown := [t for t in types if t not in ENTITIES]:
            raise QueryError(f"type: there is no {unknown[0]!r}; there are {', '.join(ENTITIES)}")
        strict = given.get("type_strict", "any")
        if strict not in {"any", "all", "should"}:
            raise QueryError(f"type_strict: expected any, all or should, got {strict!r}")
        limit = given.get("limit", LIMIT)
        if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit > 0:
            raise QueryError(f"limit: expected a number above 0, got {limit!r}")
        properties = tuple(cls._property(one) for one in _list(given.get("properties")))
        if not text.strip() and not properties:
            raise QueryError("expected `query`, or `properties` with at least one")
        return cls(text, tuple(dict.fromkeys(types)), strict, max(1, int(min(limit, MOST))), properties)

    @staticmethod
    def _property(given: Any) -> tuple[Field, tuple[Any, ...]]:
        if not isinstance(given, dict) or not isinstance(given.get("pid"), str) or "v" not in given:
            raise QueryError("properties: expected objects with `pid`, a text, and `v`")
        field = fields().get(given["pid"])
        if field is None:
            raise QueryError(f"properties: there is no {given['pid']!r}; `suggest` knows those there are")
        value = given["v"]
        found = tuple(value) if isinstance(value, list) else (value,)
        for one in found:
            if not isinstance(one, str | int | float | bool) and not (isinstance(one, dict) and "id" in one):
                raise QueryError(f"properties: {given['pid']}: expected a text, a number or an object with `id`")
        return field, tuple(one for one in found if one != "")


def _list(given: Any) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MAX_PROPERTIES:
        raise QueryError(f"properties: expected a list of at most {MAX_PROPERTIES}")
    return given


async def answer(
    database: Database, settings: Settings, batch: Mapping[str, Query], lang: str
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The result batch: for each query its candidates, the likeliest first."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(query: Query) -> dict[str, list[dict[str, Any]]]:
        async with places:
            return {"result": [_result(found, lang) for found in await candidates(database, settings, query)]}

    results = await asyncio.gather(*(one(query) for query in batch.values()))
    return dict(zip(batch, results, strict=True))


async def candidates(database: Database, settings: Settings, query: Query) -> list[Scored]:
    """The candidates of one query, scored, the likeliest first."""
    if query.strict == "all" and len(query.types) > 1:
        return []  # an entity is of one type, and of no two
    text, strict = "", query.strict != "should"
    types = query.types if strict else ()
    given = [(field, values_) for field, values_ in query.properties if values_]
    if query.text.strip():
        text = await current(database, query.text, settings.base_iri)
        found = await by_name(database, text, types, settings.base_iri)
    else:
        found = await by_values(database, [one for one in given if not one[0].entities], types)
        found += await _related(database, given, types)
    unique = list({one.id: one for one in found}.values())
    constraints = [(field, values_, await values(database, field, unique)) for field, values_ in given]
    wanted = Wanted(text, query.types, strict, constraints, settings.base_iri)
    return [one for one in scored(wanted, unique) if one.score >= _LOWEST][: query.limit]


async def _related(
    database: Database, given: list[tuple[Field, tuple[Any, ...]]], types: tuple[str, ...]
) -> list[Candidate]:
    """Those that are tied by a relation to an entity given by its id."""
    found: set[str] = set()
    for field, values_ in given:
        ids = [str(one["id"]) for one in values_ if isinstance(one, dict)]
        if field.relation is not None and ids:
            ends = await by_ids(database, ids)
            turned = Field(field.id, "", (), relation=field.relation, forward=not field.forward)
            for listed in (await values(database, turned, list(ends.values()))).values():
                found |= {properties["id"] for properties in listed}
    everyone = list((await by_ids(database, sorted(found))).values())
    return [one for one in everyone if not types or _type(one).__name__ in types]


def _type(candidate: Candidate) -> Any:
    cls = entity_type(candidate.id)
    assert cls is not None
    return cls


def _result(found: Scored, lang: str) -> dict[str, Any]:
    cls = _type(found.candidate)
    made = {
        "id": found.candidate.id,
        "name": name(found.candidate.properties, lang),
        "type": [{"id": cls.__name__, "name": type_name(cls, lang)}],
        "score": found.score,
        "features": [{"id": id_, "value": value} for id_, value in found.features.items()],
        "match": found.match,
    }
    if said := described(found.candidate, lang):
        made["description"] = said
    return made


def described(candidate: Candidate, lang: str) -> str:
    """What tells it from others of its name: what it is, and the places above it."""
    properties = candidate.properties
    what = str(properties.get("level") or properties.get("kind") or "").lower().replace("_", " ")
    keys = ("id", "name_en", "name_zh", "name_fr")
    places = [name(dict(zip(keys, row, strict=False)), lang) for row in candidate.above[:3]]
    where = ("" if lang == "zh" else ", ").join(reversed(places) if lang == "zh" else places)
    return " · ".join(part for part in (what, where, str(properties.get("description") or "")[:200]) if part)
