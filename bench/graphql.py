"""GraphQL against the bare driver and its peers: one Neo4j, one data set, side by side.

python -m bench.graphql [--entities 200000] [--home DIR] [--seconds 5] [--rounds 5] [--concurrency 1 16] [--no-node]

Contestants, each a server process: bare (Starlette over the driver, Cypher by hand), ours (`qianglian serve`), naive
(Strawberry with a query per row), peer (@neo4j/graphql on Node); and the driver called in the load process itself, without
HTTP. Before anything is measured all of them must give the same data. A round runs everybody on every question for some
seconds, in an order that is turned from round to round; ratios are of runs of the same round. bench/README.md says more.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bench.common import machine, ratio
from bench.generated import fill
from bench.graphql_load import TRIVIAL_BYTES, Job
from bench.graphql_questions import QUESTIONS, Variables
from bench.graphql_servers import PARTS, PLAIN, Contestant, contestants, differences, end_on_sigterm, objects, started
from cli.common import err, progress
from graph import engine
from graph.driver import connect
from graph.settings import Settings

DRIVER = "driver"
VALUES = 256  # different variables per question, asked in turn


class Load:
    """The load generator's process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, job: Job) -> dict[str, float]:
        """What one job measured. Raises RuntimeError where the load generator ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the load generator ended; its error stands above")
        found: dict[str, float] = json.loads(line)
        return found


@contextmanager
def load() -> Iterator[Load]:
    """A load generator; ended with the block."""
    command = [sys.executable, "-m", "bench.graphql_load"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Load(process)
        assert process.stdin is not None
        process.stdin.close()


@dataclass(slots=True)
class Cell:
    """All rounds of one contestant on one question at one concurrency."""

    rates: list[float] = field(default_factory=list)  # answers a second
    medians: list[float] = field(default_factory=list)  # milliseconds
    p99s: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)  # milliseconds of processor time of the server per answer
    java: list[float] = field(default_factory=list)  # the same of Neo4j
    failures: int = 0
    size: float = 0


class Bench:
    """The measurement over running contestants."""

    def __init__(
        self, status: engine.ServerStatus, parts: Sequence[Contestant], drawn: dict[str, list[Variables]], load: Load
    ) -> None:
        self.status, self.drawn, self.load = status, drawn, load
        self.parts: dict[str, Contestant | None] = {DRIVER: None, **{part.name: part for part in parts}}
        if peer := self.parts.get("peer"):
            self.parts[PLAIN] = Contestant(PLAIN, peer.process, peer.port)
        self.java = psutil.Process(status.pid)
        self.cells: dict[tuple[str, int, str], Cell] = defaultdict(Cell)

    def once(self, question: str, concurrency: int, name: str, seconds: float, *, keep: bool) -> None:
        """One run."""
        part, asked = self.parts[name], QUESTIONS[question]
        if part is None:
            bodies = [json.dumps(asked.parameters(values)) for values in self.drawn[question]]
            at = (self.status.bolt, self.status.user, self.status.password())
            job = Job(concurrency, seconds, bodies, bolt=at, cypher=f"CYPHER 25 {asked.cypher}")
        else:
            bodies = [part.body(asked, values) for values in self.drawn[question]]
            job = Job(concurrency, seconds, bodies, port=part.port, path=part.path(asked))
        before = (_spent(self.java), _spent(part.process) if part else 0.0)
        found = self.load.run(job)
        if not keep:
            return
        cell = self.cells[question, concurrency, name]
        answers = found["answers"]
        cell.rates.append(answers / found["seconds"])
        cell.medians.append(found["median"])
        cell.p99s.append(found["p99"])
        cell.java.append((_spent(self.java) - before[0]) * 1000 / answers)
        cell.server.append((_spent(part.process) - before[1]) * 1000 / answers if part else 0.0)
        cell.failures += int(found["failures"])
        cell.size = found["size"]

    def rounds(self, count: int, seconds: float, concurrencies: Sequence[int], output: Path | None) -> None:
        """Warm up, then all rounds; after each of them the figures so far are written to `output`."""
        names, runs = list(self.parts), [(q, c) for q in self.drawn for c in concurrencies]
        with progress("warming up", len(self.drawn) * len(names)) as done:
            for question in self.drawn:
                for name in self.asked(question, names):
                    self.once(question, max(concurrencies), name, min(seconds, 3.0), keep=False)
                    done(1)
        with progress("measuring", count * len(runs) * len(names)) as done:
            for number in range(count):
                turn = number % len(names)
                for question, concurrency in runs:
                    for name in self.asked(question, names[turn:] + names[:turn]):
                        self.once(question, concurrency, name, seconds, keep=True)
                        done(1)
                if output:
                    self.write(output)

    def asked(self, question: str, names: Sequence[str]) -> list[str]:
        """Those that have something of their own to ask."""
        same = QUESTIONS[question].plain == QUESTIONS[question].peer
        return [name for name in names if name != PLAIN or not same]

    def write(self, path: Path) -> None:
        """All figures as JSON."""
        cells: list[dict[str, Any]] = [
            {"question": question, "concurrency": concurrency, "contestant": name, **asdict(cell)}
            for (question, concurrency, name), cell in self.cells.items()
        ]
        path.write_text(json.dumps(cells, indent=1) + "\n", "utf-8")

    def report(self, sizes: dict[str, float], concurrencies: Sequence[int]) -> None:
        """Print a table per question and concurrency."""
        for question in self.drawn:
            print(f"\n## {question}: {QUESTIONS[question].what}; {sizes[question]:.0f} entities in an answer")
            for concurrency in concurrencies:
                self._table(question, concurrency)
        print("\nmemory, resident, in MB:", end=" ")
        sizes_now = {name: part.process.memory_info().rss for name, part in self.parts.items() if part}
        said = {**sizes_now, "Neo4j": self.java.memory_info().rss}
        print(", ".join(f"{name} {size / 1e6:.0f}" for name, size in said.items()))

    def _table(self, question: str, concurrency: int) -> None:
        print(f"\nconcurrency {concurrency}\n")
        print(
            "| | a second | of bare | of driver | of peer | median ms | p99 ms | server ms | Neo4j ms | bytes | failed |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|---|")
        for name in self.asked(question, list(self.parts)):
            cell = self.cells[question, concurrency, name]
            ratios = (
                ratio(cell.rates, self.cells[question, concurrency, other].rates)
                if other in self.parts and other != name
                else ""
                for other in ("bare", DRIVER, "peer")
            )
            numbers = (
                f"{statistics.median(values):.2f}" for values in (cell.medians, cell.p99s, cell.server, cell.java)
            )
            print(
                f"| {name} | {statistics.median(cell.rates):.1f} | {' | '.join(ratios)} | {' | '.join(numbers)} "
                f"| {cell.size:.0f} | {cell.failures} |"
            )


def _spent(process: psutil.Process) -> float:
    """Seconds of processor time that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def ceiling(load: Load, concurrencies: Sequence[int], seconds: float) -> None:
    """Print what the load generator does against a server that does nothing."""
    with started([sys.executable, "-m", "bench.graphql_load", "--trivial"], {}) as (_, port):
        for concurrency in concurrencies:
            found = load.run(Job(concurrency, seconds, ["{}"], port=port))
            rate = found["answers"] / found["seconds"]
            print(
                f"the load generator's ceiling at concurrency {concurrency}: {rate:.0f} answers of {TRIVIAL_BYTES} bytes a second"
            )


