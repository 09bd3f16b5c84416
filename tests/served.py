"""The application over the graph of the tests, asked as a client asks it, in process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from graph.settings import Settings
from tests.conftest import Graph

Send = Callable[..., httpx.Response]


@contextmanager
def without_explorer() -> Iterator[None]:
    """Whether web/ is built here does not count: what is tested is what the server itself answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.web.built", lambda *_: False)
        yield


@contextmanager
def served(graph: Graph, home: Path, **changed: Any) -> Iterator[Send]:
    """A function that sends one request, by method and address; `changed` are settings."""
    with without_explorer():
        app = create_app(graph.database, Settings.read({}, home=home, **changed))
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
