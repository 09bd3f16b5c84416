"""The one module that imports the Neo4j driver; its errors become ours here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from itertools import count, islice
from typing import Any, TypeVar
from uuid import uuid4

import neo4j
from neo4j import AsyncGraphDatabase, AsyncManagedTransaction, GraphDatabase, NotificationMinimumSeverity, Query
from neo4j import exceptions as neo

from graph.errors import DatabaseAuthError, DatabaseError, DatabaseUnavailableError, LimitError, QueryTimeoutError
from graph.steps import Step

T = TypeVar("T")
Row = list[Any]

_READERS = 32  # threads: more reads at once wait their turn
_OPTIONS: dict[str, Any] = {
    "connection_acquisition_timeout": 30,
    "notifications_min_severity": NotificationMinimumSeverity.OFF,
    "telemetry_disabled": True,
}
_TERMINATE = """CYPHER 25
SHOW TRANSACTIONS YIELD transactionId AS id, metaData WHERE metaData.qianglian = $mark
TERMINATE TRANSACTIONS id YIELD message
RETURN message"""

_TIMEOUTS = {
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.TransientError.Transaction.LockAcquisitionTimeout",
}
_MEMORY = {
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.TransactionOutOfMemoryError",
}


@contextmanager
def translated(address: str) -> Iterator[None]:
    """Turn the driver's errors into ours; `address` is named in them."""
    try:
        yield
    except neo.AuthError as error:
        raise DatabaseAuthError(f"{address} does not accept this user and password") from error
    except (neo.ServiceUnavailable, neo.SessionExpired, OSError) as error:
        raise DatabaseUnavailableError(f"no Neo4j answers at {address}: {error}") from error
    except neo.Neo4jError as error:
        if error.code in _TIMEOUTS:
            raise QueryTimeoutError("the query took longer than it may and was ended; ask for less") from error
        if error.code in _MEMORY:
            message = "the query needed more memory than it may have and was ended; ask for less"
            raise LimitError("MEMORY_LIMIT_EXCEEDED", message) from error
        raise DatabaseError(f"{error.code}: {error.message}") from error
    except neo.DriverError as error:
        raise DatabaseError(str(error)) from error


class Transaction:
    """A write transaction: everything in it happens, or nothing does."""

    def __init__(self, inner: AsyncManagedTransaction) -> None:
        self._inner = inner

    async def run(self, cypher: str, **parameters: object) -> list[Row]:
        """Run one statement; gives its rows as lists of values."""
        result = await self._inner.run(cypher, parameters)
        return [row.values() async for row in result]


