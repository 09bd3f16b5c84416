"""Reading the graph in pages, one record each: a record costs Python 16 microseconds however little is in it.

Pages are keyset pages by id, through the indexes that the ontology's constraints bring, so a page costs the same
wherever it is. The order of subjects is that of their IRIs: evidence, entities, statements, each by id.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from api.rdf.columns import ENTITY_ORDER, EVIDENCE_COLUMNS, RELATION_ORDER, Column, entity_columns, relation_columns
from graph.driver import Database

SIZE = 2_000  # rows; from 1,000 to 5,000 the speed is the same
_SECONDS = 300.0  # a page takes some milliseconds; a busy or cold server may need longer

Page = list[list[Any]]
Support = Mapping[str, list[list[str]]]  # statement id -> [evidence id, document id]

# Evidence is found by the range of the page's ids: the cost is that of the evidence there is, not of the statements.
_SUPPORTED = """AS page, min(n.id) AS first, max(n.id) AS last
RETURN page, COLLECT {
  MATCH (e:Evidence) WHERE first <= e.statement <= last
  RETURN [e.statement, e.id, e.document]
}"""
# The ids of a relation's ends stand on it, too, where a read costs a third less than at the ends themselves.
_ENTITIES = f"""CYPHER 25
MATCH (n:$type) WHERE n.id > $after
WITH n ORDER BY n.id LIMIT $size
WITH collect([n.id, $columns, COLLECT {{
  MATCH (n)-[r]->(o) WHERE r.status = 'ASSERTED'
  RETURN [type(r), coalesce(r._o, o.id), CASE WHEN $graphs THEN r.sources END]
}}]) {_SUPPORTED}"""
_STATEMENTS = f"""CYPHER 25
MATCH (s)-[n:$type]->(o) WHERE n.id > $after
WITH s, n, o ORDER BY n.id LIMIT $size
WITH collect([n.id, coalesce(n._s, s.id), coalesce(n._o, o.id), $columns]) {_SUPPORTED}"""
_EVIDENCE = """CYPHER 25
MATCH (n:Evidence) WHERE n.id > $after
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, $columns])"""
VERSION = "CYPHER 25 OPTIONAL MATCH (g:Graph {id: 'graph'}) RETURN g.version"


def _text(template: str, columns: Iterable[Column], type_: str = "") -> str:
    # Names of the ontology, no one's input: a parameter in their place would keep Neo4j from using the indexes.
    return template.replace("$type", type_).replace("$columns", ", ".join(f"n.{column.name}" for column in columns))


ENTITIES = {cls.__name__: _text(_ENTITIES, entity_columns(cls), cls.__name__) for cls in ENTITY_ORDER}
STATEMENTS = {cls.__name__: _text(_STATEMENTS, relation_columns(cls), cls.__name__) for cls in RELATION_ORDER}
EVIDENCE = _text(_EVIDENCE, EVIDENCE_COLUMNS)


async def pages(database: Database, cypher: str, graphs: bool) -> AsyncIterator[Page]:
    """All pages of a statement that gives one page, each with at least one row, in the order of ids."""
    async for page, _ in _answers(database, cypher, graphs):
        yield page


async def supported(database: Database, cypher: str, graphs: bool) -> AsyncIterator[tuple[Page, Support]]:
    """Pages of ENTITIES or STATEMENTS, each with the evidence for what is on it."""
    async for page, rows in _answers(database, cypher, graphs):
        found: dict[str, list[list[str]]] = {}
        for statement, *evidence in rows[0]:
            found.setdefault(statement, []).append(evidence)
        yield page, found


async def _answers(database: Database, cypher: str, graphs: bool) -> AsyncIterator[tuple[Page, list[Any]]]:
    def ask(after: str) -> asyncio.Task[list[list[Any]]]:
        values = {"after": after, "size": SIZE, "graphs": graphs}
        return asyncio.create_task(database.read(cypher, values, timeout=_SECONDS))

    asked = ask("")
    try:
        while True:
            [[page, *more]] = await asked
            last = len(page) < SIZE
            if not last:
                asked = ask(page[-1][0])  # Neo4j collects the next page while this one is written,
                await asyncio.sleep(0)  # which the task has to begin before
            if page:
                yield page, more
            if last:
                return
    finally:
        asked.cancel()


async def version(database: Database) -> int | None:
    """The graph's version, which every write raises; None where nothing was ever loaded."""
    [[found]] = await database.read(VERSION)
    return found if isinstance(found, int) else None
