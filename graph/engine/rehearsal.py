"""What the server does while Java notes which classes are wanted: the kinds of statements that Qianglian sends.

Over the HTTP interface, which runs the same planner and runtime as Bolt does, and loads what Neo4j Browser needs too.
"""

from __future__ import annotations

import base64
import http.client
import json
import time

from graph.errors import EngineError

_STATEMENTS = (
    "CREATE CONSTRAINT one IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX two IF NOT EXISTS FOR (n:Entity) ON (n.since)",
    "CREATE FULLTEXT INDEX three IF NOT EXISTS FOR (n:Entity) ON EACH [n.name_en] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}}",
    "CALL db.awaitIndexes(60)",
    "UNWIND $rows AS row MERGE (n:Entity {id: row.id}) SET n += row.properties",
    "UNWIND $rows AS row MATCH (a:Entity {id: row.id}), (b:Entity {id: row.to}) MERGE (a)-[r:PART_OF {id: row.id}]->"
    "(b) SET r.since = '2020', r.sources = ['a']",
    "MATCH (n:Entity) WHERE n.name_en CONTAINS 'a' AND EXISTS { (n)-[:PART_OF]->(:Entity {id: 'e/1'}) } "
    "RETURN n {.id, parts: COLLECT { MATCH (n)<-[r:PART_OF]-(m) RETURN m {.id, since: r.since} ORDER BY m.id LIMIT 25 "
    "}} AS n ORDER BY n.id SKIP 0 LIMIT 25",
    "MATCH (n:Entity {id: 'e/9'})-[:PART_OF*1..5]->(m) RETURN count(DISTINCT m) AS total, collect(m.id)[..10] AS some",
    "MATCH (a:Entity {id: 'e/9'}), (b:Entity {id: 'e/0'}) MATCH p = SHORTEST 3 (a)--{1,6}(b) "
    "RETURN [n IN nodes(p) | n.id]",
    "CALL db.index.fulltext.queryNodes('three', 'name~') YIELD node, score RETURN node.id, score LIMIT 5",
    "SHOW INDEXES YIELD name, state RETURN name, state",
    "MATCH (n:Entity) OPTIONAL MATCH (n)-[r]->() RETURN labels(n) AS labels, type(r) AS type, count(*) AS total",
    "MATCH (n:Entity)-[r:PART_OF]->() WHERE r.id ENDS WITH '7' DELETE r",
)
_ROWS = [
    {"id": f"e/{n}", "to": f"e/{n // 2}", "properties": {"name_en": f"name {n}", "since": "2020"}} for n in range(500)
]


def rehearse(browser_port: int, user: str, password: str) -> None:
    """Send the statements, and fetch Neo4j Browser's page. Raises EngineError where the server does not do them."""
    credentials = base64.b64encode(f"{user}:{password}".encode()).decode()
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Authorization": f"Basic {credentials}",
    }
    _when_open(browser_port)
    _send(browser_port, "GET", "/browser/", None, {})
    for statement in _STATEMENTS:
        body = json.dumps({"statement": f"CYPHER 25 {statement}", "parameters": {"rows": _ROWS}})
        _send(browser_port, "POST", "/db/neo4j/query/v2", body, headers)


def _when_open(port: int) -> None:
    """Wait for the HTTP interface, which opens a second after Bolt."""
    deadline = time.monotonic() + 120
    while True:
        try:
            _send(port, "GET", "/", None, {})
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _send(port: int, method: str, path: str, body: str | None, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= http.client.BAD_REQUEST:
            raise EngineError(f"the rehearsal's {body or path}: {text.decode(errors='replace')}")
    finally:
        connection.close()
