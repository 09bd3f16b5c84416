"""How fast the graph becomes N-Triples, beside what others would do with the same triples; and how much memory that takes.

    python -m bench.export --home /var/tmp/bench-200k              ratios, three rounds
    python -m bench.export --memory HOME [HOME ...]                resident memory of ours, graphs of any sizes

Each contestant is a process of its own, so that resident memory is its own. Those that would take minutes work on a part
for some seconds; all rates are triples a second.

ours      `qianglian export`, from Neo4j to a file
bolt      the same reads, and nothing done with the rows
records   one record an entity or relation instead of a page of them, made into the same lines
rdflib    rdflib's N-Triples serializer on a part; "filled" with the time of filling its graph
oxigraph  pyoxigraph's, of a store in memory on a part; "filled" with the time of filling the store
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import islice
from pathlib import Path
from typing import Any

import psutil

from api.rdf import export_file
from api.rdf.blocks import Blocks
from api.rdf.columns import ENTITY_ORDER, RELATION_ORDER, Column, entity_columns, relation_columns
from api.rdf.lines import NTriples
from api.rdf.pages import ENTITIES, EVIDENCE, STATEMENTS, pages, supported
from bench.common import machine, ratio
from graph import engine
from graph.driver import Database, connect
from graph.settings import Settings

BASE = "https://qianglian.example"
PART = 300_000  # triples for those that hold them in memory
SECONDS = 15.0  # for those that would take minutes

Result = dict[str, float]


class Clock:
    """Seconds since it was made, by the clock and of this process's processor time."""

    def __init__(self) -> None:
        self.began, self.used = time.perf_counter(), time.process_time()

    def read(self, name: str = "seconds") -> Result:
        """Both, as parts of a result."""
        return {name: time.perf_counter() - self.began, f"{name}_cpu": time.process_time() - self.used}


def names(columns: tuple[Column, ...]) -> str:
    """What a statement returns of `n`."""
    return ", ".join(f"n.{column.name}" for column in columns)


async def ours(database: Database, path: Path) -> Result:
    """Our export to a file."""
    clock = Clock()
    count = await export_file(database, "ntriples", path, BASE)
    return {"triples": count, **clock.read()}


