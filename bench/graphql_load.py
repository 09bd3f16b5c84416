"""The load of bench/graphql.py, a process of its own: raw HTTP/1.1 over kept connections, or the bare driver.

`python -m bench.graphql_load` reads jobs from standard input, one JSON object a line, and answers each with one line: what
`Measured` has. `python -m bench.graphql_load --trivial` is a server that sends the same 4 kB to everybody, to measure what
the load generator itself can do.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, cast

import neo4j

from bench.graphql_app import POOL, on_loop
from bench.graphql_bare import ask

TRIVIAL_BYTES = 4096
PATIENCE = 60  # seconds after the end of a job for the last answers; then it fails


@dataclass(frozen=True, slots=True)
class Job:
    """What to send: `bodies` in turn to host:port/path by POST, or (`bolt`) parameters in turn with `cypher` to the driver."""

    concurrency: int
    seconds: float
    bodies: list[str]
    port: int = 0
    path: str = "/graphql"
    bolt: tuple[str, str, str] | None = None  # address, user, password
    cypher: str = ""


@dataclass(slots=True)
class Measured:
    """Answers in `seconds`, their latencies in milliseconds, their mean size in bytes (0 for the driver), and failures."""

    answers: int
    failures: int
    seconds: float
    median: float
    p99: float
    size: float


@dataclass(slots=True)
class _Sent:
    """What the connections of one job share."""

    requests: list[bytes]
    until: float
    sent: int = 0
    failed: int = 0
    size: int = 0
    latencies: list[float] = field(default_factory=list)


class _Connection(asyncio.Protocol):
    """One client: sends a request when the answer to the one before is there."""

    def __init__(self, run: _Sent) -> None:
        self.run, self.done = run, asyncio.get_running_loop().create_future()
        self.buffer, self.needed, self.ok = bytearray(), 0, True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by class
        self.next()

    def next(self) -> None:
        """Send the next request, or end."""
        self.buffer.clear()
        self.needed, self.began = 0, time.perf_counter()
        if self.began >= self.run.until:
            self.transport.close()
            return
        request = self.run.requests[self.run.sent % len(self.run.requests)]
        self.run.sent += 1
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Collect until the answer is whole."""
        self.buffer += data
        if not self.needed:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.buffer[:end]).lower()
            self.ok = head.startswith(b"http/1.1 200")
            at = head.find(b"content-length:")
            self.needed = end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else -1  # -1: in chunks
        if len(self.buffer) >= self.needed > 0 or (self.needed < 0 and self.buffer.endswith(b"0\r\n\r\n")):
            run = self.run
            run.latencies.append(time.perf_counter() - self.began)
            run.failed += not self.ok or b'"errors":' in self.buffer
            run.size += len(self.buffer)
            self.next()

    def connection_lost(self, exc: Exception | None) -> None:
        """Done, or broken off by the server: then the job fails."""
        early = time.perf_counter() < self.run.until
        if exc or early:
            self.done.set_exception(exc or ConnectionError("the server closed a connection in the middle"))
        else:
            self.done.set_result(None)


def request(port: int, path: str, body: str) -> bytes:
    """A POST of JSON."""
    content = body.encode()
    head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\naccept: application/json\r\n"
    return f"{head}content-length: {len(content)}\r\n\r\n".encode() + content


async def over_http(job: Job) -> Measured:
    """Load an HTTP server."""
    requests = [request(job.port, job.path, body) for body in job.bodies]
    began = time.perf_counter()
    run, loop = _Sent(requests, began + job.seconds), asyncio.get_running_loop()
    clients = [
        (await loop.create_connection(lambda: _Connection(run), "127.0.0.1", job.port))[1]
        for _ in range(job.concurrency)
    ]
    async with asyncio.timeout(job.seconds + PATIENCE):
        await asyncio.gather(*(client.done for client in clients))
    return _measured(run, time.perf_counter() - began)


async def over_bolt(job: Job) -> Measured:
    """Load Neo4j by the bare driver, without HTTP or JSON."""
    assert job.bolt is not None
    uri, user, password = job.bolt
    severity = neo4j.NotificationMinimumSeverity.OFF
    parameters: list[dict[str, Any]] = [json.loads(body) for body in job.bodies]
    async with neo4j.AsyncGraphDatabase.driver(
        uri, auth=(user, password), max_connection_pool_size=POOL, notifications_min_severity=severity
    ) as driver:
        await asyncio.gather(*(ask(driver, job.cypher, parameters[0]) for _ in range(job.concurrency)))  # connections
        began = time.perf_counter()
        run = _Sent([], began + job.seconds)

        async def client() -> None:
            while (start := time.perf_counter()) < run.until:
                run.sent += 1
                await ask(driver, job.cypher, parameters[(run.sent - 1) % len(parameters)])
                run.latencies.append(time.perf_counter() - start)

        await asyncio.gather(*(client() for _ in range(job.concurrency)))
        return _measured(run, time.perf_counter() - began)


def _measured(run: _Sent, took: float) -> Measured:
    ordered = sorted(run.latencies)
    count = len(ordered)
    median, p99 = (ordered[min(int(count * part), count - 1)] * 1000 for part in (0.5, 0.99))
    return Measured(count, run.failed, took, median, p99, run.size / count)


class _Trivial(asyncio.Protocol):
    """Answers whatever comes with the same bytes."""

    answer = f"HTTP/1.1 200 OK\r\ncontent-length: {TRIVIAL_BYTES}\r\n\r\n".encode() + b"x" * TRIVIAL_BYTES

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by class

    def data_received(self, data: bytes) -> None:  # noqa: ARG002
        """Answer; requests are small and come whole."""
        self.transport.write(self.answer)


async def trivial() -> None:
    """Serve until interrupted; says `listening PORT`."""
    server = await asyncio.get_running_loop().create_server(_Trivial, "127.0.0.1", 0)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    """Do jobs until standard input ends."""
    if sys.argv[1:] == ["--trivial"]:
        on_loop(trivial)
        return
    for line in sys.stdin:
        job = Job(**json.loads(line))
        measured = on_loop(partial(over_bolt if job.bolt else over_http, job))
        print(json.dumps(asdict(measured)), flush=True)


if __name__ == "__main__":
    main()