class Database:
    """An open connection to one Neo4j database.

    Reads go over the synchronous driver, in threads: it takes two thirds of the time of the asynchronous one, which makes a
    task of every message (docs/decisions/0008). Writes and streams, which last, are asynchronous.
    """

    def __init__(
        self, drivers: tuple[neo4j.AsyncDriver, neo4j.Driver], address: str, name: str | None, timeout: float
    ) -> None:
        self._driver, self._reader = drivers
        self.address, self._name, self._timeout = address, name, timeout
        self._threads = ThreadPoolExecutor(_READERS, "neo4j")
        self._bookmarks: neo4j.Bookmarks | None = None
        self._marks = (f"{uuid4().hex}-{number}" for number in count())
        self._ending: set[asyncio.Task[None]] = set()

    async def read(
        self, cypher: str, parameters: dict[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Run one statement in a READ transaction, which the server lets write nothing; gives rows as lists of values.

        `timeout` in seconds bounds it in the server. Raises DatabaseError or one of its leaves. A connection that the pool
        held while the server went away is tried once more. Where the caller is cancelled, the statement is ended.
        """
        return (await self._read(cypher, parameters, timeout or self._timeout))[1]

    async def read_table(
        self, cypher: str, parameters: dict[str, Any] | None = None, *, most: int | None = None
    ) -> tuple[list[str], list[Row]]:
        """Like `read`, and the names of the columns. Raises LimitError where there are more than `most` rows."""
        return await self._read(cypher, parameters, self._timeout, most)

    async def _read(
        self, cypher: str, parameters: dict[str, Any] | None, timeout: float, most: int | None = None
    ) -> tuple[list[str], list[Row]]:
        mark = next(self._marks)
        query = Query(cypher, timeout=timeout, metadata={"qianglian": mark})
        running = self._threads.submit(self._read_in_thread, query, parameters, most)
        try:
            return await asyncio.wrap_future(running)
        except asyncio.CancelledError:
            if not running.cancelled():
                task = asyncio.ensure_future(self._end(mark, running))
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)
            raise

    def _read_in_thread(
        self, query: Query, parameters: dict[str, Any] | None, most: int | None
    ) -> tuple[list[str], list[Row]]:
        for last in (False, True):
            with translated(self.address):
                try:
                    with self._reader.session(**self._reading) as session:
                        result = session.run(query, parameters)
                        rows = [row.values() for row in (result if most is None else islice(result, most + 1))]
                        if most is not None and len(rows) > most:
                            raise LimitError(
                                "ROW_LIMIT_EXCEEDED", f"the answer has more than {most} rows; ask for less"
                            )
                        return list(result.keys()), rows
                except (neo.ServiceUnavailable, neo.SessionExpired, neo.TransientError):
                    if last:
                        raise
        raise AssertionError("unreachable")

    async def _end(self, mark: str, running: Future[Any]) -> None:
        """End a statement that nobody waits for any more; again, where it had not begun yet."""
        waiting = asyncio.wrap_future(running)
        while not waiting.done():
            await asyncio.to_thread(self._terminate, mark)  # in a thread of others: ours may all be busy
            await asyncio.wait((waiting,), timeout=0.2)
        waiting.exception()  # that it was ended is what was wanted

    def _terminate(self, mark: str) -> None:
        with translated(self.address), self._reader.session(database=self._name) as session:
            session.run(_TERMINATE, {"mark": mark}).consume()

    @property
    def _reading(self) -> dict[str, Any]:
        return {
            "database": self._name,
            "default_access_mode": neo4j.READ_ACCESS,
            "bookmarks": self._bookmarks,  # a reader sees what was written here
        }

    async def explain(self, cypher: str, parameters: dict[str, Any] | None = None, *, profile: bool = True) -> Step:
        """The plan of a statement that begins with CYPHER 25: as it is carried out with `profile`, else only as planned."""
        head, _, rest = cypher.partition("CYPHER 25")
        query = Query(f"{head}CYPHER 25 {'PROFILE' if profile else 'EXPLAIN'}{rest}", timeout=self._timeout)
        with translated(self.address):
            async with self._driver.session(**self._reading) as session:
                summary = await (await session.run(query, parameters)).consume()
        found = summary.profile if profile else summary.plan
        assert found is not None, "Neo4j gives a plan wherever it is asked for one"
        return Step.of(found)

    async def stream(self, cypher: str, parameters: dict[str, Any] | None = None) -> AsyncIterator[Row]:
        """Rows of one READ statement as they arrive, without a time bound: for exports."""
        with translated(self.address):
            async with self._driver.session(**self._reading, fetch_size=1000) as session:
                result = await session.run(cypher, parameters)
                async for row in result:
                    yield row.values()

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one write transaction, again from its start where Neo4j asks for that (deadlock, new leader)."""

        async def attempt(inner: AsyncManagedTransaction) -> T:
            return await work(Transaction(inner))

        with translated(self.address):
            async with self._driver.session(database=self._name, bookmarks=self._bookmarks) as session:
                done = await session.execute_write(attempt)
                self._bookmarks = await session.last_bookmarks()
                return done

    async def alter(self, cypher: str) -> None:
        """Run one schema statement in a transaction of its own."""
        with translated(self.address):
            async with self._driver.session(database=self._name, bookmarks=self._bookmarks) as session:
                await (await session.run(cypher)).consume()
                self._bookmarks = await session.last_bookmarks()

    async def closed(self) -> None:
        """Wait for what is still under way, and let go of the threads."""
        if self._ending:
            await asyncio.wait(self._ending)
        await asyncio.to_thread(self._threads.shutdown)


@asynccontextmanager
async def connect(
    uri: str, user: str, password: str, *, database: str | None = None, timeout: float = 10.0
) -> AsyncIterator[Database]:
    """Open the Neo4j at `uri` and see that it lets us in; `timeout` is the default bound of reads, in seconds."""
    with translated(uri):
        driver = AsyncGraphDatabase.driver(uri, auth=(user, password), max_transaction_retry_time=30, **_OPTIONS)
        reader = GraphDatabase.driver(uri, auth=(user, password), max_connection_pool_size=_READERS + 1, **_OPTIONS)
    async with driver:
        opened = Database((driver, reader), uri, database, timeout)
        try:
            with translated(uri):
                await asyncio.to_thread(reader.verify_connectivity)
            yield opened
        finally:
            await opened.closed()
            await asyncio.to_thread(reader.close)
