"""Data extension: values of fields for reconciled entities, and which fields a type has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.reconcile.candidates import by_ids
from api.reconcile.naming import Field, fields, name, type_name
from api.reconcile.query import QueryError
from api.reconcile.values import values
from graph.driver import Database
from graph.settings import Settings
from schema import ENTITIES, Kind

MAX_IDS, MAX_FIELDS = 1_000, 30


async def extend(database: Database, settings: Settings, given: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The answer to a data extension query. Raises QueryError where it is not of the specification's form."""
    ids, properties = given.get("ids"), given.get("properties")
    if not isinstance(ids, list) or not all(isinstance(id_, str) for id_ in ids) or len(ids) > MAX_IDS:
        raise QueryError(f"extend: ids: expected a list of at most {MAX_IDS} texts")
    if not isinstance(properties, list) or len(properties) > MAX_FIELDS:
        raise QueryError(f"extend: properties: expected a list of at most {MAX_FIELDS} objects")
    wanted = [_wanted(one) for one in properties]
    prefix = f"{settings.base_iri}/id/"
    found = await by_ids(database, [id_.removeprefix(prefix) for id_ in ids])
    candidates = list({one.id: one for one in found.values()}.values())
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {id_: {} for id_ in ids}
    for field, settings_ in wanted:
        said = await values(database, field, candidates)
        for id_ in ids:
            candidate = found.get(id_.removeprefix(prefix))
            listed = said.get(candidate.id, []) if candidate else []
            cells = [_cell(field, value, settings_, lang) for value in listed]
            rows[id_][field.id] = cells[: settings_.get("limit") or None]
    return {"meta": [_meta(field, lang) for field, _ in wanted], "rows": rows}


def _wanted(given: Any) -> tuple[Field, dict[str, Any]]:
    if not isinstance(given, dict) or not isinstance(given.get("id"), str):
        raise QueryError("extend: properties: expected objects with `id`, a text")
    field = fields().get(given["id"])
    if field is None:
        raise QueryError(f"extend: properties: there is no {given['id']!r}; `propose_properties` knows those there are")
    settings = given.get("settings") or {}
    if not isinstance(settings, dict):
        raise QueryError("extend: settings: expected an object")
    limit = settings.get("limit", 0)
    try:
        limit = max(0, int(float(limit)))  # OpenRefine sends what was typed
    except (TypeError, ValueError, OverflowError) as error:
        raise QueryError(f"extend: settings: limit: expected a number, got {limit!r}") from error
    content = settings.get("content", "entity")
    if content not in {"entity", "name", "id"}:
        raise QueryError(f"extend: settings: content: expected entity, name or id, got {content!r}")
    return field, {"limit": limit, "content": content}


def _meta(field: Field, lang: str) -> dict[str, Any]:
    made: dict[str, Any] = {"id": field.id, "name": field.label}
    if len(field.targets) == 1:
        made["type"] = {"id": field.targets[0], "name": type_name(ENTITIES[field.targets[0]], lang)}
    return made


def _cell(field: Field, value: Any, settings: Mapping[str, Any], lang: str) -> dict[str, Any]:
    if isinstance(value, Mapping):
        if settings["content"] == "entity":
            return {"id": value["id"], "name": name(value, lang)}
        return {"str": value["id"] if settings["content"] == "id" else name(value, lang)}
    if isinstance(value, int):
        return {"int": value}
    if isinstance(value, float):
        return {"float": value}
    # The specification's dates have a time. A partial date would get a month and a day that nobody said: it stays a text.
    whole = field.prop is not None and field.prop.kind is Kind.DATE and len(value) == len("2020-12-18")
    return {"date": f"{value}T00:00:00Z"} if whole else {"str": value}


def proposals(type_: str | None, limit: int) -> dict[str, Any]:
    """The fields that a type has, or all; what tells most comes first. Raises QueryError for an unknown type."""
    if type_ and type_ not in ENTITIES:
        raise QueryError(f"type: there is no {type_!r}; there are {', '.join(ENTITIES)}")
    found = [one for one in fields().values() if not type_ or type_ in one.types]
    own = ENTITIES[type_].own if type_ else {}
    found.sort(key=lambda one: 0 if one.prop and one.prop.name in own else 1 if one.relation or one.prop is None else 2)
    made: dict[str, Any] = {"properties": [{"id": one.id, "name": one.label} for one in found[: limit or None]]}
    if type_:
        made["type"] = type_
    if limit:
        made["limit"] = limit
    return made
