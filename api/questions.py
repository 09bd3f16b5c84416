"""The questions of queries/ in GraphQL: what there is to ask, and the answer to one as a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.compiler.fields import Operation, Selected
from api.compiler.given import Variables
from api.errors import user_error
from graph.driver import Database
from queries import QuestionError, question, questions

FIELDS = {"questions", "question"}


async def resolve(operation: Operation, selected: Selected, database: Database, variables: Variables) -> Any:
    """The value of a field of FIELDS. Raises a GraphQL error for a question that is not there or a parameter it lacks."""
    if selected.name == "questions":
        return [_project(operation, "Question", selected, asdict(found)) for found in questions().values()]
    parameters = selected.given("parameters")
    given = parameters.get(variables) if parameters else {}
    if not isinstance(given, dict):
        raise user_error(f"parameters: expected an object, got {given!r}")
    try:
        asked = question(selected.arguments["name"].get(variables))
        bound = asked.bind(given)
    except QuestionError as error:
        raise user_error(str(error)) from error
    columns, rows = await database.read_table(asked.cypher, bound)
    return _project(operation, "Answer", selected, {"columns": columns, "rows": rows})


def _project(operation: Operation, type_: str, selected: Selected, value: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field in operation.fields(type_, selected.inner):
        if field.name == "__typename":
            made[field.key] = type_
        elif field.name == "parameters":
            made[field.key] = [
                _project(operation, "QuestionParameter", field, parameter) for parameter in value["parameters"]
            ]
        else:
            made[field.key] = value[field.name]
    return made
