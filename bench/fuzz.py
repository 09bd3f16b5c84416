"""Everything that can be thrown at the API: valid operations, broken ones, such as are made to hurt, and odd HTTP.

`python -m bench.fuzz [--operations 100000] [--seed 1] [--home HOME]` sends them to the whole HTTP application, in process,
over a real Neo4j with what ships. For every answer: no 5xx and no INTERNAL_SERVER_ERROR; JSON as the specification of
GraphQL over HTTP has it; no list longer than its bound and no more entities than the budget; in time. At the end the graph
is what it was. The same seed sends the same.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message

import loaders
from api.app import create_app
from api.runtime import runtime_schema
from bench.common import machine
from cli import loading
from cli.common import server
from graph.driver import Database, connect
from graph.settings import Settings
from tests.reference.facts import read_facts
from tests.reference.generated import Operation, document
from tests.reference.mutations import changed, hostile, wrong_values
from tests.reference.odd_http import odd_request
from tests.reference.pools import Pools

AT_ONCE = 4
FRESH = 0.01  # documents to a request
LONGEST = 1000  # elements of any list: api/bounds.py
OVER = 1.0  # seconds that an answer may take beyond the database's own bound
GRAPHQL_JSON = "application/graphql-response+json"
_STATE = """CYPHER 25
CALL () { MATCH (n) RETURN count(n) AS nodes, sum(size(keys(n))) AS properties, sum(size(labels(n))) AS labels }
CALL () { MATCH ()-[r]->() RETURN count(r) AS relations, sum(size(keys(r))) AS more }
RETURN nodes, properties, labels, relations, more, head(COLLECT { MATCH (g:Graph) RETURN g.version })"""


@dataclass(frozen=True)
class Request:
    """One request, and what sort of one it is."""

    sort: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    def __str__(self) -> str:
        return f"{self.sort}: {self.method} {self.url[:3000]} {dict(self.headers)} {self.body[:3000]!r}"


@dataclass
class Report:
    """What came back."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    times: list[tuple[float, str]] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        lines = [f"{count:>8}  {outcome}" for outcome, count in sorted(self.outcomes.items())]
        total = self.outcomes.total()
        lines.append(
            f"{total} in {self.seconds:.0f} s: {total / self.seconds:.0f} a second, {AT_ONCE} at once; {machine()}"
        )
        lines += [
            f"slowest: {seconds:.2f} s  {request[:300]}" for seconds, request in sorted(self.times, reverse=True)[:3]
        ]
        lines.append(f"{len(self.faults)} faults")
        return "\n".join(lines + self.faults[:50])


def requests(pools: Pools, seed: int, count: int) -> Iterator[Request]:
    """The requests of a seed."""
    rng = random.Random(seed)
    kept: list[list[Operation]] = []
    for _ in range(count):
        # Neo4j takes half a second to plan a statement that it has not seen; so documents come again, with other values.
        while not kept or rng.random() < FRESH:
            kept = [*kept[-50:], list(document(runtime_schema(), pools, rng.randrange(10**9), 6, apart=frozenset()))]
            kept = [one for one in kept if one]
        one = rng.choice(rng.choice(kept))
        chance = rng.random()
        if chance < 0.40:
            yield _sent(rng, "valid", one.source, one.variables)
        elif chance < 0.65:
            yield _sent(rng, "changed", changed(rng, one.source), one.variables)
        elif chance < 0.82:
            yield _sent(rng, "variables", one.source, wrong_values(rng, one.variables))
        elif chance < 0.85:
            yield _sent(rng, "hostile", *hostile(rng))
        else:
            method, headers, body, query = odd_request(rng, one.source, one.variables)
            yield Request("http", method, f"/graphql{query}", headers, body)


def _sent(rng: random.Random, sort: str, source: str, variables: Mapping[str, Any]) -> Request:
    accept = rng.choice(("application/json", GRAPHQL_JSON, "*/*"))
    if rng.random() < 0.15 and len(source) < 4000 and source.isprintable():
        given = urlencode({"query": source, "variables": json.dumps(variables)})
        return Request(sort, "GET", f"/graphql?{given}", {"accept": accept}, b"")
    body = json.dumps({"query": source, "variables": variables}).encode()
    return Request(sort, "POST", "/graphql", {"accept": accept, "content-type": "application/json"}, body)


@dataclass
class Answer:
    """What the application said to a request; status 599 where it said nothing."""

    status: int = 599
    type: str = ""
    body: bytes = b""


async def ask(app: ASGIApp, state: Mapping[str, Any], one: Request) -> Answer:
    """Send a request to the application as a server would, without a network between."""
    answer, path = Answer(), one.url.partition("?")
    scope = {
        **{"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": one.method},
        **{"path": path[0], "raw_path": path[0].encode(), "query_string": path[2].encode("latin-1"), "root_path": ""},
        **{"server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "state": dict(state)},
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in one.headers.items()],
    }
    given = iter([one.body])

    async def receive() -> Message:
        for body in given:
            return {"type": "http.request", "body": body, "more_body": False}
        await asyncio.Event().wait()  # this client does not leave
        raise AssertionError("unreachable")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.type = dict(message["headers"]).get(b"content-type", b"").decode("latin-1").partition(";")[0]
        else:
            answer.body += message.get("body", b"")

    try:
        await app(scope, receive, send)
    except Exception as error:  # whatever it is, it is a fault to report, and not the end of the run
        answer.status, answer.body = 599, "".join(traceback.format_exception(error)[-3:]).encode()
    return answer


