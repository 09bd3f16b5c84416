"""Whether an export, loaded into an empty graph, is exported to the same bytes, for every RDF format; and how long that takes.

    python -m bench.roundtrip --home /var/tmp/bench-200k [--formats ntriples nquads] [--every]

The graph of `--home` is only read. The first format is loaded into an empty graph, and that is exported in all that are asked for.
Of the others it is enough that reading them gives the very claims that were loaded, and so the same graph; `--every` loads
each all the same, into an empty graph of its own. Ends with 1 where a byte differs.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil

from api.rdf import FORMATS, export_file
from bench.common import machine
from cli import loading
from graph import engine
from graph.driver import Database, connect
from graph.settings import Settings
from loaders.parsed import Parsed

BASE = "https://qianglian.example"


async def exported(database: Database, folder: Path, formats: list[str]) -> dict[str, Path]:
    """The graph in these formats, by format."""
    folder.mkdir()
    found = {}
    for name in formats:
        one = FORMATS[name]
        began = time.perf_counter()
        found[name] = folder / f"graph{one.extension}"
        count = await export_file(database, name, found[name], BASE)
        size = found[name].stat().st_size / 1e6
        print(f"  exported {name}: {count} triples, {size:.0f} MB, {time.perf_counter() - began:.0f} s", flush=True)
    return found


def read(path: Path) -> Parsed:
    """The dataset of a file, called the same whatever the file's name."""
    began = time.perf_counter()
    [parsed] = loading.read([path])
    memory = psutil.Process().memory_info().rss / 1e6
    seconds = time.perf_counter() - began
    print(f"  read {path.name}: {len(parsed.dataset.claims)} claims, {seconds:.0f} s, {memory:.0f} MB", flush=True)
    return replace(parsed, dataset=replace(parsed.dataset, id="graph", title="graph"))


def digest_of(parsed: Parsed) -> str:
    """What changes when any claim does."""
    claims = parsed.dataset.claims
    state = hashlib.blake2b()
    for id_ in sorted(claims):
        claim = claims[id_]
        state.update(f"{id_} {claim.subject} {claim.object} {claim.digest()}\n".encode())
    return state.hexdigest()


def same(one: Path, other: Path) -> bool:
    """Whether two files are the same, byte for byte."""
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(1 << 20):
            if block != second.read(len(block)):
                return False
        return not second.read(1)


async def load(parsed: Parsed, under: Path, before: dict[str, Path]) -> bool:
    """Load into an empty graph under `under`, export that, and compare."""
    settings = Settings.read({}, home=under / "home", bolt_port=0, browser_port=0)
    with engine.running(settings) as status:
        async with connect(status.bolt, status.user, status.password(), timeout=600) as database:
            began = time.perf_counter()
            await loading.load(database, [parsed])
            print(f"  loaded in {time.perf_counter() - began:.0f} s", flush=True)
            differ = [
                name
                for name, path in (await exported(database, under / "after", list(before))).items()
                if not same(path, before[name])
            ]
    print(
        f"  {'the same bytes in ' + ', '.join(before) if not differ else 'DIFFERENT: ' + ', '.join(differ)}", flush=True
    )
    return not differ


async def roundtrip(home: Path, formats: list[str], every: bool) -> bool:
    """Do it all; whether every byte is the same."""
    good = True
    with tempfile.TemporaryDirectory() as folder:
        under = Path(folder)
        with engine.running(Settings.read({}, home=home, bolt_port=0, browser_port=0)) as status:
            async with connect(status.bolt, status.user, status.password(), timeout=600) as database:
                before = await exported(database, under / "before", formats)
        digest = ""
        for name in formats:
            parsed = read(before[name])
            found = digest_of(parsed)
            if not digest or every:
                under_this = under / name
                under_this.mkdir()
                good = await load(parsed, under_this, before) and good
            elif found != digest:
                print(f"  DIFFERENT: {name} says something else than {formats[0]}")
                good = False
            digest = digest or found
            del parsed
    return good


def main() -> None:
    """Go round; ends with 1 where a byte differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--formats", nargs="+", choices=list(FORMATS), default=list(FORMATS))
    parser.add_argument("--every", action="store_true", help="load every format into an empty graph of its own")
    arguments = parser.parse_args()
    print(machine())
    good = asyncio.run(roundtrip(arguments.home.resolve(), arguments.formats, arguments.every))
    print(machine())
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
