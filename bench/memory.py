"""Whether the server's memory stays flat under a steady load of everything a client may do.

python -m bench.memory [--minutes 10] [--concurrency 8] [--home DIR] [--entities 200000]

`qianglian serve` answers, from clients in this process: the questions of bench/graphql.py; documents never seen before (other
aliases and literals every time, so that the caches have to let go); invalid ones; and clients that leave in the middle.
Resident memory of the API's process and of Neo4j's Java is sampled every five seconds. Prints the slope over the second half
and whether it is flat, and the connections and file descriptors of the API at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from api.execution import PLANS
from bench.common import machine
from bench.graphql import prepare
from bench.graphql_app import on_loop
from bench.graphql_load import request
from bench.graphql_questions import QUESTIONS, Variables
from bench.graphql_servers import Contestant, end_on_sigterm, ours
from cli.common import progress
from graph import engine
from graph.settings import Settings

EVERY = 5.0  # seconds between samples
FLAT_PART, FLAT_MB = 0.02, 5.0
# Of a hundred operations. Leaving: after the request is sent, without waiting for the answer.
SHARES = {"known": 60, "new": 25, "invalid": 10, "leaving": 5}
_INVALID = (
    "query { pilots { nodes { nosuch%d } } }",
    "query { pilot%d(id: 1) { id }",
    "query($x: Int!) { pilots(first: $x) { nodes { id %d } } }",
    "query { pilots(first: 1000) { nodes { a%d: strengthens(first: 1000) { nodes { id } } } } }",
)


@dataclass(slots=True)
class Samples:
    """Resident memory in MB of both processes, by seconds since the beginning; what clients did."""

    seconds: list[float] = field(default_factory=list)
    api: list[float] = field(default_factory=list)
    java: list[float] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)


class Clients:
    """What the clients ask, from one source of chance."""

    def __init__(self, part: Contestant, drawn: dict[str, list[Variables]]) -> None:
        self.part, self.drawn, self.random, self.number = part, drawn, random.Random(4), 0

    def body(self, kind: str) -> str:
        """A request's body of this kind."""
        self.number += 1
        if kind == "invalid":
            return json.dumps({"query": self.random.choice(_INVALID) % self.number})
        if kind == "new":
            pilot, limit = self.random.choice(self.drawn["small"])["id"], self.random.randrange(1, 20)
            inner = f"c{self.number}: strengthens(first: {limit}) {{ totalCount nodes {{ id n{self.number}: name(lang: ZH) }} }}"
            return json.dumps({"query": f'query Q{self.number} {{ pilot(id: "{pilot}") {{ id {inner} }} }}'})
        name = "list" if kind == "leaving" else self.random.choice(list(self.drawn))
        return self.part.body(QUESTIONS[name], self.random.choice(self.drawn[name]))

    async def client(self, until: float, samples: Samples) -> None:
        """One client, until the end; it takes another connection after leaving one."""
        kinds, weights = list(SHARES), list(SHARES.values())
        reader, writer = await asyncio.open_connection("127.0.0.1", self.part.port)
        while time.monotonic() < until:
            (kind,) = self.random.choices(kinds, weights)
            writer.write(request(self.part.port, "/graphql", self.body(kind)))
            samples.done[kind] += 1
            if kind == "leaving":
                await asyncio.sleep(self.random.random() * 0.01)
                writer.transport.abort()
                reader, writer = await asyncio.open_connection("127.0.0.1", self.part.port)
                continue
            status, answer = await _answer(reader)
            if status >= 500 or (b'"errors":' in answer) != (kind == "invalid"):
                samples.bad[f"{kind}: {status} {answer[:200].decode(errors='replace')}"] += 1
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    at = head.index(b"content-length:") + 15
    return int(head[9:12]), await reader.readexactly(int(head[at:].split(b"\r\n", 1)[0]))