async def fuzz(database: Database, settings: Settings, seed: int, count: int, progress: int = 0) -> Report:
    """Send `count` requests; a line on standard error after every `progress` of them, where that is not 0."""
    report = Report()
    pools = Pools(await read_facts(database.read))
    before = await database.read(_STATE)
    given = requests(pools, seed, count)
    began = time.perf_counter()

    app = create_app(database, settings)

    async def work(state: Mapping[str, Any]) -> None:
        for one in given:
            known = len(report.faults)
            await send(app, state, one, report, settings)
            if progress:
                for fault in report.faults[known:]:
                    print(fault[:2000], file=sys.stderr, flush=True)
            if progress and report.outcomes.total() % progress == 0:
                print(f"{report.outcomes.total()} sent, {len(report.faults)} faults", file=sys.stderr, flush=True)

    async with app.router.lifespan_context(app) as state:
        await asyncio.gather(*(work(state or {}) for _ in range(AT_ONCE)))
    report.seconds = time.perf_counter() - began
    after = await database.read(_STATE)
    if after != before:
        report.faults.append(f"the graph has changed: it was {before}, and is {after}")
    return report


async def send(app: ASGIApp, state: Mapping[str, Any], one: Request, report: Report, settings: Settings) -> None:
    """Send a request and note what is wrong with the answer."""
    began = time.perf_counter()
    answer = await ask(app, state, one)
    seconds = time.perf_counter() - began
    report.times.append((seconds, str(one)))
    if len(report.times) > 1000:
        report.times = sorted(report.times, reverse=True)[:3]
    outcome, wrong = judged(one, answer, settings)
    if seconds > settings.query_timeout + OVER:
        wrong = wrong or f"it took {seconds:.1f} s"
    report.outcomes[f"{one.sort:<10}{outcome}"] += 1
    if wrong:
        report.faults.append(f"{wrong}\n    {one}\n    {answer.status} {answer.body[:1500].decode(errors='replace')}")


def judged(one: Request, answer: Answer, settings: Settings) -> tuple[str, str | None]:
    """What came back in a word or two, and what is wrong with it if anything is."""
    status, kind = answer.status, answer.type
    if status >= 500:
        return f"{status}", f"status {status}"
    if status in {304, 405} or one.method in {"HEAD", "OPTIONS"}:  # not GraphQL's answers but HTTP's
        return f"{status}", None
    if kind == "text/html" and one.method == "GET" and "text/html" in one.headers.get("accept", ""):
        return f"{status} page", None  # GraphiQL, for a browser that opens the address
    if kind not in {"application/json", GRAPHQL_JSON}:
        return f"{status} {kind}", f"content type {kind}"
    try:
        said = json.loads(answer.body.decode("utf-8"), parse_constant=_refused)
    except (ValueError, UnicodeDecodeError) as error:
        return f"{status} not JSON", f"not JSON: {error}"
    if not isinstance(said, dict) or not said.keys() <= {"data", "errors", "extensions"}:
        return f"{status} odd", "not a response of GraphQL"
    errors = said.get("errors")
    if "errors" in said and not _are_errors(errors):
        return f"{status} odd errors", "errors that are not of the specification's form"
    if not errors and not isinstance(said.get("data"), dict):
        return f"{status} odd data", "neither data nor errors"
    if errors and "data" not in said and kind == GRAPHQL_JSON and not 400 <= status < 500:
        return f"{status} odd status", "a request that failed and was not 4xx"
    codes = {error.get("extensions", {}).get("code", "no code") for error in errors or ()}
    if codes & {"INTERNAL_SERVER_ERROR", "no code"}:
        return f"{status} {min(codes)}", f"codes {codes}"
    longest, entities = _size(said.get("data") if one.sort != "http" else None)
    if longest > LONGEST or entities > settings.max_cost:
        return f"{status} too much", f"a list of {longest}, {entities} objects in lists"
    return f"{status} {min(codes) if codes else 'data'}", None


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _are_errors(errors: Any) -> bool:
    return (
        isinstance(errors, list)
        and bool(errors)
        and all(isinstance(error, dict) and isinstance(error.get("message"), str) for error in errors)
    )


def _size(value: Any) -> tuple[int, int]:
    """The length of the longest list in an answer, and how many objects stand in lists; the schema itself is not counted."""
    longest = objects = 0
    stack = [value]
    while stack:
        at = stack.pop()
        if isinstance(at, dict):
            stack.extend(one for key, one in at.items() if not key.startswith("__"))
        elif isinstance(at, list):
            longest = max(longest, len(at))
            objects += sum(isinstance(one, dict) for one in at)
            stack.extend(at)
    return longest, objects


async def _run(settings: Settings, at: tuple[str, str, str], seed: int, count: int) -> Report:
    async with connect(*at, timeout=settings.query_timeout) as database:
        await loading.load(database, loading.read(loaders.shipped()))
        return await fuzz(database, settings, seed, count, progress=1000)


def main() -> int:
    """Run it; 1 where there were faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--home", type=Path, help="where the graph lives; otherwise one is made, and taken away at the end"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        settings = Settings.read({}, home=given.home or Path(made) / "home", bolt_port=0, browser_port=0)
        with server(settings) as at:
            report = asyncio.run(_run(settings, at, given.seed, given.operations))
    print(report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