async def prepare(status: engine.ServerStatus, entities: int, questions: Sequence[str]) -> dict[str, list[Variables]]:
    """The graph, written where the home has none, and the variables of every question."""
    async with connect(status.bolt, status.user, status.password(), timeout=120) as database:
        ((found,),) = await database.read("CYPHER 25 MATCH (n:Entity) RETURN count(n)")
        if not found:
            await fill(status, entities)
        elif abs(found - entities) > entities / 10:
            err.print(f"the home has {found} entities, not {entities}: measuring what is there")
        ((nodes, relations),) = await database.read(
            "CYPHER 25 RETURN COUNT { (:Entity) } AS nodes, COUNT { ()-->() } AS relations"
        )
        print(f"{nodes} entities, {relations} relations")
        return {name: await QUESTIONS[name].draw(database, VALUES) for name in questions}


def measure(status: engine.ServerStatus, cache: Path, arguments: argparse.Namespace) -> None:
    """Everything, over a running Neo4j."""
    drawn = asyncio.run(prepare(status, arguments.entities, arguments.questions))
    names = [name for name in PARTS if name != "peer" or not arguments.no_node]
    with contestants(status, cache, names) as parts, load() as generator:
        mine = next(part for part in parts if part.name == "ours")
        mine.find_cursors(sorted({values["after"] for values in drawn.get("list", [])}))
        if wrong := differences(parts, drawn, arguments.check):
            sys.exit("the contestants do not answer alike; nothing measured\n" + "\n".join(wrong[:10]))
        print(f"all contestants gave the same data for {arguments.check} values of each question")
        sizes = {
            name: statistics.mean(objects(parts[0].ask(QUESTIONS[name], given)) for given in values[:20])
            for name, values in drawn.items()
        }
        ceiling(generator, arguments.concurrency, arguments.seconds)
        bench = Bench(status, parts, drawn, generator)
        bench.rounds(arguments.rounds, arguments.seconds, arguments.concurrency, arguments.output)
        bench.report(sizes, arguments.concurrency)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=200_000, help="of a graph that has to be written first")
    parser.add_argument(
        "--home", type=Path, help="kept, and used as it is where it has a graph; otherwise a temporary one"
    )
    parser.add_argument("--seconds", type=float, default=5, help="of each run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 16])
    parser.add_argument("--questions", nargs="+", choices=list(QUESTIONS), default=list(QUESTIONS))
    parser.add_argument("--check", type=int, default=10, help="values of each question for which answers are compared")
    parser.add_argument("--no-node", action="store_true", help="without the peer")
    parser.add_argument("--output", type=Path, help="also every round's figures, as JSON")
    arguments = parser.parse_args()
    end_on_sigterm()
    print(machine())
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        home = arguments.home or Path(temporary) / "home"
        settings = Settings.read({}, home=home.resolve(), bolt_port=0, browser_port=0)
        with engine.running(settings) as status:
            measure(status, settings.cache, arguments)
    print(f"\n{machine()}; {(time.monotonic() - began) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
