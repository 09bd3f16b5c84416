"""GraphQL over HTTP (the GraphQL Foundation's specification of that name): POST for all, GET for queries."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.errors import PARSE_FAILED, coded
from api.execution import Executor

GRAPHQL_JSON = "application/graphql-response+json"
MAX_BODY = 1 << 20


async def home(request: Request) -> Response:
    """What is where."""
    base = str(request.base_url).rstrip("/")
    return PlainTextResponse(
        f"Qianglian\n\nGraphQL   {base}/graphql\nhealth    {base}/healthz\nreadiness {base}/readyz\n"
    )


async def graphql(request: Request) -> Response:
    """Execute the operation in the request."""
    media = GRAPHQL_JSON if GRAPHQL_JSON in request.headers.get("accept", "") else "application/json"
    try:
        asked = _from_url(request) if request.method == "GET" else await _from_body(request)
    except ValueError as error:
        return _answer({"errors": [coded(str(error), PARSE_FAILED).formatted]}, media, 400)
    executor: Executor = request.state.executor
    answer = await executor.execute(*asked)
    # A request that was never executed is 400 in the newer media type and 200 in the older, which clients expect.
    return _answer(answer, media, 400 if "data" not in answer and media == GRAPHQL_JSON else 200)


def _answer(answer: dict[str, Any], media: str, status: int) -> Response:
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, media_type=f"{media}; charset=utf-8")


def _from_url(request: Request) -> tuple[str, dict[str, Any], str | None]:
    query = request.query_params
    if "query" not in query:
        raise ValueError("expected a parameter `query` with a GraphQL operation")
    return _checked(
        {
            "query": query["query"],
            "variables": _json(query.get("variables") or "{}"),
            "operationName": query.get("operationName"),
        }
    )


async def _from_body(request: Request) -> tuple[str, dict[str, Any], str | None]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ValueError(f"expected a body of application/json, got {kind or 'none'}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise ValueError(f"the body is larger than {MAX_BODY} bytes")
    return _checked(_json(body.decode("utf-8", "strict")))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("not JSON: nested too deeply") from error
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error


def _checked(asked: Any) -> tuple[str, dict[str, Any], str | None]:
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise ValueError("expected an object with `query`, a text")
    variables, name = asked.get("variables"), asked.get("operationName")
    variables = {} if variables is None else variables
    if not (isinstance(variables, dict) and isinstance(name, str | None)):
        raise ValueError("expected `variables` to be an object and `operationName` a text")
    return asked["query"], variables, name or None
