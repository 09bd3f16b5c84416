"""Asking once, after a start, what the explorer's pages ask.

Neo4j plans a statement when it first comes, for seconds in a Java that has just started (measured: 24 s for what the pages of an
agency and a pilot ask, 0.1 s for the same in a warm one), and somebody would wait for it. The operations are made with the explorer
(web/scripts/codegen.ts): `samples` has an operation by entity type that finds an entity, `operations` what the pages ask; a variable
`{"each": [types]}` stands for the sample of each type there is, `Question` for the questions of queries/.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.errors import UNAVAILABLE
from api.execution import Executor
from graph.errors import DatabaseUnavailableError
from queries import questions

log = logging.getLogger(__name__)
OPERATIONS = "operations.json"
_PAUSE = 0.2  # seconds


async def warm(executor: Executor, static: Path) -> int:
    """Ask them one after the other, while nobody else asks; how many were answered.

    What fails is logged and left, as nobody waits for its answer; where the database no longer answers, it ends. Raises OSError
    where there is no such file, which is so where the explorer is not built.
    """
    told = json.loads((static / OPERATIONS).read_text("utf-8"))
    samples: dict[str, list[str]] = {"Question": list(questions())}
    answered = 0
    try:
        for type_, query in told["samples"].items():
            data = await _ask(executor, query, {})
            samples[type_] = [node["id"] for node in data["list"]["nodes"]] if data else []
        for operation in told["operations"]:
            for variables in _filled(operation["variables"], samples):
                if await _ask(executor, operation["query"], variables) is not None:
                    answered += 1
    except DatabaseUnavailableError:
        log.warning("the explorer's operations are not asked ahead any more: the database does not answer")
    return answered


async def _ask(executor: Executor, query: str, variables: dict[str, Any]) -> dict[str, Any] | None:
    """The data; None where it fails. Raises DatabaseUnavailableError."""
    while executor.under_way:  # somebody waits: they come first
        await asyncio.sleep(_PAUSE)
    answer = await executor.execute(query, variables)
    for error in answer.get("errors", ()):
        if error["extensions"]["code"] == UNAVAILABLE:
            raise DatabaseUnavailableError(error["message"])
        log.warning("asked ahead of the explorer: %s: %s", error["message"], variables)
    return None if "errors" in answer else answer["data"]


def _filled(variables: dict[str, Any], samples: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """The variables with every sample that stands where one is to stand; at most one variable has a place for it."""
    for name, value in variables.items():
        if isinstance(value, dict):
            for type_ in value["each"]:
                for sample in samples.get(type_, ()):
                    yield {**variables, name: sample}
            return
    yield variables