async def load(clients: Clients, java: psutil.Process, seconds: float, concurrency: int) -> Samples:
    """Load the server and sample."""
    samples, began = Samples(), time.monotonic()
    api = clients.part.process
    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(clients.client(began + seconds, samples))
        with progress("loading", int(seconds)) as done:
            while (now := time.monotonic() - began) < seconds:
                samples.seconds.append(now)
                samples.api.append(api.memory_info().rss / 1e6)
                samples.java.append(java.memory_info().rss / 1e6)
                pause = min(EVERY, seconds - now)
                await asyncio.sleep(pause)
                done(round(pause))
    return samples


def slope(seconds: Sequence[float], values: Sequence[float]) -> float:
    """Least squares, per minute."""
    count = len(seconds)
    mean_x, mean_y = sum(seconds) / count, sum(values) / count
    spread = sum((x - mean_x) ** 2 for x in seconds)
    return 60 * sum((x - mean_x) * (y - mean_y) for x, y in zip(seconds, values, strict=True)) / spread


def report(samples: Samples) -> bool:
    """Print what was sampled; whether the API's memory is flat."""
    half = len(samples.seconds) // 2
    seconds = samples.seconds[half:]
    if len(seconds) < 4:
        sys.exit("too short to say anything: at least a minute")
    flat = True
    for name, values in (("API", samples.api), ("Neo4j", samples.java)):
        later = values[half:]
        steep = slope(seconds, later)
        growth = steep * (seconds[-1] - seconds[0]) / 60
        level = growth <= max(FLAT_PART * later[0], FLAT_MB)
        print(
            f"{name:6} {values[0]:.0f} MB at first, {later[0]:.0f} at half, {values[-1]:.0f} at the end; second half: "
            f"{steep:+.2f} MB a minute, {growth:+.1f} MB: {'flat' if level else 'GROWS'}"
        )
        flat = flat and (level or name != "API")
    print("operations: " + ", ".join(f"{kind} {count}" for kind, count in sorted(samples.done.items())))
    if samples.done["new"] < 2 * PLANS:
        print(f"the cache of {PLANS} plans was not full at half: growth says nothing yet, give it more --minutes")
    for said, count in samples.bad.most_common(10):
        print(f"unexpected {count} times: {said}")
    return flat and not samples.bad


def main() -> None:
    """Load, sample and judge; ends with 1 where memory grows or an answer was not as expected."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--entities", type=int, default=200_000, help="of a graph that has to be written first")
    parser.add_argument("--home", type=Path, help="kept, and used as it is where it has a graph")
    parser.add_argument("--samples", type=Path, help="where to write the samples, as CSV")
    arguments = parser.parse_args()
    end_on_sigterm()
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        home = arguments.home or Path(temporary) / "home"
        settings = Settings.read({}, home=home.resolve(), bolt_port=0, browser_port=0)
        with engine.running(settings) as status:
            drawn = asyncio.run(prepare(status, arguments.entities, list(QUESTIONS)))
            with ours(status.home) as (process, port):
                part = Contestant("ours", process, port)
                part.find_cursors(sorted({values["after"] for values in drawn["list"]}))
                clients, java = Clients(part, drawn), psutil.Process(status.pid)
                samples = on_loop(lambda: load(clients, java, 60 * arguments.minutes, arguments.concurrency))
                time.sleep(2)  # what clients left is over by now
                open_ = Counter(found.status for found in process.net_connections("tcp"))
                said = ", ".join(f"{count} {kind}" for kind, count in sorted(open_.items()))
                print(f"at the end: connections {said}; {process.num_fds()} file descriptors")
    if arguments.samples:
        rows = zip(samples.seconds, samples.api, samples.java, strict=True)
        lines = [f"{second:.1f},{api:.1f},{java:.1f}\n" for second, api, java in rows]
        arguments.samples.write_text("".join(["seconds,api_mb,neo4j_mb\n", *lines]), "utf-8")
    sys.exit(0 if report(samples) else 1)


if __name__ == "__main__":
    main()
