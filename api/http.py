"""GraphQL over HTTP (the GraphQL Foundation's specification of that name): POST for all, GET for queries.

A plain ASGI application: what Starlette puts around a request and its answer took a fifth of the time of a small one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from api.errors import PARSE_FAILED, coded
from api.execution import Executor
from schema.dates import today

GRAPHQL_JSON, JSON = "application/graphql-response+json", "application/json"
MAX_BODY = 1 << 20
PATIENCE = 0.1  # seconds before anybody looks whether the client is still there
_ALLOWED = {"GET", "HEAD", "POST"}

Asked = tuple[str, dict[str, Any], str | None]


class ClientLeftError(Exception):
    """The client closed the connection before its request was whole."""


class GraphQLEndpoint:
    """Answers GraphQL requests; the executor is in the application's state."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Execute the operation in one request."""
        headers, method = Headers(scope=scope), scope["method"]
        media = GRAPHQL_JSON if GRAPHQL_JSON in headers.get("accept", "") else JSON
        if method not in _ALLOWED:
            extra = {"allow": "GET, HEAD, POST"}
            await _refuse(send, media, f"{method} is not a method of GraphQL over HTTP", 405, extra)
            return
        try:
            asked = await _from_body(headers, receive) if method == "POST" else _from_url(scope)
        except ValueError as error:
            await _refuse(send, media, str(error), 400)
            return
        except ClientLeftError:
            return
        executor: Executor = scope["state"]["executor"]
        tag: dict[str, str] = {}
        if method != "POST":
            tag = {"etag": await _tag(executor, media, scope["query_string"]), "vary": "accept"}
            tag["cache-control"] = f"public, max-age={executor.settings.max_age}, must-revalidate"
            if tag["etag"] in (headers.get("if-none-match") or "").replace("W/", "").split(", "):
                await _send(send, 304, tag, b"")
                return
        answer = await _unless_left(executor, asked, receive)
        if answer is None:
            return
        if "errors" in answer and tag:
            tag = {"cache-control": "no-store", "vary": "accept"}  # a limit or a failure says nothing of the graph
        # A request that was never executed is 400 in the newer media type and 200 in the older, which clients expect.
        status = 400 if "data" not in answer and media == GRAPHQL_JSON else 200
        await _send(send, status, {"content-type": f"{media}; charset=utf-8", **tag}, _encoded(answer), method)


async def _unless_left(executor: Executor, asked: Asked, receive: Receive) -> dict[str, Any] | None:
    """The answer; None where the client left before it was there, and the work for it was ended, in Neo4j too."""
    working = asyncio.ensure_future(executor.execute(*asked))
    await asyncio.wait((working,), timeout=PATIENCE)
    if not working.done():
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            if not working.done():
                working.cancel()
        if not working.done():
            await asyncio.wait((working,))
            return None
    return working.result()


async def _left(receive: Receive) -> None:
    """Wait until the client has left; whatever else it sends is of no interest."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _tag(executor: Executor, media: str, asked: bytes) -> str:
    """An entity tag: the same as long as the graph, the day and the question are."""
    said = f"{await executor.version()} {today()} {executor.digest} {media} ".encode() + asked
    return f'"{hashlib.blake2b(said, digest_size=12).hexdigest()}"'


async def _refuse(send: Send, media: str, message: str, status: int, extra: Mapping[str, str] | None = None) -> None:
    answer = {"errors": [coded(message, PARSE_FAILED).formatted]}
    await _send(send, status, {"content-type": f"{media}; charset=utf-8", **(extra or {})}, _encoded(answer))


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes, method: str = "POST") -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    if status != 304:
        raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


def _encoded(answer: Mapping[str, Any]) -> bytes:
    return orjson.dumps(answer, option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS)


def _from_url(scope: Scope) -> Asked:
    query = dict(parse_qsl(scope["query_string"].decode("ascii", "replace"), keep_blank_values=True, errors="replace"))
    if "query" not in query:
        raise ValueError("expected a parameter `query` with a GraphQL operation")
    variables = _json((query.get("variables") or "{}").encode())
    return _checked({"query": query["query"], "variables": variables, "operationName": query.get("operationName")})


async def _from_body(headers: Headers, receive: Receive) -> Asked:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise ValueError(f"expected a body of {JSON}, got {kind or 'none'}")
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeftError
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > MAX_BODY:
            raise ValueError(f"the body is larger than {MAX_BODY} bytes")
    return _checked(_json(body))


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error}") from error


def _checked(asked: Any) -> Asked:
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise ValueError("expected an object with `query`, a text")
    variables, name = asked.get("variables"), asked.get("operationName")
    variables = {} if variables is None else variables
    if not (isinstance(variables, dict) and isinstance(name, str | None)):
        raise ValueError("expected `variables` to be an object and `operationName` a text")
    return asked["query"], variables, name or None