async def bolt(database: Database, path: Path) -> Result:
    """Only the reads; the number of triples is that of the file that `ours` wrote."""
    clock = Clock()
    async for _ in pages(database, EVIDENCE, graphs=False):
        pass
    for cypher in [*ENTITIES.values(), *STATEMENTS.values()]:
        async for _ in supported(database, cypher, graphs=False):
            pass
    used = clock.read()
    with path.open("rb") as file:
        return {"triples": sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")), **used}


async def records(database: Database, path: Path) -> Result:
    """A record each, for some seconds: half of them for entities, half for relations."""
    syntax = NTriples(BASE)
    blocks, count, clock = Blocks(syntax), 0, Clock()

    async def lines(
        rows: AsyncIterator[list[Any]], make: Callable[[str, Any, list[Any]], Any], type_: str, until: float
    ) -> None:
        nonlocal count
        with path.open("a", encoding="utf-8") as out:
            async for row in rows:
                _, cells = block = make(type_, {}, row)
                out.write(syntax.block(*block))
                count += len(cells)
                if time.perf_counter() > until:
                    return

    links = "COLLECT { MATCH (n)-[r]->(o) WHERE r.status = 'ASSERTED' RETURN [type(r), o.id, r.sources] }"
    for cls in ENTITY_ORDER:
        cypher = f"CYPHER 25 MATCH (n:{cls.__name__}) WHERE n.id > '' RETURN n.id, {names(entity_columns(cls))}, {links} ORDER BY n.id"
        await lines(database.stream(cypher), blocks.entity, cls.__name__, clock.began + SECONDS / 2)
    for relation in RELATION_ORDER:
        said = f"n.id, s.id, o.id, {names(relation_columns(relation))}"
        cypher = f"CYPHER 25 MATCH (s)-[n:{relation.__name__}]->(o) WHERE n.id > '' RETURN {said} ORDER BY n.id"
        await lines(database.stream(cypher), blocks.statement, relation.__name__, clock.began + SECONDS)
    return {"triples": count, **clock.read()}


def some(path: Path) -> bytes:
    """Every so many lines of the file, so that all kinds of them are among those taken."""
    size = path.stat().st_size
    with path.open("rb") as file:
        whole = max(1, size // (PART * 180))
        return b"".join(islice((line for number, line in enumerate(file) if number % whole == 0), PART))


async def rdflib(_: Database, path: Path) -> Result:
    """The serializer of rdflib on a part."""
    from rdflib import Graph

    part = some(path)
    both = Clock()
    graph = Graph().parse(data=part, format="nt")
    clock = Clock()
    graph.serialize(path.with_suffix(".rdflib"), format="nt", encoding="utf-8")
    return {"triples": len(graph), **clock.read(), **both.read("filled")}


async def oxigraph(_: Database, path: Path) -> Result:
    """The serializer of pyoxigraph on a part."""
    import pyoxigraph as ox

    part = some(path)
    both = Clock()
    store = ox.Store()
    store.bulk_load(part, ox.RdfFormat.N_TRIPLES)
    clock = Clock()
    with path.with_suffix(".oxigraph").open("wb") as out:
        store.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return {"triples": len(store), **clock.read(), **both.read("filled")}


CONTESTANTS: dict[str, Callable[[Database, Path], Awaitable[Result]]] = {
    one.__name__: one for one in (ours, bolt, records, rdflib, oxigraph)
}


def contest(name: str, home: Path, path: Path) -> Result:
    """Run a contestant in a process of its own."""
    command = [sys.executable, "-m", "bench.export", "--home", str(home), "--only", name, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name}: {done.stderr}")
    found: Result = json.loads(done.stdout)
    return found


def alone(name: str, home: Path, path: Path) -> None:
    """What such a process does; the peak of its resident memory goes with the result."""

    async def work() -> Result:
        status = engine.status(Settings.read({}, home=home))
        assert status is not None, "no server runs"
        java = psutil.Process(status.pid)
        async with connect(status.bolt, status.user, status.password(), timeout=600) as database:
            before = sum(java.cpu_times()[:2])
            found = await CONTESTANTS[name](database, path)
            return {**found, "java_cpu": sum(java.cpu_times()[:2]) - before}

    found = asyncio.run(work())
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", None) or _peak()
    print(json.dumps({**found, "megabytes": peak / 1e6}))


def _peak() -> float:
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def compare(home: Path, rounds: int) -> None:
    """All of them, side by side, and what ours does as a multiple of each."""
    print(machine())
    found: dict[str, list[Result]] = {name: [] for name in CONTESTANTS}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            for name, results in found.items():
                results.append(contest(name, home, Path(folder) / ("records" if name == "records" else "graph.nt")))
                print(f"round {number + 1} {name:9} {results[-1]}", file=sys.stderr)
    rates = {name: [one["triples"] / one["seconds"] for one in results] for name, results in found.items()}
    for name in ("rdflib", "oxigraph"):
        rates[f"{name}, filled"] = [one["triples"] / one["filled"] for one in found[name]]
    print(f"ours: {found['ours'][0]['triples']:.0f} triples")
    for name, rate in rates.items():
        memory = max(one["megabytes"] for one in found[name.partition(",")[0]])
        which = "filled_cpu" if "," in name else "seconds_cpu"
        cpu = [1e6 * one[which] / one["triples"] for one in found[name.partition(",")[0]]]
        java = [1e6 * one["java_cpu"] / one["triples"] for one in found[name.partition(",")[0]]]
        print(
            f"{name:17} {min(rate):8.0f} to {max(rate):8.0f} triples/s, {memory:5.0f} MB, of a million triples "
            f"{min(cpu):.2f} s of processor time and {min(java):.2f} s of Neo4j's; ours is {ratio(rates['ours'], rate)} times that"
        )
    print(machine())


def main() -> None:
    """Compare, or measure memory; a server that does not run is started and stopped again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="with a graph, such as bench.generated writes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=Path, nargs="+", default=[], metavar="HOME")
    parser.add_argument("--only", choices=list(CONTESTANTS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        alone(arguments.only, arguments.home, arguments.file)
        return
    for home in arguments.memory or [arguments.home]:
        with engine.running(Settings.read({}, home=home.resolve(), bolt_port=0, browser_port=0)):
            if not arguments.memory:
                compare(home.resolve(), arguments.rounds)
                continue
            with tempfile.TemporaryDirectory() as folder:
                found = contest("ours", home.resolve(), Path(folder) / "graph.nt")
            print(f"{home}: {found['triples']:.0f} triples, {found['megabytes']:.0f} MB, {found['seconds']:.1f} s")


if __name__ == "__main__":
    main()
