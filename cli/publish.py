"""`publish`, `delta`, `patch`: the graph as a folder of files, and from one such folder to the next."""

from __future__ import annotations

from pathlib import Path

import click

from cli.common import err, home_option, settings_from, with_database
from graph.driver import Database

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--address", help="Where DIR will stand on the web (default: <base IRI>/publication).")
@click.option("--since", type=_FOLDER, metavar="OLD", help="An older publication: also write the delta from it.")
@click.option(
    "--delta",
    "delta_",
    type=_FILE,
    metavar="FILE",
    help="Where to write that delta (default: DIR.delta.jsonl.gz, beside DIR).",
)
@home_option
def publish(folder: Path, address: str | None, since: Path | None, delta_: Path | None, home: Path | None) -> None:
    """Write the whole graph to DIR, as files that anybody can serve: RDF, JSON Lines, an index, a catalogue.

    The same graph gives the same bytes. Refused, with every failure named, where the graph breaks the ontology or what a
    dataset asserts of itself, and while a load is unfinished; DIR is then as it was. See docs/publication.md.
    """
    from api.publication import publish as work  # rdflib takes a while to import

    if delta_ and not since:
        raise click.BadParameter("needs --since", param_hint="--delta")
    settings = settings_from(home)
    to = (delta_ or folder.parent / f"{folder.resolve().name}.delta.jsonl.gz") if since else None
    to_address = address.rstrip("/") if address else None

    async def run(database: Database) -> None:
        done = await work(database, folder, settings.base_iri, address=to_address, since=since, delta_to=to)
        err.print(f"version {done.version}: {done.statements} statements in {folder}")

    with_database(settings, run)
    if to:
        err.print(f"changes since {since} in {to}")


@click.command()
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.option("-o", "--output", type=_FILE, help="A file, gzipped whatever its name (default: NEW.delta.jsonl.gz).")
def delta(old: Path, new: Path, output: Path | None) -> None:
    """Write what changed from the publication OLD to the publication NEW, statement by statement."""
    from api.publication import delta as work

    to = output or new.parent / f"{new.resolve().name}.delta.jsonl.gz"
    counts = work(old, new, to)
    said = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())) or "nothing changed"
    err.print(f"{to}: {said}")


@click.command()
@click.argument("old", type=_FOLDER)
@click.argument("changes", metavar="DELTA", type=_FILE)
@click.option("-o", "--output", "new", type=_FOLDER, required=True, metavar="NEW", help="The folder to make.")
def patch(old: Path, changes: Path, new: Path) -> None:
    """Make the publication NEW of the publication OLD and a DELTA from it, the same as the one published, byte for byte."""
    from api.publication import patch as work

    version = work(old, changes, new)
    err.print(f"version {version} in {new}")


COMMANDS = [publish, delta, patch]
