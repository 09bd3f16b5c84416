"""Bounds of SPARQL that hold: time, memory, size, how many wait; and no query reaches another server."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.sparql.words import RefusedError, read
from tests.conftest import Graph
from tests.served import Send, served
from tests.tables import PEOPLE, dataset, load

DIRECT = {"content-type": "application/sparql-query"}
# Every triple with every other, and those with every other.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q1 ?r . ?s ?t ?u }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?c ?f ?i"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bounds")


@pytest.fixture
def small(empty: Graph) -> Graph:
    load(empty, dataset("one", PEOPLE, "ab"))
    return empty


def post(send: Send, query: str) -> Any:
    return send("POST", "/sparql", content=query.encode(), headers=DIRECT)


def workers() -> set[int]:
    """The processes that answer SPARQL for this one."""
    found = set()
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # it may end while it is looked at
            if any(part.endswith("worker.py") for part in child.cmdline()):
                found.add(child.pid)
    return found


def test_a_query_that_takes_too_long_is_ended(small: Graph, place: Path) -> None:
    with served(small, place, sparql_workers=1, sparql_timeout=300.0) as send:
        assert post(send, "ASK {}").status_code == 200  # the store is there
    with served(small, place, sparql_workers=1, sparql_timeout=2.0) as send:
        while (answer := post(send, "ASK {}")).json().get("code") == "NOT_READY":
            pass
        before = workers()
        answer = post(send, ENDLESS)
        assert (answer.status_code, answer.json()["code"]) == (503, "QUERY_TIMEOUT")
        while (answer := post(send, "ASK {}")).status_code != 200:  # another worker takes over
            assert answer.json()["code"] == "BUSY"
        assert before.isdisjoint(workers())


def test_a_query_that_needs_too_much_memory_is_ended(small: Graph, place: Path) -> None:
    with served(small, place, sparql_workers=1, sparql_timeout=300.0, sparql_memory=64) as send:
        answer = post(send, GREEDY)
        assert (answer.status_code, answer.json()["code"]) == (500, "MEMORY_LIMIT_EXCEEDED")
        assert post(send, "ASK {}").status_code == 200


def test_an_answer_that_is_too_large_is_not_sent(small: Graph, place: Path) -> None:
    with served(small, place, sparql_workers=1, sparql_timeout=300.0, sparql_max_bytes=10_000) as send:
        for query in ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }"):
            answer = post(send, query)
            assert (answer.status_code, answer.json()["code"]) == (500, "RESULT_LIMIT_EXCEEDED")
        assert post(send, "SELECT * { ?a ?b ?c } LIMIT 5").status_code == 200


def test_only_so_many_wait_and_the_event_loop_never_does(small: Graph, place: Path) -> None:
    with served(small, place, sparql_workers=1, sparql_timeout=300.0) as send:
        assert post(send, "ASK {}").status_code == 200
    with served(small, place, sparql_workers=1, sparql_timeout=4.0, sparql_queue=2) as send:
        while post(send, "ASK {}").status_code != 200:
            pass
        codes: list[str] = []
        threads = [threading.Thread(target=lambda: codes.append(post(send, ENDLESS).json()["code"])) for _ in range(5)]
        for thread in threads:
            thread.start()
        assert send("GET", "/healthz").status_code == 200
        assert send("GET", "/data/person/p.ttl").status_code == 200
        for thread in threads:
            thread.join()
        assert set(codes) <= {"QUERY_TIMEOUT", "BUSY"}
        assert codes.count("BUSY") >= 2


def test_no_process_is_left(small: Graph, place: Path) -> None:
    with served(small, place, sparql_workers=2, sparql_timeout=300.0) as send:
        assert post(send, "ASK {}").status_code == 200
        assert len(workers()) == 2
    assert workers() == set()


@pytest.fixture
def listening() -> Iterator[int]:
    """A port on which somebody counts; nobody must come."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server.getsockname()[1]
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <$there> { ?s ?p ?o } }",
        "SELECT * { service silent <$there> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . { SERVICE<$there>{ ?s ?p ?o } } }",
        "SELECT * { ?s ?p true.SERVICE<$there>{ ?s ?p ?o } }",
        "PREFIX e: <$there> SELECT * { SERVICEe:{ ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <$there> { ?s ?p ?o } }",
        "SELECT * { ?s ?p <http://a\\u0023> SERVICE <$there> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' . SERVICE <$there> { ?s ?p ?o } #' \n}",
        'SELECT * { ?s ?p """"#""" . SERVICE <$there> { ?s ?p ?o } }',
        "SELECT * { FILTER(1 <2) SERVICE <$there> { ?s ?p ?o } FILTER (3> 2) }",
        "SELECT * { FILTER EXISTS { SERVICE <$there> { ?s ?p ?o } } }",
        "SELECT * { BIND(<$there> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    ],
)
def test_no_service(small: Graph, place: Path, listening: int, query: str) -> None:
    with served(small, place, sparql_workers=1, sparql_timeout=300.0) as send:
        answer = post(send, query.replace("$there", f"http://127.0.0.1:{listening}/"))
        assert (answer.status_code, answer.json()["code"]) in {(400, "SERVICE_REFUSED"), (400, "MALFORMED_QUERY")}
    with pytest.raises(RefusedError, match="SERVICE"):
        read(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p 'SERVICE' } # SERVICE",
        "SELECT * { ?s a schema:Service ; schema:serviceType 'x'@service }",
        "SELECT * { ?s ?p <http://x/service#SERVICE> FILTER (1<2) }",
        'SELECT * { ?s ?p """SERVICE "quoted" \\" """ }',
        "SELECT * { _:service ?p ?o }",
    ],
)
def test_the_word_may_stand_where_it_is_none(query: str) -> None:
    read(query)
    ox.Store().query(query, prefixes={"schema": "https://schema.org/"})


