"""The one module that imports the Neo4j driver; its errors become ours here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j
from neo4j import AsyncGraphDatabase, AsyncManagedTransaction, NotificationMinimumSeverity, Query
from neo4j import exceptions as neo

from graph.errors import DatabaseAuthError, DatabaseError, DatabaseUnavailableError, LimitError, QueryTimeoutError

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


@dataclass(frozen=True, slots=True)
class Step:
    """One operator of a plan. `hits` (accesses to the store) and `rows` are None where the statement was not carried out."""

    operator: str
    details: str
    estimated: float  # rows, as the planner thinks
    rows: int | None
    hits: int | None
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, plan: dict[str, Any]) -> Step:
        """From the driver's form."""
        said = plan.get("args", {})
        steps = tuple(cls.of(child) for child in plan.get("children", ()))
        operator = plan["operatorType"].partition("@")[0]
        return cls(
            operator,
            said.get("Details", ""),
            said.get("EstimatedRows", 0.0),
            plan.get("rows"),
            plan.get("dbHits"),
            steps,
        )

    @property
    def total(self) -> int:
        """Accesses to the store in this step and all below it."""
        return (self.hits or 0) + sum(step.total for step in self.steps)

    def all(self) -> Iterator[Step]:
        """Every step from here down, this one first."""
        yield self
        for step in self.steps:
            yield from step.all()


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

    async def read_table(
        self, cypher: str, parameters: dict[str, Any] | None = None, *, most: int | None = None
    ) -> tuple[list[str], list[Row]]:
        """Like `read`, and the names of the columns. Raises LimitError where there are more than `most` rows."""
        query = Query(cypher, timeout=self._timeout)
        with translated(self.address):
            async with self._driver.session(database=self._name, default_access_mode=neo4j.READ_ACCESS) as session:
                result = await session.run(query, parameters)
                rows: list[Row] = []
                async for row in result:
                    if len(rows) == most:
                        raise LimitError("ROW_LIMIT_EXCEEDED", f"the answer has more than {most} rows; ask for less")
                    rows.append(row.values())
                return list(result.keys()), rows

    async def explain(self, cypher: str, parameters: dict[str, Any] | None = None, *, profile: bool = True) -> Step:
        """The plan of a statement that begins with CYPHER 25: as it is carried out with `profile`, else only as planned."""
        head, _, rest = cypher.partition("CYPHER 25")
        query = Query(f"{head}CYPHER 25 {'PROFILE' if profile else 'EXPLAIN'}{rest}", timeout=self._timeout)
        with translated(self.address):
            async with self._driver.session(database=self._name, default_access_mode=neo4j.READ_ACCESS) as session:
                summary = await (await session.run(query, parameters)).consume()
        found = summary.profile if profile else summary.plan
        assert found is not None, "Neo4j gives a plan wherever it is asked for one"
        return Step.of(found)

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
