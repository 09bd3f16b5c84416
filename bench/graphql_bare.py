"""The measure: a Starlette endpoint per question over the bare driver, with Cypher written by hand.

`python -m bench.graphql_bare`, with the graph in NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD. POST the parameters to
/<question>; the answer is the bytes that GraphQL would give, without GraphQL.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import neo4j
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.graphql_app import serve
from bench.graphql_questions import QUESTIONS, Question


async def ask(driver: neo4j.AsyncDriver, cypher: str, parameters: dict[str, Any]) -> list[Any]:
    """The one row of a statement."""
    async with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        result = await session.run(cypher, parameters)
        (row,) = [record.values() async for record in result]
        return row


def _endpoint(driver: neo4j.AsyncDriver, question: Question) -> Callable[[Request], Awaitable[Response]]:
    cypher = f"CYPHER 25 {question.cypher}"

    async def answer(request: Request) -> Response:
        row = await ask(driver, cypher, orjson.loads(await request.body()))
        return Response(orjson.dumps({"data": question.named(row)}), media_type="application/json")

    return answer


def application(driver: neo4j.AsyncDriver) -> Starlette:
    """One route per question."""
    return Starlette(
        routes=[Route(f"/{name}", _endpoint(driver, q), methods=["POST"]) for name, q in QUESTIONS.items()]
    )


if __name__ == "__main__":
    serve(application)
