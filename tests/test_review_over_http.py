"""Review over HTTP: signing in, what is open, judging, and who may not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from graph import engine
from graph.settle import settle
from loaders import document
from tests.announcements import AMBIGUOUS, SIGNING_EN, write
from tests.conftest import Graph

HOST = "http://127.0.0.1:8000"


@asynccontextmanager
async def client(graph: Graph) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application, as a browser on the same site."""
    app = create_app(graph.database, graph.settings)
    async with app.router.lifespan_context(app) as state:

        async def served(scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
            await app({**scope, "state": dict(state or {})}, receive, send)  # type: ignore[arg-type]

        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=served), base_url=HOST) as one:  # type: ignore[arg-type]
            yield one


def password(graph: Graph) -> str:
    """The graph's."""
    status = engine.status(graph.settings)
    assert status is not None
    return status.password()


async def sign_in(one: httpx.AsyncClient, secret: str, name: str = "Li") -> httpx.Response:
    """The answer to a sign-in."""
    return await one.post("/review/session", json={"name": name, "password": secret})


def run(graph: Graph, work: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
    """Do something with a client."""

    async def all_of_it() -> None:
        async with client(graph) as one:
            await work(one)

    graph.run(all_of_it())


@pytest.fixture
def ingested(empty: Graph, tmp_path: Path) -> Graph:
    """A graph with two documents."""
    folder = write(tmp_path, where=AMBIGUOUS, signing=SIGNING_EN)
    names = document.gazetteer([])
    empty.run(settle(empty.database, [document.read(file, names) for file in sorted(folder.iterdir())]))
    return empty


def test_who_is_signed_in_sees_what_is_open_and_judges(ingested: Graph) -> None:
    async def work(one: httpx.AsyncClient) -> None:
        signed = await sign_in(one, password(ingested))
        assert signed.status_code == 204
        cookie = signed.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        found = (await one.get("/review/open", params={"below": "1"})).json()
        assert found["by"] == "Li"
        pair = next(p for p in found["identities"] if "government/371302" in {p["left"]["id"], p["right"]["id"]})
        sent = {"left": pair["left"]["id"], "right": pair["right"]["id"], "verdict": "same"}
        judged = await one.post("/review/judgement", json=sent)
        assert judged.status_code == 200
        assert judged.json()["held"] == {}
        doubt = found["statements"][0]
        wrong = await one.post("/review/judgement", json={"statement": doubt["id"], "verdict": "wrong"})
        assert wrong.status_code == 200
        left = (await one.get("/review/open", params={"below": "1"})).json()
        assert doubt["id"] not in {one["id"] for one in left["statements"]}
        assert (await one.delete("/review/session")).status_code == 204
        assert (await one.get("/review/open")).status_code == 401

    run(ingested, work)
    assert ingested.read("CYPHER 25 MATCH ()-[r:LOCATED_IN]->(b) RETURN b.id") == [["government/371302"]]
    assert ingested.read("CYPHER 25 MATCH (j:Judgement {by: 'Li'}) RETURN j.verdict ORDER BY j.verdict") == [
        ["same"],
        ["wrong"],
    ]


def test_nobody_else_reads_or_writes(ingested: Graph) -> None:
    judgement = {"left": "person/chen-guoping", "right": "person/wang-jianmin", "verdict": "different"}

    async def work(one: httpx.AsyncClient) -> None:
        assert (await one.get("/review/open")).status_code == 401
        assert (await one.post("/review/judgement", json=judgement)).status_code == 401
        assert (await sign_in(one, "wrong")).status_code == 401
        assert (await sign_in(one, password(ingested), name="rule")).status_code == 400
        assert (await sign_in(one, password(ingested))).status_code == 204
        for headers in ({"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
            refused = await one.post("/review/judgement", json=judgement, headers=headers)
            assert refused.status_code == 403
        form = await one.post("/review/judgement", data={"verdict": "same"})
        assert form.status_code == 415
        assert (await one.post("/review/judgement", json={"verdict": "same"})).status_code == 400
        assert (await one.post("/review/judgement", json={**judgement, "more": "x"})).status_code == 400
        assert (
            await one.post("/review/judgement", content=b"[", headers={"content-type": "application/json"})
        ).status_code == 400
        huge = await one.post("/review/judgement", json={**judgement, "left": "x" * 70_000})
        assert huge.status_code == 413
        nobody = await one.post("/review/judgement", json={**judgement, "left": "person/nobody"})
        assert (nobody.status_code, nobody.headers["content-type"]) == (404, "application/problem+json")
        assert (await one.post("/review/judgement", json={**judgement, "verdict": "maybe"})).status_code == 409

    before = ingested.read("CYPHER 25 MATCH (g:Graph) RETURN g.version")
    run(ingested, work)
    assert ingested.read("CYPHER 25 MATCH (g:Graph) RETURN g.version") == before


def test_guessing_the_password_is_slowed_down(empty: Graph) -> None:
    async def work(one: httpx.AsyncClient) -> None:
        answers = [(await sign_in(one, f"guess {n}")).status_code for n in range(11)]
        assert answers == [401] * 10 + [429]
        assert (await sign_in(one, password(empty))).status_code == 429

    run(empty, work)
