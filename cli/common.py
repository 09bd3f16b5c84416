"""What commands share: settings from options, and a database to work on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from graph import engine
from graph.driver import Database, connect
from graph.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

err = Console(stderr=True, highlight=False, soft_wrap=True)


def home_option(function: F) -> F:
    """The --home option."""
    option = click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="QIANGLIAN_HOME",
        help="Where the graph lives (default: a per-user data folder).",
    )
    return option(function)


def settings_from(home: Path | None, **given: Any) -> Settings:
    """Settings from the environment and the options given."""
    return Settings.read(home=home.expanduser().resolve() if home else None, **given)


@contextmanager
def server(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """(address, user, password) of the Neo4j to work on: the external one set, or the home's, started where it is down."""
    if settings.neo4j_uri:
        yield settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password or ""
    else:
        if err.is_terminal and engine.status(settings) is None:
            err.print("starting Neo4j: some seconds, and the first time a download")
        with engine.running(settings) as status:
            yield status.bolt, status.user, status.password()


@asynccontextmanager
async def opened(settings: Settings, at: tuple[str, str, str]) -> AsyncIterator[Database]:
    """The database at an address from `server`."""
    uri, user, password = at
    async with connect(
        uri, user, password, database=settings.neo4j_database, timeout=settings.query_timeout
    ) as database:
        yield database


def with_database(settings: Settings, work: Callable[[Database], Coroutine[Any, Any, T]]) -> T:
    """Run `work` on the home's database."""

    async def run(at: tuple[str, str, str]) -> T:
        async with opened(settings, at) as database:
            return await work(database)

    with server(settings) as at:
        return asyncio.run(run(at))


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing elsewhere; gives a function to be told how much was done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)
