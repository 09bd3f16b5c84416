"""What the tests of the explorer share: the API on a port of its own, and axe-core."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Locator, Page, expect

from api.app import create_app
from cli import web
from graph.settings import Settings
from tests.conftest import Graph

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
# Neo4j plans each kind of statement the first time it is asked, for seconds where the machine is busy.
SLOW = 60_000


@contextmanager
def serving(graph: Graph) -> Iterator[str]:
    """The API with the explorer over a graph; its base address."""
    assert web.ensure(print), "the explorer is not built"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings = Settings.read({}, home=graph.settings.home, query_timeout=60)
        config = uvicorn.Config(create_app(graph.database, settings), log_level="warning", lifespan="on")
        server = uvicorn.Server(config)
        task = asyncio.run_coroutine_threadsafe(server.serve(sockets=[listening]), graph.loop)
        while not server.started:
            assert not task.done(), task.exception()
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            task.result(timeout=30)


def faults(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds serious or critical: rule, element, what to do."""
    session = page.context.new_cdp_session(
        page
    )  # past the page's Content-Security-Policy, which allows no script of ours
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    asked = "axe.run(document, {resultTypes: ['violations']}).then((found) => JSON.stringify(found.violations))"
    answer = session.send("Runtime.evaluate", {"expression": asked, "awaitPromise": True})
    found: list[dict[str, Any]] = json.loads(answer["result"]["value"])
    return [
        (one["id"], node["html"][:160], node["failureSummary"][:300])
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def settled(page: Page) -> None:
    """Nothing is on its way any more."""
    expect(page.locator(".state.loading")).to_have_count(0, timeout=SLOW)
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=SLOW)


def picture(page: Page, name: str) -> None:
    """A picture of the page, where the caller wants pictures: in the folder PICTURES."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def seen(found: Locator) -> Locator:
    """The element, once it can be seen."""
    expect(found).to_be_visible(timeout=SLOW)
    return found
