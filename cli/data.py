"""`load`, `check`, `retract`, `export`: data in and out."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

import loaders
from cli import loading
from cli.common import err, home_option, settings_from, with_database
from graph import store
from graph.driver import Database
from graph.errors import DatasetError
from graph.settle import Settled, settle, withdraw
from loaders.check import check as find_problems

_PATHS = click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))


@click.command()
@_PATHS
@click.option("--dry-run", is_flag=True, help="Check, and say what would change; write nothing.")
@home_option
def load(paths: tuple[Path, ...], dry_run: bool, home: Path | None) -> None:
    """Load datasets into the graph; without PATHS, those that ship.

    A dataset is a folder (docs/datasets.md). Loading one again changes nothing; loading a changed one adds and retracts exactly the
    difference. Several paths are loaded together and may refer to each other.
    """
    settings = settings_from(home)
    given = loading.read(list(paths) or loaders.shipped())  # what is wrong in the files is said before a server starts

    async def work(database: Database) -> tuple[list[store.Summary], Settled]:
        summaries = await loading.load(database, given, dry_run=dry_run)
        # What documents call by a name may be what a dataset now declares.
        return summaries, Settled() if dry_run else await settle(database)

    summaries, settled = with_database(settings, work)
    loading.report(summaries, dry_run=dry_run)
    loading.report_settled(settled)


@click.command()
@_PATHS
@home_option
def check(paths: tuple[Path, ...], home: Path | None) -> None:
    """Check datasets (without PATHS, those that ship) and write nothing.

    They are held against each other and against the graph of the home; where there is no graph yet, against what ships.
    """
    settings = settings_from(home)
    parsed = loading.read(list(paths) or loaders.shipped())

    async def against(database: Database | None) -> None:
        known = [] if database else loading.read(loaders.shipped())
        problems = await find_problems(parsed, database, known)
        if problems:
            raise DatasetError(problems)

    if settings.neo4j_uri or (settings.home / "data").is_dir():
        with_database(settings, against)
    else:
        asyncio.run(against(None))
    for one in parsed:
        err.print(f"{one.dataset.id}: {len(one.dataset.claims)} statements, nothing wrong")


@click.command()
@click.argument("dataset")
@home_option
def retract(dataset: str, home: Path | None) -> None:
    """Take out of the graph what only DATASET (by its id) says; for a document, the same as withdraw."""
    loading.report_settled(with_database(settings_from(home), lambda database: withdraw(database, dataset)))


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["ntriples", "turtle", "jsonld", "rdfxml", "nquads", "trig"]),
    default="ntriples",
    show_default=True,
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file; gzipped where its name ends in .gz. Standard output otherwise.",
)
@home_option
def export(format_: str, output: Path | None, home: Path | None) -> None:
    """Write the whole graph as RDF. The same graph gives the same bytes, whichever way it was loaded."""
    from api import rdf  # rdflib takes a while to import, and only this command needs it

    settings = settings_from(home)

    async def work(database: Database) -> int:
        if output:
            return await rdf.export_file(database, format_, output, settings.base_iri)
        return await rdf.export(database, format_, sys.stdout.buffer, settings.base_iri)

    count = with_database(settings, work)
    sys.stdout.flush()
    err.print(f"{count} {'quads' if format_ in {'nquads', 'trig'} else 'triples'}")


COMMANDS = [load, check, retract, export]