PIECES = st.sampled_from(
    [
        *"{}.,;()<>#'\"\\?@:_-/!^ \n1",
        *('"""', "'''", "SERVICE", "service", "SILENT", "true", "a", "e:", "e:a", "?x", "_:b", "1e5", "'x'", "@en"),
        *("<http://127.0.0.1:9/>", "\\u0053", "\\u0023", "FILTER", "EXISTS", "UNION", "OPTIONAL", "BIND(1 AS ?y)"),
    ]
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(PIECES, max_size=8), st.lists(PIECES, max_size=5))
@example(["?s ?p e:.SERVICE<http://127.0.0.1:9/>{}"], [])
@example(["?s ?p trueSERVICE<http://127.0.0.1:9/>{}"], [])
@example(["SERVICEe:a{}"], [])
def test_what_reaches_another_server_is_refused(before: list[str], after: list[str]) -> None:
    """Whatever stands around it: where pyoxigraph would go to the network, port 9 makes it say so."""
    body = f"{''.join(before)}SERVICE<http://127.0.0.1:9/>{{?s ?p ?o}}{''.join(after)}"
    for query in (f"PREFIX e: <e:> SELECT * {{ {body} }}", f"PREFIX e: <e:> ASK {{ {''.join(before)} }}"):
        try:
            found = ox.Store().query(query)
            if not isinstance(found, ox.QueryBoolean):
                list(found)
        except SyntaxError:
            continue
        except OSError:
            with pytest.raises(RefusedError):
                read(query)


def test_a_client_that_leaves_ends_its_query(small: Graph, place: Path) -> None:
    from api.app import create_app
    from graph.settings import Settings

    app = create_app(small.database, Settings.read({}, home=place, sparql_workers=1, sparql_timeout=300.0))

    async def leave() -> set[int]:
        async with app.router.lifespan_context(app) as state:
            sent: list[Any] = []
            for query, gone in (("ASK {}", False), (ENDLESS, True)):
                messages = iter([{"type": "http.request", "body": query.encode(), "more_body": False}])

                async def receive(messages: Any = messages, gone: bool = gone) -> dict[str, Any]:
                    if (message := next(messages, None)) is not None:
                        return message
                    if gone:
                        await asyncio.sleep(0.5)
                        return {"type": "http.disconnect"}
                    return await asyncio.Future()

                async def send(message: Any) -> None:
                    sent.append(message)

                before = workers()
                headers = [(b"content-type", b"application/sparql-query")]
                scope = {
                    "type": "http",
                    "method": "POST",
                    "path": "/sparql",
                    "raw_path": b"/sparql",
                    "headers": headers,
                }
                scope |= {"query_string": b"", "scheme": "http", "server": ("test", 80), "state": dict(state or {})}
                await app(scope, receive, send)
            assert [message["status"] for message in sent if message["type"] == "http.response.start"] == [200, 499]
            while not before.isdisjoint(workers()):
                await asyncio.sleep(0.05)
            return before

    assert small.run(leave())
