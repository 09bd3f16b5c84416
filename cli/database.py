"""`db`: the Neo4j of a home."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from cli.common import err, home_option, settings_from, with_database
from graph import audit, engine


@click.group()
def db() -> None:
    """Start, stop and look after the home's Neo4j."""


@db.command()
@home_option
@click.option("--bolt-port", type=int, help="Bolt port (default 7687; 0 for any free one).")
@click.option("--browser-port", type=int, help="Port of Neo4j Browser (default 7474; 0 for any free one).")
def start(home: Path | None, bolt_port: int | None, browser_port: int | None) -> None:
    """Start Neo4j and leave it running."""
    status = engine.start(settings_from(home, bolt_port=bolt_port, browser_port=browser_port), owned=False)
    click.echo(f"Neo4j {status.neo4j_version} is running: {status.bolt}, Browser at {status.browser}")


@db.command()
@home_option
def stop(home: Path | None) -> None:
    """Stop the home's Neo4j."""
    click.echo("stopped" if engine.stop(settings_from(home)) else "was not running")


@db.command(name="status")
@home_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def status_(home: Path | None, format_: str) -> None:
    """Say whether Neo4j is running, and where. Exit code 3 where it is not."""
    status = engine.status(settings_from(home))
    if format_ == "json":
        click.echo(json.dumps(asdict(status) if status else None, default=str))
    elif status:
        click.echo(f"running  pid {status.pid}\nbolt     {status.bolt}\nbrowser  {status.browser}")
        click.echo(
            f"user     {status.user}\npassword in {status.password_file}\nNeo4j {status.neo4j_version}, Java {status.java_version}"
        )
    else:
        click.echo("not running")
    sys.exit(0 if status else 3)


@db.command(context_settings={"allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@home_option
def admin(arguments: tuple[str, ...], home: Path | None) -> None:
    """Run neo4j-admin on the home with the ARGUMENTS given, such as `server report` or `database dump neo4j`."""
    sys.exit(engine.admin(settings_from(home), arguments))


@db.command()
@home_option
def warm(home: Path | None) -> None:
    """Make the file that nearly halves every later start (a cache of Java's, about 200 MB), if it is not there.

    A running server makes it by itself in the background, half a minute after its start.
    """
    click.echo(engine.warm(settings_from(home)))


@db.command()
@home_option
def check(home: Path | None) -> None:
    """Report what does not follow the ontology, such as edits by hand. Exit code 1 where there is anything."""
    found = with_database(settings_from(home), audit.audit)
    for line in found:
        click.echo(line)
    err.print(f"{len(found)} found" if found else "nothing wrong")
    sys.exit(1 if found else 0)


COMMANDS = [db]
