"""What the Python contestants of bench/graphql.py share: the driver, and a server as `qianglian serve` runs it."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import neo4j
import uvicorn
from starlette.applications import Starlette

T = TypeVar("T")
POOL = 50  # as graph.driver.connect has it


def driver_from_environment() -> neo4j.AsyncDriver:
    """A driver for NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD."""
    return neo4j.AsyncGraphDatabase.driver(
        os.environ["NEO4J_URI"],
        auth=(os.environ["NEO4J_USER"], os.environ["NEO4J_PASSWORD"]),
        max_connection_pool_size=POOL,
        notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
    )


def on_loop(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine on the event loop that `qianglian serve` takes: uvloop, where there is one."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work())


def serve(make: Callable[[neo4j.AsyncDriver], Starlette]) -> None:
    """Serve an application on a free port of loopback until interrupted; says `listening PORT`."""

    async def serving_it() -> None:
        async with driver_from_environment() as driver:
            await driver.verify_connectivity()
            # The protocol named, or asyncio leaves Nagle's algorithm on, and every small answer waits 40 ms for the client's
            # acknowledgement of its head.
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
                listening.bind(("127.0.0.1", 0))
                # The settings of cli/serve.py.
                config = uvicorn.Config(
                    make(driver), log_level="warning", access_log=False, lifespan="on", server_header=False
                )
                server = uvicorn.Server(config)
                serving = asyncio.create_task(server.serve(sockets=[listening]))
                while not server.started and not serving.done():
                    await asyncio.sleep(0.01)
                print("listening", listening.getsockname()[1], flush=True)
                await serving

    on_loop(serving_it)
