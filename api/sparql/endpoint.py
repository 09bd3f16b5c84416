"""`/sparql`: the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), queries only.

A query comes by GET, as a form, or as it is (section 2.1). Malformed queries are 400, what cannot be sent as asked 406, a body of
another type 415, one too large 413; a query that goes beyond its memory or whose answer is too large is 500, one beyond its time,
or that finds no free process, 503. Without a query, GET gives the service description, or the explorer's page to write one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.answers import HTML, JSON, Offer, accept, cache_control, choose, problem, respond, tag
from api.linked.formats import ALSO, DATA
from api.sparql.description import description
from api.sparql.mirror import Mirror
from api.sparql.mirrors import Mirrors
from api.sparql.pool import BUSY, Answer
from api.sparql.words import RefusedError, read
from api.web import explorer
from graph.checks_text import is_iri
from graph.errors import LimitError, QianglianError, QueryTimeoutError
from graph.settings import Settings
from schema.vocabularies import namespaces

MAX_BODY = 1 << 20
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
RESULTS = tuple(
    Offer(media_type, media_type)
    for media_type in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    )
)
_ALSO = (Offer(JSON, RESULTS[0].name), Offer("application/xml", RESULTS[1].name), Offer("text/xml", RESULTS[1].name))
_PAGE = (Offer(HTML, "page"), Offer("application/xhtml+xml", "page"))
_STATUS = {"MALFORMED_QUERY": 400, "NOT_ACCEPTABLE": 406}


class _Asked(NamedTuple):
    query: str
    default: list[str] | None
    named: list[str] | None


class _BadRequestError(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code = status, code
        super().__init__(message)


async def sparql(request: Request) -> Response:
    """Answer a query, or say what there is."""
    mirrors: Mirrors = request.state.sparql
    settings: Settings = request.state.settings
    if not settings.sparql_workers:
        return problem(request, 404, "NOT_FOUND", "SPARQL is turned off here")
    try:
        asked = await _asked(request)
    except _BadRequestError as error:
        return problem(request, error.status, error.code, str(error))
    except ClientDisconnect:
        return Response(status_code=400)
    if asked is None:
        return await _description(request)
    try:
        said = read(asked.query)
    except RefusedError as error:
        return problem(request, 400, error.code, str(error))
    mirror = await mirrors.get(settings.sparql_timeout)
    if mirror.pool is None or mirror.version is None:
        message = "the store is being made from the graph; try again"
        return problem(request, 503, "NOT_READY", message, {"retry-after": "5"})
    headers = _standing(mirror)
    if request.method != "POST" and not said.volatile:
        headers["etag"] = tag(mirror.version, settings, accept(request), request.url.query)
        headers["cache-control"] = cache_control(settings.max_age)
    else:
        headers["cache-control"] = "no-store"
    return await _answer(request, mirror, asked, headers)


async def _answer(request: Request, mirror: Mirror, asked: _Asked, headers: dict[str, str]) -> Response:
    settings: Settings = request.state.settings
    header = accept(request)
    results, triples = choose(header, (*RESULTS, *_ALSO)), choose(header, (*DATA, *ALSO))
    media = {offer.name: offer.media_type for offer in DATA}
    job: dict[str, Any] = {
        **asked._asdict(),
        "base": f"{settings.base_iri}/",
        "prefixes": namespaces(settings.base_iri),
        "results": results and results.name,
        "triples": triples and media[triples.name],
        "most": settings.sparql_max_bytes,
    }
    if results is None and triples is None:
        return _not_acceptable(request, (*RESULTS, *DATA))
    assert mirror.pool is not None
    try:
        answer = await _unless_left(request, mirror.pool.ask(job))
    except QueryTimeoutError as error:
        return problem(request, 503, "QUERY_TIMEOUT", str(error))
    except LimitError as error:
        busy = error.code == BUSY
        return problem(request, 503 if busy else 500, error.code, str(error), {"retry-after": "5"} if busy else None)
    except QianglianError as error:
        return problem(request, 500, "QUERY_FAILED", str(error))
    if answer is None:
        return Response(status_code=499)  # nobody is there to read it
    if code := answer.head.get("error"):
        if code == "NOT_ACCEPTABLE":
            return _not_acceptable(request, DATA if answer.head["message"] == "triples" else RESULTS)
        message = answer.head["message"]
        if code == "RESULT_LIMIT_EXCEEDED":
            message = (
                f"the answer has more than {settings.sparql_max_bytes} bytes; ask for less, with LIMIT for example"
            )
        return problem(request, _STATUS.get(code, 500), code, message)
    return respond(request, answer.body, answer.head["type"], headers=headers)


async def _unless_left(request: Request, answering: Any) -> Answer | None:
    """The answer; None where the client left before, and the query was ended."""
    working = asyncio.ensure_future(answering)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            answer: Answer = working.result()
            return answer
        working.cancel()
        await asyncio.wait((working,))
        return None
    finally:
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _standing(mirror: Mirror) -> dict[str, str]:
    """Which version of the graph is asked, and how long ago it was known to be the newest."""
    return {
        "vary": "accept",
        "qianglian-version": str(mirror.version),
        "qianglian-age": f"{mirror.age:.0f}",
    }


def _not_acceptable(request: Request, there: Sequence[Offer]) -> Response:
    types = [offer.media_type for offer in there]
    message = f"the answer cannot be had in the types asked for; it can be had as {', '.join(types)}"
    return problem(request, 406, "NOT_ACCEPTABLE", message, {"vary": "accept"}, available=types)


async def _description(request: Request) -> Response:
    if request.method == "POST":
        return problem(request, 400, "BAD_REQUEST", "expected a parameter `query`")
    static = request.state.explorer
    pages = _PAGE if static else ()
    offer = choose(accept(request), (*DATA, *pages, *ALSO))
    if offer is None:
        return _not_acceptable(request, (*DATA, *pages[:1]))
    if offer.name == "page":
        return explorer(request, static)
    settings: Settings = request.state.settings
    headers = {"vary": "accept", "cache-control": cache_control(settings.max_age)}
    body, media_type = description(offer.name, str(request.url.replace(query="")), settings.base_iri)
    return respond(request, body, media_type, headers={**headers, "etag": tag(body)})


async def _asked(request: Request) -> _Asked | None:
    """What a request asks; None where it asks nothing."""
    given = parse_qsl(request.url.query, keep_blank_values=True)
    query: str | None = None
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/sparql-update":
            raise _BadRequestError(400, "UPDATE_REFUSED", "this service is read only")
        if kind not in {FORM, QUERY}:
            raise _BadRequestError(415, "UNSUPPORTED_MEDIA_TYPE", f"expected a body of {FORM} or {QUERY}, got {kind!r}")
        text = await _body(request)
        if kind == QUERY:
            query = text
        else:
            given = parse_qsl(text, keep_blank_values=True)
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise _BadRequestError(400, "UPDATE_REFUSED", "this service is read only; ask with `query`")
    queries = [*values.get("query", []), *([] if query is None else [query])]
    if len(queries) > 1:
        raise _BadRequestError(400, "BAD_REQUEST", "expected one `query`, got several")
    if not queries or (request.method != "POST" and not queries[0] and not any(values.values())):
        return None
    if len(queries[0]) > MAX_BODY:
        raise _BadRequestError(413, "QUERY_TOO_LARGE", f"the query is larger than {MAX_BODY} bytes")
    default, named = values.get("default-graph-uri"), values.get("named-graph-uri")
    for iri in (*(default or ()), *(named or ())):
        if not is_iri(iri):
            raise _BadRequestError(400, "BAD_REQUEST", f"a graph's name has to be an IRI; {iri!r} is none")
    # A dataset that is given is all there is: without graphs for its default one, that is empty (2.1.4).
    return _Asked(queries[0], default or ([] if named else None), named or ([] if default else None))


async def _body(request: Request) -> str:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise _BadRequestError(413, "QUERY_TOO_LARGE", f"the body is larger than {MAX_BODY} bytes")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _BadRequestError(400, "BAD_REQUEST", "the body is not UTF-8") from error
