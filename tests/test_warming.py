"""What is asked ahead of the explorer's pages after a start."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from api import warming
from api.app import create_app
from api.execution import Executor
from api.runtime import runtime_schema
from api.web import STATIC
from cli import web as explorer
from queries import questions
from tests.conftest import Graph

SAMPLES = {"Pilot": "{list:pilots(first:1){nodes{id}}}", "Target": "{list:targets(first:1){nodes{id}}}"}
ENTITY = {"query": "query($id:ID!){entity(id:$id){id}}", "variables": {"id": {"each": ["Pilot", "Nothing"]}}}


class Recorded(Executor):
    """An executor that notes what it answered."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(runtime_schema(), graph.database, graph.settings)
        self.answers: list[tuple[str, Any, dict[str, Any]]] = []

    async def execute(self, source: str, variables: Any = None, name: str | None = None) -> dict[str, Any]:
        answer = await super().execute(source, variables, name)
        self.answers.append((source, variables, answer))
        return answer


def written(folder: Path, *operations: dict[str, Any]) -> Path:
    (folder / warming.OPERATIONS).write_text(json.dumps({"samples": SAMPLES, "operations": operations}), "utf-8")
    return folder


def test_each_is_asked_of_a_sample_of_each_type(shipped: Graph, tmp_path: Path) -> None:
    asked = {
        "query": "query($name:String!){question(name:$name){columns}}",
        "variables": {"name": {"each": ["Question"]}},
    }
    executor = Recorded(shipped)
    assert shipped.run(warming.warm(executor, written(tmp_path, ENTITY, asked))) == 1 + len(questions())
    _, variables, answer = executor.answers[len(SAMPLES)]
    assert variables["id"].startswith("pilot/")
    assert answer == {"data": {"entity": {"id": variables["id"]}}}
    assert all("errors" not in answer for _, _, answer in executor.answers)


def test_what_fails_is_logged_and_the_rest_asked(
    shipped: Graph, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = {"query": "{nothing}", "variables": {}}
    with caplog.at_level(logging.WARNING, "api.warming"):
        assert shipped.run(warming.warm(Recorded(shipped), written(tmp_path, wrong, ENTITY))) == 1
    assert "Cannot query field 'nothing'" in caplog.text


def test_it_waits_while_somebody_else_asks(shipped: Graph, tmp_path: Path) -> None:
    executor = Recorded(shipped)

    async def both() -> int:
        executor.under_way = 1
        ahead = asyncio.create_task(warming.warm(executor, written(tmp_path, ENTITY)))
        await asyncio.sleep(1)
        assert not ahead.done()
        executor.under_way -= 1
        return await ahead

    assert shipped.run(both()) == 1


def test_the_api_asks_when_told_to_and_stops_with_it(
    shipped: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built, nothing = tmp_path / "built", tmp_path / "nothing"
    built.mkdir()
    (built / "index.html").write_text("<title>the explorer</title>", "utf-8")
    seen: list[str] = []

    async def endless(_: Executor, static: Path) -> int:
        assert static == built
        seen.append("begun")
        try:
            return await asyncio.Future()
        finally:
            seen.append("ended")

    async def live(told: bool, static: Path) -> None:
        app = create_app(shipped.database, shipped.settings, warm=told, static=static)
        async with app.router.lifespan_context(app):
            await asyncio.sleep(0.01)
            seen.append("served")

    monkeypatch.setattr(warming, "warm", endless)
    for told, static, expected in (
        (False, built, ["served"]),
        (True, nothing, ["served"]),
        (True, built, ["begun", "served", "ended"]),
    ):
        seen.clear()
        shipped.run(live(told, static))
        assert seen == expected


@pytest.mark.browser
def test_the_pages_operations_are_all_valid(shipped: Graph) -> None:
    assert explorer.ensure(print)
    executor = Executor(runtime_schema(), shipped.database, shipped.settings)
    told = json.loads((STATIC / warming.OPERATIONS).read_text("utf-8"))
    assert len(told["operations"]) > 100
    samples = {type_: [f"{type_.lower()}/a"] for type_ in told["samples"]} | {"Question": ["search"]}
    for query in told["samples"].values():
        executor.compiled(query, {}, None)
    for operation in told["operations"]:
        filled = list(warming._filled(operation["variables"], samples))
        assert filled
        for variables in filled:
            executor.compiled(operation["query"], variables, None)
