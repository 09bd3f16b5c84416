"""How the questions grow: every file in queries/ on generated graphs of several sizes.

python -m bench.growth [--sizes 10000 100000 1000000] [--plot docs/growth.svg] [--keep DIR]

For every size a graph in a home of its own, one after the other, stopped and removed afterwards unless --keep. For every
question several parameters that exist in the graph: rows of the answer, db hits (PROFILE) and median latency over Bolt. Prints a table and
writes an SVG with a panel per question: latency against entities, both logarithmic, and db hits per row. Writing a million
entities takes about a quarter of an hour.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import neo4j

from bench.common import machine
from bench.generated import fill
from bench.growth_parameters import parameters
from bench.growth_plot import plot
from cli.common import err, progress
from graph import engine
from graph.driver import connect
from graph.settings import Settings
from queries import Question, questions

FLAT = 0.25  # db hits may grow by the size to this power: three times as many in a graph a hundred times as large
LONGEST = 120.0  # seconds that one answer may take in Neo4j


@dataclass(frozen=True, slots=True)
class Point:
    """One question at one size: medians over its parameters (latency: over all runs of them)."""

    question: str
    entities: int
    milliseconds: float
    hits: float
    rows: float
    slowest: float  # milliseconds, of the parameter that took longest

    @property
    def per_row(self) -> float:
        """Db hits per row of the answer; of the whole answer where it is empty."""
        return self.hits / max(self.rows, 1)


def hits(profile: Mapping[str, Any]) -> int:
    """Db hits of a profile: its operators', summed."""
    own = profile.get("args", {}).get("DbHits", profile.get("dbHits", 0))
    return int(own) + sum(map(hits, profile.get("children", ())))


async def measure(
    driver: neo4j.AsyncDriver, question: Question, bound: Sequence[dict[str, Any]], entities: int, runs: int
) -> Point:
    """One question. Each parameter set runs once with PROFILE, which also warms it, and then `runs` times."""
    found_hits, found_rows, medians, all_times = [], [], [], []
    async with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        for given in bound:
            profiled = await session.run(neo4j.Query(f"PROFILE {question.cypher}", timeout=LONGEST), given)
            rows = [record async for record in profiled]
            summary = await profiled.consume()
            found_hits.append(hits(summary.profile or {}))
            found_rows.append(len(rows))
            times = []
            for _ in range(runs):
                began = time.perf_counter()
                result = await session.run(neo4j.Query(question.cypher, timeout=LONGEST), given)
                _ = [record.values() async for record in result]
                times.append((time.perf_counter() - began) * 1000)
            medians.append(statistics.median(times))
            all_times += times
    median = statistics.median
    return Point(question.name, entities, median(all_times), median(found_hits), median(found_rows), max(medians))


async def at_size(status: engine.ServerStatus, entities: int, sets: int, runs: int) -> list[Point]:
    """All questions on a running server, whose graph is written where it has none."""
    async with connect(status.bolt, status.user, status.password(), timeout=600) as database:
        ((found,),) = await database.read("CYPHER 25 MATCH (n:Entity) RETURN count(n)")
        if not found:
            await fill(status, entities)
        bound = await parameters(database, sets)
    severity = neo4j.NotificationMinimumSeverity.OFF
    points = []
    auth = (status.user, status.password())
    async with neo4j.AsyncGraphDatabase.driver(status.bolt, auth=auth, notifications_min_severity=severity) as driver:
        with progress(f"asking {entities}", len(questions())) as done:
            for name, question in questions().items():
                try:
                    points.append(await measure(driver, question, bound[name], entities, runs))
                except neo4j.exceptions.Neo4jError as error:  # what does not end in time is a result too
                    err.print(f"{name} at {entities} entities: {error.code}: {error.message}")
                done(1)
    return points


def verdict(points: Sequence[Point]) -> str:
    """`flat` where neither hits nor hits per row grew, `as its rows` where only hits did, `GROWS` otherwise."""
    if len(points) < 2:
        return ""
    first, last = points[0], points[-1]
    allowed = (last.entities / first.entities) ** FLAT
    if last.hits <= allowed * max(first.hits, 1):
        return "flat"
    return "as its rows" if last.per_row <= allowed * max(first.per_row, 1) else "GROWS"


def table(points: Sequence[Point], sizes: Sequence[int]) -> None:
    """Print a row per question."""
    print("| question | " + " | ".join(f"{size:,}: ms (slowest) · hits · rows" for size in sizes) + " | db hits |")
    print("|---" * (len(sizes) + 2) + "|")
    for name in questions():
        by_size = {p.entities: p for p in points if p.question == name}
        said = [
            f"{p.milliseconds:.1f} ({p.slowest:.1f}) · {p.hits:,.0f} · {p.rows:.0f}"
            if (p := by_size.get(size))
            else "not in time"
            for size in sizes
        ]
        lost = len(by_size) < len(sizes)
        print(f"| {name} | {' | '.join(said)} | {'GROWS' if lost else verdict([by_size[s] for s in sizes])} |")


def main() -> None:
    """Measure, print and plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--sets", type=int, default=8, help="parameters per question")
    parser.add_argument("--runs", type=int, default=10, help="of each of them")
    parser.add_argument("--plot", type=Path, help="where to write the SVG (needs matplotlib)")
    parser.add_argument("--output", type=Path, help="where to write the figures as JSON")
    parser.add_argument("--keep", type=Path, help="homes are kept in this folder, by size, and used again")
    parser.add_argument("--redraw", type=Path, help="measure nothing: table and plot of what --output has written")
    arguments = parser.parse_args()
    if arguments.plot:
        plot([], arguments.plot, check=True)  # a missing matplotlib is said before half an hour's work
    print(machine())
    points: list[Point] = []
    sizes = sorted(arguments.sizes)
    if arguments.redraw:
        points = [Point(**one) for one in json.loads(arguments.redraw.read_text("utf-8"))]
        sizes = sorted({point.entities for point in points})
    for size in [] if arguments.redraw else sizes:
        with tempfile.TemporaryDirectory() as temporary:
            home = (arguments.keep or Path(temporary)) / str(size)
            settings = Settings.read({}, home=home.resolve(), bolt_port=0, browser_port=0)
            with engine.running(settings) as status:
                points += asyncio.run(at_size(status, size, arguments.sets, arguments.runs))
            engine.stop(settings)  # before its folder goes
        if arguments.output:
            arguments.output.write_text(json.dumps([asdict(p) for p in points], indent=1) + "\n", "utf-8")
    table(points, sizes)
    if arguments.plot:
        plot([(p.question, p.entities, p.milliseconds, p.per_row) for p in points], arguments.plot)
    print(machine())


if __name__ == "__main__":
    main()
