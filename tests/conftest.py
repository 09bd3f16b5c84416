"""One real Neo4j for the whole run, started by the project itself; a missing server is a failure."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

import loaders
from api.execution import Executor
from api.runtime import runtime_schema
from bench.generated import Generator, write
from cli import loading
from graph import engine, indexes
from graph.driver import Database, Row, connect
from graph.settings import Settings

T = TypeVar("T")
_REPLAN = "CYPHER 25 CALL db.prepareForReplanning()"
_WIPE = "CYPHER 25 MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"


@dataclass
class Graph:
    """The database of the run, with its loop: tests are plain functions."""

    settings: Settings
    database: Database
    loop: asyncio.AbstractEventLoop
    holds: tuple[Path | int, ...] | None = (
        None  # what was loaded into the empty graph; None where a test wrote something else
    )

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run on the database's loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def read(self, cypher: str, parameters: dict[str, Any] | None = None) -> list[Row]:
        """Rows of a statement."""
        return self.run(self.database.read(cypher, parameters))

    def wipe(self) -> None:
        """Leave nothing but the constraints and indexes."""
        self.run(self.database.alter(_WIPE))
        self.run(indexes.apply(self.database))
        self.holds = ()

    def load(self, *paths: Path) -> list[Any]:
        """Load datasets together, as the command line does."""
        self.holds = None
        return self.run(loading.load(self.database, loading.read(paths)))

    def ask(self, operation: str, variables: Mapping[str, Any] | None = None, **changed: Any) -> dict[str, Any]:
        """The response to a GraphQL operation; `changed` are settings."""
        settings = Settings.read({}, **changed)
        return self.run(Executor(runtime_schema(), self.database, settings).execute(operation, variables))

    def data(self, operation: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The data of a response that has no errors."""
        response = self.ask(operation, variables)
        assert "errors" not in response, response["errors"]
        data: dict[str, Any] = response["data"]
        return data


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that want the same in the graph come together: to load it takes seconds, and after it every query is planned anew."""
    wanted = ("shipped", "generated", "empty")

    def order(item: pytest.Item) -> int:
        names = getattr(item, "fixturenames", ())
        return next((place for place, name in enumerate(wanted, 1) if name in names), 0)

    items.sort(key=order)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the run's Neo4j."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[engine.ServerStatus]:
    """The run's Neo4j, on ports that are free."""
    settings = Settings.read(home=home, bolt_port=0, browser_port=0)
    status = engine.start(settings, owned=True)
    yield status
    engine.stop(settings)


@pytest.fixture(scope="session")
def _graph(server: engine.ServerStatus) -> Iterator[Graph]:
    settings = Settings.read({}, home=server.home)
    loop = asyncio.new_event_loop()  # in a thread of its own: Playwright has one in the tests' thread
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opening = connect(server.bolt, server.user, server.password(), timeout=60)
    try:
        database = asyncio.run_coroutine_threadsafe(opening.__aenter__(), loop).result()
        graph = Graph(settings, database, loop)
        graph.run(indexes.apply(database))
        yield graph
        graph.run(opening.__aexit__(None, None, None))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def empty(_graph: Graph) -> Graph:
    """The graph with nothing in it; the test may write what it likes."""
    _graph.wipe()
    _graph.holds = None
    return _graph


@pytest.fixture
def generated(_graph: Graph) -> Graph:
    """The graph with 4,000 generated entities and their 20,000 relations, and nothing else; the test must not write."""
    size = 4000
    if _graph.holds != (size,):
        _graph.wipe()
        _graph.holds = None
        _graph.run(write(_graph.database, Generator(size).claims()))
        _graph.run(_graph.database.alter(_REPLAN))
        _graph.holds = (size,)
    return _graph


@pytest.fixture
def shipped(_graph: Graph) -> Graph:
    """The graph with what ships, and nothing else; the test must not write."""
    paths: Sequence[Path] = tuple(loaders.shipped())
    if _graph.holds != paths:
        _graph.wipe()
        _graph.load(*paths)
        _graph.run(_graph.database.alter(_REPLAN))  # the planner counts on what was there before
        _graph.holds = tuple(paths)
    return _graph
