"""The contestants of bench/graphql.py: each a server process on loopback, and what each is sent for a question."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import urllib3

from bench import graphql_peer
from bench.graphql_questions import QUESTIONS, Question, Variables, from_peer
from graph import engine

QIANGLIAN = str(Path(sys.executable).parent / "qianglian")
PLAIN = "peer, plain"  # the peer, asked for less: no order and no filter of what has ended
PARTS = ("bare", "ours", "naive", "peer")


@dataclass(slots=True)
class Contestant:
    """A running server; `cursors` are ours for the ids that the others page by."""

    name: str
    process: psutil.Process
    port: int
    cursors: dict[str, str] = field(default_factory=dict)

    def path(self, question: Question) -> str:
        """Where a question is sent to."""
        return (
            f"/{question.name}"
            if self.name == "bare"
            else "/graphql/"
            if self.name == "naive"
            else "/graphql"
            if self.name == "ours"
            else "/"
        )

    def body(self, question: Question, variables: Variables) -> str:
        """What is sent."""
        if self.name == "bare":
            return json.dumps(question.parameters(variables))
        if self.name in {"peer", PLAIN}:
            query = question.peer if self.name == "peer" else question.plain
            return json.dumps({"query": query, "variables": question.parameters(variables)})
        if self.name == "ours" and "after" in variables:
            variables = {"after": self.cursors[variables["after"]]}
        return json.dumps({"query": question.graphql, "variables": variables})

    def ask(self, question: Question, variables: Variables) -> Any:
        """The data of an answer, in the form of ours. Raises ValueError with the answer where it holds errors."""
        answer = self.post(self.path(question), self.body(question, variables))
        return from_peer(answer) if self.name == "peer" else answer

    def post(self, path: str, body: str) -> Any:
        """The data of one answer. Raises ValueError where there is none, or errors beside it."""
        headers = {"content-type": "application/json"}
        answer = urllib3.request(
            "POST", f"http://127.0.0.1:{self.port}{path}", body=body, headers=headers, retries=False, timeout=120.0
        )
        if answer.status != 200 or "errors" in (read := answer.json()):
            raise ValueError(f"{self.name} answered {answer.status}: {answer.data[:2000].decode(errors='replace')}")
        return read["data"]

    def find_cursors(self, ids: Sequence[str]) -> None:
        """Ask for the cursors of enterprises: opaque, so that nobody makes them up."""
        query = "query($id: ID!) { enterprises(first: 1, where: { id: { eq: $id } }) { edges { cursor } } }"
        for id_ in ids:
            data = self.post("/graphql", json.dumps({"query": query, "variables": {"id": id_}}))
            self.cursors[id_] = data["enterprises"]["edges"][0]["cursor"]


def end_on_sigterm() -> None:
    """Make SIGTERM end this process as an exception does: blocks are left, and the servers they started are ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


@contextmanager
def started(command: Sequence[str | Path], environment: dict[str, str]) -> Iterator[tuple[psutil.Process, int]]:
    """A server process and its port, which it says as `listening PORT` or in an address; ended with the block.

    Raises RuntimeError where it ends before it says so; what it wrote on standard error stands there already.
    """
    environment = {**os.environ, **environment}
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            port = next(filter(None, map(_port, process.stdout)), None)
            if port is None:
                raise RuntimeError(f"{command[0]} {command[-1]} ended with {process.wait()} and never listened")
            yield psutil.Process(process.pid), port
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _port(line: str) -> int | None:
    if line.startswith("listening "):
        return int(line.split()[1])
    return urllib.parse.urlsplit(line.split()[-1]).port if line.startswith("GraphQL ") else None


@contextmanager
def ours(home: Path) -> Iterator[tuple[psutil.Process, int]]:
    """`qianglian serve` on a home whose Neo4j runs."""
    with started([QIANGLIAN, "serve", "--home", home, "--port", "0"], {}) as found:
        yield found


@contextmanager
def contestants(status: engine.ServerStatus, cache: Path, names: Sequence[str]) -> Iterator[list[Contestant]]:
    """Those named, running; the Python ones with the settings of `qianglian serve`."""
    environment = {"NEO4J_URI": status.bolt, "NEO4J_USER": status.user, "NEO4J_PASSWORD": status.password()}
    commands: dict[str, list[str | Path]] = {
        "bare": [sys.executable, "-m", "bench.graphql_bare"],
        "naive": [sys.executable, "-m", "bench.graphql_naive"],
    }
    if "peer" in names:
        commands["peer"] = [*graphql_peer.prepare(cache)]
        environment["NODE_ENV"] = "production"
    with ExitStack() as stack:
        running = []
        for name in names:
            entered = ours(status.home) if name == "ours" else started(commands[name], environment)
            running.append(Contestant(name, *stack.enter_context(entered)))
        yield running


def differences(parts: Sequence[Contestant], drawn: dict[str, list[Variables]], several: int) -> list[str]:
    """Where answers are not those of the first contestant, over the first `several` variables of each question."""
    found = []
    for name, variables in drawn.items():
        for given in variables[:several]:
            answers = {part.name: part.ask(QUESTIONS[name], given) for part in parts}
            first = parts[0].name
            for other, answer in answers.items():
                if answer != answers[first]:
                    found.append(f"{name} {given}\n  {first}: {_short(answers[first])}\n  {other}: {_short(answer)}")
    return found


def objects(value: Any) -> int:
    """How many entities an answer holds."""
    if isinstance(value, dict):
        return ("id" in value) + sum(map(objects, value.values()))
    return sum(map(objects, value)) if isinstance(value, list) else 0


def _short(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) < 1500 else f"{said[:1500]} ... ({len(said)} characters)"
