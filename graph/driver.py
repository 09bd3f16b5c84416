"""The one module that imports the Neo4j driver; its errors become ours here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import neo4j
from neo4j import AsyncGraphDatabase, AsyncManagedTransaction, NotificationMinimumSeverity, Query
from neo4j import exceptions as neo

from graph.errors import DatabaseAuthError, DatabaseError, DatabaseUnavailableError, QueryTimeoutError

T = TypeVar("T")
Row = list[Any]

_TIMEOUTS = {
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.TransientError.Transaction.LockAcquisitionTimeout",
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

    async def read(
        self, cypher: str, parameters: dict[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Run one statement in a READ transaction, which the server lets write nothing; gives rows as lists of values.

        `timeout` in seconds bounds it in the server. Raises DatabaseError or one of its leaves. A connection that the pool
        held while the server went away is tried once more.
        """
        query = Query(cypher, timeout=timeout or self._timeout)
        for last in (False, True):
            with translated(self.address):
                try:
                    async with self._driver.session(
                        database=self._name, default_access_mode=neo4j.READ_ACCESS
                    ) as session:
                        result = await session.run(query, parameters)
                        return [row.values() async for row in result]
                except (neo.ServiceUnavailable, neo.SessionExpired, neo.TransientError):
                    if last:
                        raise
        raise AssertionError("unreachable")

    async def read_table(self, cypher: str, parameters: dict[str, Any] | None = None) -> tuple[list[str], list[Row]]:
        """Like `read`, and the names of the columns."""
        query = Query(cypher, timeout=self._timeout)
        with translated(self.address):
            async with self._driver.session(database=self._name, default_access_mode=neo4j.READ_ACCESS) as session:
                result = await session.run(query, parameters)
                return list(result.keys()), [row.values() async for row in result]

    async def stream(self, cypher: str, parameters: dict[str, Any] | None = None) -> AsyncIterator[Row]:
        """Rows of one READ statement as they arrive, without a time bound: for exports."""
        with translated(self.address):
            async with self._driver.session(
                database=self._name, default_access_mode=neo4j.READ_ACCESS, fetch_size=1000
            ) as session:
                result = await session.run(cypher, parameters)
                async for row in result:
                    yield row.values()

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one write transaction, again from its start where Neo4j asks for that (deadlock, new leader)."""

        async def attempt(inner: AsyncManagedTransaction) -> T:
            return await work(Transaction(inner))

        with translated(self.address):
            async with self._driver.session(database=self._name) as session:
                return await session.execute_write(attempt)

    async def alter(self, cypher: str) -> None:
        """Run one schema statement in a transaction of its own."""
        with translated(self.address):
            async with self._driver.session(database=self._name) as session:
                await (await session.run(cypher)).consume()


@asynccontextmanager
async def connect(
    uri: str, user: str, password: str, *, database: str | None = None, timeout: float = 10.0, pool: int = 50
) -> AsyncIterator[Database]:
    """Open a pool to the Neo4j at `uri` and see that it lets us in; `timeout` is the default bound of reads, in seconds."""
    with translated(uri):
        driver = AsyncGraphDatabase.driver(
            uri,
            auth=(user, password),
            max_connection_pool_size=pool,
            connection_acquisition_timeout=30,
            max_transaction_retry_time=30,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )
    async with driver:
        with translated(uri):
            await driver.verify_connectivity()
        yield Database(driver, uri, database, timeout)
