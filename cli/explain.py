"""`explain`: what becomes of a GraphQL operation: its bounds, its Cypher, and what Neo4j does for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from graphql import GraphQLError

from cli.common import home_option, settings_from, with_database
from graph.driver import Database
from graph.errors import NotFoundError
from graph.settings import Settings
from graph.steps import Step

if TYPE_CHECKING:
    from api.compiler.plan import Plan

_ROOT = re.compile(r"(?:head\()?COLLECT \{ (?P<inner>.+) \}\)?", re.DOTALL)
_OPENS, _CLOSES = re.compile(r"(?:COLLECT|COUNT|EXISTS|CALL(?: \(\w*\))?) \{ "), " }"


@click.command()
@click.argument("operation", type=click.File("r", encoding="utf-8"))
@click.option("--variables", default="{}", help="The operation's variables, a JSON object.")
@click.option("--name", help="Which operation, where the file has several.")
@click.option("--no-run", is_flag=True, help="Only plan it: no rows, no accesses to the store.")
@click.option("--cypher", "only_cypher", is_flag=True, help="Only the Cypher, as it is sent.")
@home_option
def explain(
    operation: Any, variables: str, name: str | None, no_run: bool, only_cypher: bool, home: Path | None
) -> None:
    """Show what becomes of a GraphQL OPERATION (a file, or - for standard input).

    Its cost, its Cypher and parameters, and Neo4j's plan of each root field with the accesses to the store (db hits) that
    each step made. What a step does for a nested list is counted in the step that makes the row.
    """
    try:
        given = json.loads(variables)
    except ValueError as error:
        raise click.BadParameter(f"not JSON: {error}", param_hint="--variables") from error
    if not isinstance(given, dict):
        raise click.BadParameter("expected a JSON object", param_hint="--variables")
    settings = settings_from(home)
    source = operation.read()

    async def work(database: Database) -> None:
        plan, values = _compiled(database, settings, source, given, name)
        if only_cypher:
            click.echo(plan.cypher or "")
            return
        click.echo(f"cost        {plan.price(values)} entities at most, of {settings.max_cost} allowed")
        for key, value in plan.text.values(values).items():
            click.echo(f"${key:10} {json.dumps(value, ensure_ascii=False)}")
        total = 0
        for column in plan.columns:
            found = _ROOT.fullmatch(column)
            statement = found["inner"] if found else f"RETURN {column}"
            click.echo(f"\n{indented(statement)}\n")
            step = await database.explain(f"CYPHER 25 {statement}", plan.text.values(values), profile=not no_run)
            for line in _lines(step):
                click.echo(line)
            total += step.total
        if not no_run:
            click.echo(f"\ndb hits     {total}")

    with_database(settings, work)


def _compiled(
    database: Database, settings: Settings, source: str, variables: dict[str, Any], name: str | None
) -> tuple[Plan, dict[str, Any]]:
    from api.execution import Executor, InvalidError
    from api.runtime import runtime_schema

    try:
        _, _, plan, values = Executor(runtime_schema(), database, settings).compiled(source, variables, name)
    except (InvalidError, GraphQLError) as error:
        raise NotFoundError(f"not an operation of this API: {error}") from error
    return plan, values


def indented(cypher: str) -> str:
    """Cypher with a line for each subquery, as deep as it is nested."""
    lines, depth, start, place = [], 0, 0, 0
    while place < len(cypher):
        opened = _OPENS.match(cypher, place)
        if opened or cypher.startswith(_CLOSES, place):
            end = opened.end() if opened else place
            lines.append("  " * depth + cypher[start:end].strip())
            depth += 1 if opened else -1
            start = place = end if opened else place + 1
            place += 0 if opened else 1
        else:
            place += 1
    return "\n".join(line for line in [*lines, "  " * depth + cypher[start:].strip()] if line.strip())


def _lines(step: Step, depth: int = 0) -> Iterator[str]:
    counted = "" if step.hits is None else f"{step.hits:>10} hits {step.rows:>8} rows  "
    details = " ".join(step.details.split())
    yield f"{counted}{'  ' * depth}{step.operator}  {details[:100]}{'…' if len(details) > 100 else ''}"
    for inner in step.steps:
        yield from _lines(inner, depth + 1)


COMMANDS = [explain]
