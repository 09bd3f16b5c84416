"""GraphQL over HTTP: what a frontend, a cache or a client that leaves gets. In process; tests/test_up.py asks a served one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import orjson
import pytest

from api.app import create_app
from graph.settings import Settings
from tests.conftest import Graph
from tests.served import served
from tests.tables import PEOPLE, dataset, load

PILOTS = "{ pilots { totalCount } }"
# Siblings of siblings of every place: minutes of work.
_DOWN, _UP = "partOf { nodes { parts(first: 1000) { nodes { ... on Government { ", " } } } } }"
ENDLESS = f"{{ governments(first: 1000) {{ nodes {{ {_DOWN * 3} id {_UP * 3} }} }} }}"


@contextmanager
def client(graph: Graph, **changed: Any) -> Iterator[Callable[..., httpx.Response]]:
    """A function that sends one request to an application over the graph; `changed` are settings."""
    with served(graph, graph.settings.home, **changed) as send:
        yield lambda method="POST", **given: send(method, "/graphql", **given)


def test_get_is_cached_until_the_graph_changes(empty: Graph) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    asked = {"query": "{ persons { totalCount } }"}
    with client(empty) as send:
        first = send("GET", params=asked)
        assert first.json() == {"data": {"persons": {"totalCount": 1}}}
        assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
        assert first.headers["vary"] == "accept"
        tag = first.headers["etag"]
        again = send("GET", params=asked, headers={"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert send("GET", params=asked, headers={"if-none-match": '"other"'}).status_code == 200
        other = send("GET", params={"query": "{ persons { nodes { id } } }"}, headers={"if-none-match": tag})
        assert (other.status_code, other.headers["etag"] != tag) == (200, True)
        head = send("HEAD", params=asked)
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
        assert head.headers["content-length"] == first.headers["content-length"]
        load(empty, dataset("one", {"Person": ["id,name_en", "person/p,P", "person/q,Q"]}, "ab"))
        changed = send("GET", params=asked, headers={"if-none-match": tag})
        assert (changed.status_code, changed.json()) == (200, {"data": {"persons": {"totalCount": 2}}})
        assert changed.headers["etag"] != tag
    with client(empty, max_age=60) as send:
        assert send("GET", params=asked).headers["cache-control"] == "public, max-age=60, must-revalidate"


def test_what_failed_is_not_cached(shipped: Graph) -> None:
    with client(shipped, max_cost=10) as send:
        answer = send("GET", params={"query": "{ pilots { nodes { id } } }"})
        assert answer.json()["errors"][0]["extensions"]["code"] == "COST_LIMIT_EXCEEDED"
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


def test_variables_in_an_address(shipped: Graph) -> None:
    query = "query A($id: ID!) { pilot(id: $id) { id } } query B { pilots { totalCount } }"
    given = {"query": query, "operationName": "A", "variables": '{"id": "pilot/weihai-lingang-carbon-fibre"}'}
    with client(shipped) as send:
        assert send("GET", params=given).json() == {"data": {"pilot": {"id": "pilot/weihai-lingang-carbon-fibre"}}}
        assert send("GET", params={**given, "operationName": "B"}).json() == {"data": {"pilots": {"totalCount": 6}}}
        assert send("GET", params={**given, "variables": "{"}).status_code == 400
        assert send("GET", params={"query": "mutation { x }"}).json()["errors"][0]["extensions"]["code"] == (
            "GRAPHQL_VALIDATION_FAILED"
        )


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(shipped: Graph, method: str) -> None:
    with client(shipped) as send:
        answer = send(method, json={"query": PILOTS})
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


def test_the_media_type_that_was_asked_for(shipped: Graph) -> None:
    newer = "application/graphql-response+json"
    with client(shipped) as send:
        for accept, media, status in (
            (newer, newer, 400),
            ("application/json", "application/json", 200),
            ("*/*", "application/json", 200),
        ):
            answer = send(json={"query": "{ nothing }"}, headers={"accept": accept})
            assert (answer.headers["content-type"], answer.status_code) == (f"{media}; charset=utf-8", status)
            good = send(json={"query": PILOTS}, headers={"accept": accept})
            assert (good.status_code, good.json()) == (200, {"data": {"pilots": {"totalCount": 6}}})


def test_half_a_character_is_refused_at_the_door(shipped: Graph) -> None:
    with client(shipped) as send:
        body = b'{"query": "query ($t: String!) { search(text: $t) { totalCount } }", "variables": {"t": "\\ud800"}}'
        answer = send(content=body, headers={"content-type": "application/json"})
        assert answer.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"


def running(graph: Graph) -> int:
    """How many statements of ours Neo4j is working on, this question aside."""
    asked = "CYPHER 25 SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'Government' AND NOT currentQuery CONTAINS 'SHOW' RETURN count(*)"
    return int(graph.read(asked)[0][0])


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether the condition holds within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_nothing_goes_on_for_a_client_that_left(shipped: Graph) -> None:
    left = asyncio.Event()
    sent: list[Any] = []
    body = orjson.dumps({"query": ENDLESS})

    async def leaves() -> None:
        app = create_app(shipped.database, Settings.read({}, max_cost=10**18, query_timeout=300))
        messages = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if messages:
                return messages.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        async with app.router.lifespan_context(app) as state:
            headers = [(b"content-type", b"application/json")]
            scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers, "query_string": b""}
            await app({**scope, "state": dict(state or {})}, receive, send)

    async def begin() -> asyncio.Task[None]:
        return asyncio.ensure_future(leaves())

    task = shipped.run(begin())
    assert until(lambda: running(shipped) == 1)
    shipped.loop.call_soon_threadsafe(left.set)
    assert until(lambda: running(shipped) == 0)
    shipped.run(_finished(task))
    assert sent == []


async def _finished(task: Awaitable[None]) -> None:
    await asyncio.wait_for(asyncio.shield(task), 10)


def test_a_question_that_takes_too_long_is_ended(shipped: Graph) -> None:
    with client(shipped, max_cost=10**18, query_timeout=0.5) as send:
        shipped.database._timeout, before = 0.5, shipped.database._timeout
        try:
            answer = send(json={"query": ENDLESS}, timeout=60)
        finally:
            shipped.database._timeout = before
    assert answer.json()["errors"][0]["extensions"]["code"] == "QUERY_TIMEOUT"
    assert until(lambda: running(shipped) == 0)
