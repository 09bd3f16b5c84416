"""The suggest services: entities, properties and types whose names begin or sound like what is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.answers import as_json, problem
from api.reconcile.candidates import by_name
from api.reconcile.extend import proposals
from api.reconcile.naming import fields, language, name, type_name
from api.reconcile.query import QueryError, described
from graph.errors import DatabaseUnavailableError, QueryTimeoutError
from graph.names import plain
from schema import ENTITIES, entity_type

MOST = 20  # suggestions in an answer
_VARY = {"vary": "accept-language"}


async def entities(request: Request) -> Response:
    """Entities."""
    prefix, lang = request.query_params.get("prefix", ""), language(request)
    types = [type_ for type_ in request.query_params.getlist("type") if type_ in ENTITIES]
    try:
        start = _cursor(request)
        found = await by_name(request.state.database, prefix, types, request.state.settings.base_iri) if prefix else []
    except QueryError as error:
        return problem(request, 400, "BAD_USER_INPUT", str(error))
    except (QueryTimeoutError, DatabaseUnavailableError):
        return problem(request, 503, "DATABASE_UNAVAILABLE", "the database does not answer in time; try again")
    made = []
    for one in found[start : start + MOST]:
        cls = entity_type(one.id)
        assert cls is not None
        value = {"id": one.id, "name": name(one.properties, lang)}
        value |= {"description": said} if (said := described(one, lang)) else {}
        made.append({**value, "notable": [{"id": cls.__name__, "name": type_name(cls, lang)}]})
    return as_json(request, {"result": made}, headers=_VARY)


async def properties(request: Request) -> Response:
    """Properties."""
    found = [{"id": one.id, "name": one.label, "description": one.meaning} for one in fields().values()]
    return _listed(request, found)


async def types(request: Request) -> Response:
    """Types."""
    lang = language(request)
    found = [
        {"id": id_, "name": type_name(cls, lang), "description": " ".join((cls.__doc__ or "").split())}
        for id_, cls in ENTITIES.items()
    ]
    return _listed(request, found, (label for cls in ENTITIES.values() for label in [" ".join(cls.labels.values())]))


async def propose(request: Request) -> Response:
    """The properties of a type, to extend with."""
    given = request.query_params
    try:
        made = proposals(given.get("type"), _number("limit", given.get("limit", "0")))
    except QueryError as error:
        return problem(request, 400, "BAD_USER_INPUT", str(error))
    return as_json(request, made, headers=_VARY)


def _listed(request: Request, found: list[dict[str, Any]], also: Iterable[str] = ()) -> Response:
    """Those whose id, name or other words have the words typed; whose id or name begins with them come first."""
    prefix = plain(request.query_params.get("prefix", "")).strip()
    try:
        start = _cursor(request)
    except QueryError as error:
        return problem(request, 400, "BAD_USER_INPUT", str(error))
    others = [*also] or [""] * len(found)
    ranked = []
    for one, other in zip(found, others, strict=True):
        texts = [plain(one["id"]), plain(one["name"])]
        if any(text.startswith(prefix) for text in texts):
            ranked.append((0, one))
        elif prefix in " ".join([*texts, plain(other)]):
            ranked.append((1, one))
    ranked.sort(key=lambda pair: (pair[0], len(pair[1]["name"])))
    return as_json(request, {"result": [one for _, one in ranked[start : start + MOST]]}, headers=_VARY)


def _cursor(request: Request) -> int:
    return _number("cursor", request.query_params.get("cursor", "0"))


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        raise QueryError(f"{name}: expected a number, got {text!r}")
    return int(text)
