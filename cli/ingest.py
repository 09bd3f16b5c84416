"""`ingest`, `withdraw`: documents into the graph and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cli.common import err, home_option, progress, settings_from, with_database
from cli.loading import report_settled
from graph import identities, indexes
from graph.driver import Database
from graph.errors import DatasetError, Problem, QianglianError
from graph.records import Reading
from graph.settle import Settled, settle
from graph.settle import withdraw as take_out

_HASHES = """CYPHER 25
MATCH (d:Document) WHERE d.contentHash IN $hashes RETURN d.contentHash, d.id"""
_ORIGINS = "CYPHER 25 MATCH (r:Reading) RETURN r.id, r.origin"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Take another file of the same name and date for a new state of the same document."
)
@home_option
def ingest(paths: tuple[Path, ...], replace: bool, home: Path | None) -> None:
    """Read documents, find out who is meant, and load what they say.

    PATHS are files or folders: text, Markdown, HTML, PDF or DOCX, in Chinese, French or English. A document that is ingested again
    unchanged changes nothing; a changed one adds and retracts exactly the difference. A file that cannot be read is
    reported, the others are ingested, and the exit code is 1.
    """
    from loaders import document  # the lexicons take a while to load

    settings = settings_from(home)
    files = document.files(paths)

    async def work(database: Database) -> tuple[Settled, list[str], list[Problem]]:
        await indexes.apply(database)
        owned, claims = await identities.owned(database)
        names = document.gazetteer(claims)
        readings: list[Reading] = []
        problems: list[Problem] = []
        with progress("reading", len(files)) as done:
            for file in files:
                try:
                    readings.append(document.read(file, names))
                except DatasetError as error:
                    problems += error.problems
                except (OSError, QianglianError) as error:
                    problems.append(Problem(str(file), 0, "", str(error)))
                done(1)
        chosen, elsewhere, wrong = await _chosen(database, readings, replace)
        with progress("loading", len(chosen)) as done:
            settled = await settle(database, chosen, owned=owned, progress=done)
        for old in await _moved(database, chosen):
            settled = _both(settled, await take_out(database, old))
        return settled, elsewhere, problems + wrong

    settled, elsewhere, problems = with_database(settings, work)
    for line in elsewhere:
        err.print(line)
    report_settled(settled)
    if problems:
        raise DatasetError(problems)


@click.command()
@click.argument("document")
@home_option
def withdraw(document: str, home: Path | None) -> None:
    """Take DOCUMENT (by its id) out of the graph, and everything that only it supports.

    What was judged of it stays: ingested again, it is judged as before.
    """
    report_settled(with_database(settings_from(home), lambda database: take_out(database, document)))


async def _chosen(
    database: Database, readings: Sequence[Reading], replace: bool
) -> tuple[list[Reading], list[str], list[Problem]]:
    """(what to load, what is there under another name, what stands in the way of the rest)."""
    hashes = {str(one.properties["contentHash"]) for one in readings}
    held: dict[str, set[str]] = {}
    for hash_, id_ in await database.read(_HASHES, {"hashes": sorted(hashes)}):
        held.setdefault(hash_, set()).add(id_)
    origins = dict(await database.read(_ORIGINS, timeout=300))
    chosen: dict[str, Reading] = {}
    elsewhere: list[str] = []
    wrong: list[Problem] = []
    for one in readings:
        hash_ = str(one.properties["contentHash"])
        same = sorted(held.get(hash_, set()) - {one.document})
        origin = chosen[one.document].origin if one.document in chosen else origins.get(one.document, one.origin)
        if same and origins.get(same[0]) != one.origin:
            elsewhere.append(f"{one.origin}: the same text as {same[0]}; nothing done")
        elif origin != one.origin and not replace and one.document not in held.get(hash_, ()):
            said = f"{one.document} was read from {origin}; give --replace where this is a new state of it, or rename the file"
            wrong.append(Problem(one.origin, 0, "", said))
        else:
            chosen[one.document] = one
            held.setdefault(hash_, set()).add(one.document)
    return list(chosen.values()), elsewhere, wrong


async def _moved(database: Database, chosen: Sequence[Reading]) -> list[str]:
    """Documents that the same files were before, under another date."""
    now = {one.origin: one.document for one in chosen}
    rows = await database.read(_ORIGINS, timeout=300)
    return sorted(id_ for id_, origin in rows if now.get(origin, id_) != id_)


def _both(one: Settled, other: Settled) -> Settled:
    summaries = [*one.summaries, *other.summaries]
    return Settled(
        summaries, {**one.held, **other.held}, {**one.merged, **other.merged}, other.undecided, other.contradicted
    )


COMMANDS = [ingest, withdraw]
