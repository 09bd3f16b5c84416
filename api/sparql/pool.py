"""The processes that answer queries over one snapshot: kept warm, ended where a query goes beyond its bounds, replaced."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from api.sparql.worker import NO_MEMORY
from graph.errors import LimitError, QianglianError, QueryTimeoutError
from graph.settings import Settings

log = logging.getLogger("qianglian.sparql")
SCRIPT = Path(__file__).with_name("worker.py")
BUSY = "BUSY"
LOOK = 0.25  # seconds between looks at a worker's memory
_LINE = 1 << 24


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker answers: `head` has an `error` and a `message`, or the media `type` of the body."""

    head: Mapping[str, Any]
    body: bytes


class Worker:
    """One process."""

    def __init__(self, process: Process) -> None:
        self._process, self._reader, self._writer = process, process.stdout, process.stdin
        self._resident = psutil.Process(process.pid).memory_info().rss

    @classmethod
    async def start(cls, snapshot: Path, memory: int) -> Worker:
        """A process that has opened the snapshot. Raises QianglianError where it could not."""
        command = (sys.executable, "-I", str(SCRIPT), str(snapshot), str(memory))
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LINE)
        assert process.stdout is not None
        if await process.stdout.readline() != b"{}\n":
            raise QianglianError(f"the SPARQL worker did not open {snapshot}: exit code {await process.wait()}")
        return cls(process)

    async def ask(self, job: Mapping[str, Any], seconds: float, memory: int) -> Answer:
        """The answer to a job. Raises QueryTimeoutError, LimitError; the worker is of no use then, as when cancelled."""
        answering = asyncio.ensure_future(self._ask({**job, "seconds": seconds}))
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        try:
            while not answering.done():
                left = end - loop.time()
                if left <= 0:
                    raise QueryTimeoutError(f"the query took longer than {seconds:g} s and was ended; ask for less")
                await asyncio.wait((answering,), timeout=min(LOOK, left))
                if self._grown() > memory:
                    raise _memory(memory)
            answer = answering.result()
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            code = await self._process.wait()
            if code in {-signal.SIGABRT, -signal.SIGSEGV, NO_MEMORY}:
                raise _memory(memory) from error
            raise QianglianError(f"the SPARQL worker ended with {code}") from error
        finally:
            answering.cancel()
        return answer

    async def _ask(self, job: Mapping[str, Any]) -> Answer:
        assert self._reader is not None
        assert self._writer is not None
        self._writer.write(json.dumps(job).encode() + b"\n")
        await self._writer.drain()
        head = json.loads(await self._reader.readuntil(b"\n"))
        return Answer(head, await self._reader.readexactly(head.get("length", 0)))

    def _grown(self) -> int:
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss - self._resident)
        except psutil.NoSuchProcess:
            return 0

    async def end(self) -> None:
        """End the process, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


def _memory(memory: int) -> LimitError:
    message = f"the query needed more than {memory >> 20} MB of memory and was ended; ask for less"
    return LimitError("MEMORY_LIMIT_EXCEEDED", message)


class Pool:
    """Workers over one snapshot."""

    def __init__(self, snapshot: Path, settings: Settings) -> None:
        self.snapshot = snapshot
        self._seconds, self._memory = settings.sparql_timeout, settings.sparql_memory << 20
        self._count, self._most_waiting = settings.sparql_workers, settings.sparql_queue
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = self._working = 0
        self._closing = False

    async def start(self) -> None:
        """Have all workers ready. Raises QianglianError where the snapshot cannot be opened."""
        for _ in range(self._count):
            await self._add()

    async def ask(self, job: Mapping[str, Any]) -> Answer:
        """The answer to a job. Raises QueryTimeoutError, LimitError."""
        if self._idle.empty() and self._waiting >= self._most_waiting:
            raise LimitError(BUSY, f"{self._waiting} queries are waiting already; try again")
        self._waiting += 1
        try:
            worker = await asyncio.wait_for(self._idle.get(), self._seconds)
        except TimeoutError as error:
            raise LimitError(BUSY, "no worker was free in time; try again") from error
        finally:
            self._waiting -= 1
        self._working += 1
        try:
            answer = await worker.ask(job, self._seconds, self._memory)
        except BaseException:
            self._background(self._replace(worker))
            raise
        else:
            self._idle.put_nowait(worker)
            return answer
        finally:
            self._working -= 1

    async def close(self) -> None:
        """End all workers once their queries are answered."""
        self._closing = True
        await asyncio.sleep(1)  # whoever has got this pool has begun to ask by then
        while self._working or self._waiting:
            await asyncio.sleep(0.05)
        await self.end()

    async def end(self) -> None:
        """End all workers at once."""
        self._closing = True
        for task in tuple(self._tasks):
            await asyncio.wait((task,))
        while not self._idle.empty():
            await self._idle.get_nowait().end()

    async def _add(self) -> None:
        self._idle.put_nowait(await Worker.start(self.snapshot, self._memory))

    async def _replace(self, worker: Worker) -> None:
        await worker.end()
        if not self._closing:
            try:
                await self._add()
            except QianglianError:
                log.exception("a SPARQL worker could not be replaced")

    def _background(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
