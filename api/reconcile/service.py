"""`/reconcile`: the manifest, queries and data extension (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/).

Everything may be asked by GET and, as a form, by POST. Pages of other origins may ask where the setting `cors_origins` lets them;
there is no JSONP.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version as release
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.answers import as_json, cache_control, problem, tag
from api.reconcile.extend import extend
from api.reconcile.naming import language, type_name
from api.reconcile.query import Query, QueryError, answer
from graph.errors import DatabaseUnavailableError, QueryTimeoutError
from schema import ENTITIES

MAX_BODY = 1 << 20
WIDTH, HEIGHT = 420, 260  # of a preview, in pixels
_FORM = "application/x-www-form-urlencoded"


async def reconcile(request: Request) -> Response:
    """The manifest, or the answer to `queries`, `query` or `extend`."""
    lang = language(request)
    try:
        given = await parameters(request)
        if "queries" in given:
            return await _answer(request, _object("queries", given["queries"]), lang, whole=True)
        if "extend" in given:
            value = await extend(
                request.state.database, request.state.settings, _object("extend", given["extend"]), lang
            )
            return as_json(request, value, headers={"cache-control": "no-store", "vary": "accept-language"})
        if "query" in given:
            return await _answer(request, {"q0": _single(given["query"])}, lang, whole=False)
    except QueryError as error:
        return problem(request, 400, "BAD_USER_INPUT", str(error))
    except QueryTimeoutError as error:
        return problem(request, 503, "QUERY_TIMEOUT", str(error))
    except DatabaseUnavailableError:
        return problem(request, 503, "DATABASE_UNAVAILABLE", "the database does not answer; try again")
    except ClientDisconnect:
        return Response(status_code=400)
    if request.method == "POST":
        return problem(request, 400, "BAD_USER_INPUT", "expected `queries`, `query` or `extend`")
    value = manifest(str(request.url.replace(query="")), request.state.settings.base_iri, lang)
    headers = {"etag": tag(orjson.dumps(value)), "vary": "accept-language"}
    return as_json(request, value, headers={**headers, "cache-control": cache_control(request.state.settings.max_age)})


async def parameters(request: Request) -> dict[str, str]:
    """The parameters of a request: of its address, and of its body where it is a form. Raises QueryError."""
    given = dict(request.query_params)
    if request.method != "POST":
        return given
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise QueryError(f"expected a body of {_FORM}, got {kind!r}")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise QueryError(f"the body is larger than {MAX_BODY} bytes")
    try:
        return {**given, **dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))}
    except UnicodeDecodeError as error:
        raise QueryError("the body is not UTF-8") from error


def _object(name: str, text: str) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise QueryError(f"{name}: not JSON: {error}") from error
    if not isinstance(value, dict):
        raise QueryError(f"{name}: expected an object")
    return value


def _single(text: str) -> Any:
    """A single query: an object, or only the text to look for."""
    return _object("query", text) if text.lstrip().startswith("{") else {"query": text}


async def _answer(request: Request, given: Mapping[str, Any], lang: str, *, whole: bool) -> Response:
    settings = request.state.settings
    if len(given) > settings.reconcile_batch:
        raise QueryError(f"queries: {len(given)} are more than a batch may have: {settings.reconcile_batch}")
    batch: dict[str, Query] = {}
    for key, one in given.items():
        try:
            batch[key] = Query.read(one)
        except QueryError as error:
            raise QueryError(f"{key}: {error}") from error
    made = await answer(request.state.database, settings, batch, lang)
    headers = {"cache-control": "no-store", "vary": "accept-language"}
    return as_json(request, made if whole else made["q0"], headers=headers)


def manifest(address: str, base_iri: str, lang: str) -> dict[str, Any]:
    """What the service offers, with the addresses under its own."""
    root = address.removesuffix("/reconcile")
    return {
        "versions": ["0.1", "0.2"],
        "name": "Qianglian",
        "identifierSpace": f"{base_iri}/id/",
        "schemaSpace": f"{base_iri}/ontology#",
        "documentation": f"{root}/ontology",
        "serviceVersion": release("qianglian"),
        "defaultTypes": [{"id": id_, "name": type_name(cls, lang)} for id_, cls in ENTITIES.items()],
        "view": {"url": f"{root}/id/{{{{id}}}}"},
        "preview": {"url": f"{address}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            "entity": {
                "service_url": address,
                "service_path": "/suggest/entity",
                "flyout_service_url": address,
                "flyout_service_path": "/flyout?id=${id}",
            },
            "property": {"service_url": address, "service_path": "/suggest/property"},
            "type": {"service_url": address, "service_path": "/suggest/type"},
        },
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/propose_properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values at most; 0 for all",
                },
                {
                    "name": "content",
                    "label": "Content",
                    "type": "select",
                    "default": "entity",
                    "help_text": "Of values that are entities: the entity, its name, or its id",
                    "choices": [
                        {"value": "entity", "name": "Entity"},
                        {"value": "name", "name": "Name"},
                        {"value": "id", "name": "Id"},
                    ],
                },
            ],
        },
    }
