"""The questions of queries/ in GraphQL: what there is to ask, and the answers, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from api.compiler.fields import Operation, Selected
from api.compiler.given import Variables
from api.errors import coded, user_error
from graph.driver import Database
from graph.errors import LimitError
from queries import Question, QuestionError, question, questions
from schema import camel

FIELDS = {"questions", "question", "ask"}
_ASKED = {camel(name.replace("-", "_")): found for name, found in questions().items()}


async def resolve(operation: Operation, selected: Selected, database: Database, variables: Variables, most: int) -> Any:
    """The value of a field of FIELDS; an answer has `most` rows at most.

    Raises a GraphQL error for a question that is not there, a parameter it lacks, or an answer that is too long.
    """
    if selected.name == "questions":
        return [_project(operation, "Question", selected, asdict(found)) for found in questions().values()]
    if selected.name == "question":
        parameters = selected.given("parameters")
        given = parameters.get(variables) if parameters else {}
        if not isinstance(given, dict):
            raise user_error(f"parameters: expected an object, got {given!r}")
        try:
            asked = question(selected.arguments["name"].get(variables))
        except QuestionError as error:
            raise user_error(str(error)) from error
        return await _answer(operation, selected, asked, given, database, most)
    made: dict[str, Any] = {}
    for field in operation.fields("Ask", selected.inner):
        if field.name == "__typename":
            made[field.key] = "Ask"
        else:
            asked = _ASKED[field.name]
            said = {name: argument.get(variables) for name, argument in field.arguments.items()}
            given = {p.name: p.absent if said.get(p.name) is None else said[p.name] for p in asked.parameters}
            made[field.key] = await _answer(operation, field, asked, given, database, most)
    return made


async def _answer(
    operation: Operation, selected: Selected, asked: Question, given: Mapping[str, Any], database: Database, most: int
) -> dict[str, Any]:
    try:
        columns, rows = await database.read_table(asked.cypher, asked.bind(given), most=most)
    except QuestionError as error:
        raise user_error(str(error)) from error
    except LimitError as error:
        raise coded(str(error), error.code) from error
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
