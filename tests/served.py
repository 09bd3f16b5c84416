"""The application over the graph of the tests, asked as a client asks it, in process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from api.app import create_app
from graph.settings import Settings
from tests.conftest import Graph

Send = Callable[..., httpx.Response]
EXPLORER = "<title>the explorer</title>"


@contextmanager
def served(graph: Graph, home: Path, *, static: Path | None = None, **changed: Any) -> Iterator[Send]:
    """A function that sends one request, by method and address; `changed` are settings.

    Whether web/ is built here does not count: the explorer is the one of `static`, and none without it.
    """
    app = create_app(graph.database, Settings.read({}, home=home, **changed), static=static or home / "no-explorer")
    lifespan = app.router.lifespan_context(app)
    state = graph.run(lifespan.__aenter__())

    async def inside(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        await app({**scope, "state": dict(state)}, receive, send)

    async def ask(method: str, address: str, **given: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app=inside)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=120) as session:
            return await session.request(method, address, **given)

    try:
        yield lambda method, address, **given: graph.run(ask(method, address, **given))
    finally:
        graph.run(lifespan.__aexit__(None, None, None))


@contextmanager
def explored(graph: Graph, home: Path) -> Iterator[Send]:
    """The same with an explorer, whose page is EXPLORER."""
    static = home / "static"
    static.mkdir()
    (static / "index.html").write_text(EXPLORER, "utf-8")
    with served(graph, home, static=static) as send:
        yield send
