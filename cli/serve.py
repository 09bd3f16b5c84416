"""`up` and `serve`: the API on the network, with or without a load before."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import click
import uvicorn

import loaders
from cli import loading, web
from cli.common import err, home_option, opened, server, settings_from
from graph import engine, indexes
from graph.errors import PortTakenError
from graph.settings import Settings

_PORT = click.option("--port", type=int, help="The API's port (default 8000).")


@click.command()
@home_option
@_PORT
@click.option("--bolt-port", type=int, help="Neo4j's Bolt port (default 7687; 0 for any free one).")
@click.option("--browser-port", type=int, help="Neo4j Browser's port (default 7474; 0 for any free one).")
@click.option("--no-load", is_flag=True, help="Serve what the graph holds, without loading what ships.")
def up(home: Path | None, port: int | None, bolt_port: int | None, browser_port: int | None, no_load: bool) -> None:
    """Start Neo4j, load what ships, and serve the API until interrupted."""
    settings = settings_from(home, port=port, bolt_port=bolt_port, browser_port=browser_port)
    _serve(settings, load=not no_load)


@click.command()
@home_option
@_PORT
def serve(home: Path | None, port: int | None) -> None:
    """Serve the API over the graph as it is."""
    _serve(settings_from(home, port=port), load=False)


def _serve(settings: Settings, *, load: bool) -> None:
    listening = _listen(settings)
    with listening, ThreadPoolExecutor(2) as pool:
        # Importing and building the GraphQL schema takes about as long as a warm start of Neo4j: both at once.
        building = pool.submit(_import_api)
        explorer = pool.submit(web.ensure, err.print, settings.cache)
        with server(settings) as at:
            building.result()
            explorer.result()
            with asyncio.Runner(loop_factory=_loop()) as runner:
                runner.run(_run(settings, at, listening, load=load))


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The faster event loop, where there is one; none for Windows."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _import_api() -> None:
    from api import app, runtime

    del app
    runtime.runtime_schema()


async def _run(settings: Settings, at: tuple[str, str, str], listening: socket.socket, *, load: bool) -> None:
    from api.app import create_app

    async with opened(settings, at) as database:
        if load:
            loading.report(await loading.load(database, loading.read(loaders.shipped())))
        else:
            await indexes.apply(database)
        config = uvicorn.Config(
            create_app(database, settings, warm=True),
            log_level="warning",
            access_log=False,
            lifespan="on",
            server_header=False,
        )
        api = _Server(config)
        serving = asyncio.create_task(api.serve(sockets=[listening]))
        while not api.started and not serving.done():
            await asyncio.sleep(0.01)
        if api.started:
            _say_where(settings, at, listening)
        try:
            await serving
        except OSError as error:  # somebody took the port while Neo4j was starting
            raise _taken(settings, error) from error


class _Server(uvicorn.Server):
    """Uvicorn that ends on Ctrl-C as on any other request to end: it raises the signal once more, which is an error exit."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End the serving, gracefully, on SIGINT and SIGTERM."""
        loop = asyncio.get_running_loop()
        handled = (signal.SIGINT, signal.SIGTERM)
        try:
            for number in handled:
                loop.add_signal_handler(number, self.handle_exit, number, None)
        except NotImplementedError:  # Windows
            with super().capture_signals():
                yield
            return
        yield
        for number in handled:
            loop.remove_signal_handler(number)


def _say_where(settings: Settings, at: tuple[str, str, str], listening: socket.socket) -> None:
    host, port = listening.getsockname()[:2]
    click.echo(f"Explorer       http://{host}:{port}/")
    click.echo(f"GraphQL        http://{host}:{port}/graphql")
    click.echo(f"Bolt           {at[0]}")
    status = None if settings.neo4j_uri else engine.status(settings)
    if status:
        click.echo(f"Neo4j Browser  {status.browser}")
        click.echo(f"sign in as     {status.user}, with the password in {status.password_file}")
    err.print("Ctrl-C stops it")
    sys.stdout.flush()


def _listen(settings: Settings) -> socket.socket:
    made = socket.socket(
        socket.AF_INET6 if ":" in settings.host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host, settings.port))  # heard only once there is something to say: until then, refused
    except OSError as error:
        made.close()
        raise _taken(settings, error) from error
    return made


def _taken(settings: Settings, error: OSError) -> PortTakenError:
    return PortTakenError(
        f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; choose another with --port"
    )


COMMANDS = [up, serve]
