"""The one module that imports the Neo4j driver; its errors become ours here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import neo4j
from neo4j import AsyncGraphDatabase, AsyncManagedTransaction, NotificationMinimumSeverity, Query
from neo4j import exceptions as neo

from graph.errors import DatabaseAuthError, DatabaseError, DatabaseUnavailableError, LimitError, QueryTimeoutError
from graph.steps import Step

T = TypeVar("T")
Row = list[Any]

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
    """An open connection pool to one Neo4j database."""

    def __init__(self, driver: neo4j.AsyncDriver, address: str, name: str | None, timeout: float) -> None:
        self._driver, self.address, self._name, self._timeout = driver, address, name, timeout
        self._bookmarks: neo4j.Bookmarks | None = None

    async def read(
        self, cypher: str, parameters: dict[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Run one statement in a READ transaction, which the server lets write nothing; gives rows as lists of values.

        `timeout` in seconds bounds it in the server. Raises DatabaseError or one of its leaves. A connection that the pool
        held while the server went away is tried once more. Where the caller is cancelled, the driver closes the connection,
        and with it the server ends the statement.
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
        query = Query(cypher, timeout=timeout)
        for last in (False, True):
            with translated(self.address):
                try:
                    async with self._driver.session(**self._reading) as session:
                        result = await session.run(query, parameters)
                        rows: list[Row] = []
                        async for row in result:
                            if len(rows) == most:
                                raise LimitError(
                                    "ROW_LIMIT_EXCEEDED", f"the answer has more than {most} rows; ask for less"
                                )
                            rows.append(row.values())
                        return list(result.keys()), rows
                except (neo.ServiceUnavailable, neo.SessionExpired, neo.TransientError):
                    if last:
                        raise
        raise AssertionError("unreachable")

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


@asynccontextmanager
async def connect(
    uri: str, user: str, password: str, *, database: str | None = None, timeout: float = 10.0
) -> AsyncIterator[Database]:
    """Open the Neo4j at `uri` and see that it lets us in; `timeout` is the default bound of reads, in seconds."""
    with translated(uri):
        driver = AsyncGraphDatabase.driver(
            uri,
            auth=(user, password),
            max_connection_pool_size=50,
            connection_acquisition_timeout=30,
            max_transaction_retry_time=30,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            telemetry_disabled=True,
        )
    async with driver:
        with translated(uri):
            await driver.verify_connectivity()
        yield Database(driver, uri, database, timeout)
