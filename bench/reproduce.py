"""Whether ingesting the sources of data/announcements reproduces what ships: recall and precision per type of relation.

python -m bench.reproduce FOLDER [--misses]

FOLDER holds the texts of the first documents of data/announcements/dataset.toml, in that order by file name; they are not part
of the project. They are ingested into an empty graph; then what ships is loaded, so that resolution tells which of the
entities found are which of those that ship; then relations are compared by type and ends. A shipped relation counts where
one of the texts is among its sources. A relation found is right where a dataset that ships says it, whatever its source; what is
true and does not ship counts as wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import loaders
from cli import loading
from graph import engine, indexes
from graph.driver import Database, connect
from graph.settings import Settings
from graph.settle import settle
from loaders import document

Triple = tuple[str, str, str]
_RELATIONS = """CYPHER 25
MATCH (a:Entity)-[r]->(b:Entity)
RETURN type(r), a.id, b.id, any(by IN r._by WHERE NOT by STARTS WITH 'document/'), r._by, r.sources"""


def first_documents(count: int) -> list[str]:
    """The ids of the first documents of the announcements' dataset."""
    dataset = next(loaders.parse(folder).dataset for folder in loaders.shipped() if folder.name == "announcements")
    return [id_ for id_ in dataset.claims if id_.startswith("document/")][:count]


async def compare(status: engine.ServerStatus, folder: Path) -> tuple[set[Triple], set[Triple], set[Triple]]:
    """(what ships from these texts, what was found in them, all that ships)."""
    async with connect(status.bolt, status.user, status.password(), timeout=300) as database:
        await indexes.apply(database)
        files = document.files([folder])
        names = document.gazetteer([])
        settled = await settle(database, [document.read(file, names) for file in files])
        ingested = {one.dataset for one in settled.summaries}
        print(f"{len(ingested)} documents, {sum(one.added for one in settled.summaries)} statements")
        await loading.load(database, loading.read(loaders.shipped()))
        settled = await settle(database)
        print(f"{len(settled.merged)} entities found to be shipped ones by resolution, {settled.undecided} undecided")
        return await _triples(database, ingested, set(first_documents(len(files))))


async def _triples(
    database: Database, ingested: Collection[str], sources: Collection[str]
) -> tuple[set[Triple], set[Triple], set[Triple]]:
    wanted, found, shipped = set(), set(), set()
    for type_, subject, object_, ships, by, its_sources in await database.read(_RELATIONS, timeout=300):
        triple = (type_, subject, object_)
        if ships:
            shipped.add(triple)
            if not sources.isdisjoint(its_sources):
                wanted.add(triple)
        if not set(by).isdisjoint(ingested):
            found.add(triple)
    return wanted, found, shipped


def main() -> None:
    """Ingest, load, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--misses", action="store_true", help="list what was not found, and what was found and does not ship"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.read({}, home=Path(home).resolve(), bolt_port=0, browser_port=0)
        with engine.running(settings) as status:
            wanted, found, shipped = asyncio.run(compare(status, arguments.folder))
        engine.stop(settings)
    by_type: dict[str, list[set[Triple]]] = defaultdict(lambda: [set(), set()])
    for triple in wanted:
        by_type[triple[0]][0].add(triple)
    for triple in found:
        by_type[triple[0]][1].add(triple)
    print(
        "\n| relation | ships | found of it | recall | found in all | right | precision |\n|---|---|---|---|---|---|---|"
    )
    for type_, (ships, said) in [*sorted(by_type.items()), ("all", [wanted, found])]:
        hit, right = len(ships & said), len(said & shipped)
        recall = f"{hit / len(ships):.2f}" if ships else ""
        precision = f"{right / len(said):.2f}" if said else ""
        print(f"| {type_} | {len(ships)} | {hit} | {recall} | {len(said)} | {right} | {precision} |")
    if arguments.misses:
        for title, triples in (("not found", wanted - found), ("does not ship", found - shipped)):
            print(f"\n{title}:")
            print("\n".join(" ".join(triple) for triple in sorted(triples)))


if __name__ == "__main__":
    main()
