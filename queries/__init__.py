"""Questions: one per .cypher file. The same text serves the API, the command line and Neo4j Browser.

A file is written like this; lines with `:param` can be pasted into Neo4j Browser::

    // Which industrial chains does a pilot strengthen?
    // pilot: ID, the pilot's id
    // :param pilot => 'pilot/weihai-carbon-fibre'
    CYPHER 25
    MATCH (p:Pilot {id: $pilot})-[r:STRENGTHENS]->(c:IndustrialChain)
    RETURN ...

Types are Cypher's, and two that are texts in Cypher: ID, an entity's or relation's id, and DATE, in ISO 8601, possibly
partial. "Empty" in the description says that the parameter may be left out, and empty is what it is then.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from schema.dates import is_date

_PARAMETER = re.compile(r"// (\w+): (ID|DATE|STRING|INTEGER|LIST<STRING>), (.+)")
_DEFAULT = re.compile(r"// :param (\w+) => (.+)")


class QuestionError(ValueError):
    """A question that is not there, or parameters it does not take; the text is fit to show to a user."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; `default` is the example that the file gives."""

    name: str
    type: str
    description: str
    default: Any

    @property
    def optional(self) -> bool:
        """Whether it may be left out, as numbers may, and whatever says what it means to be empty."""
        return self.type == "INTEGER" or "empty for" in self.description

    @property
    def absent(self) -> Any:
        """Its value where it may be left out and is: empty, or the default number."""
        return self.default if self.type == "INTEGER" else type(self.default)()


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its name, its sentence, its parameters, and the whole text of its file."""

    name: str
    sentence: str
    parameters: tuple[Parameter, ...]
    cypher: str

    def bind(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters to run with: those given, and the file's examples for the rest.

        Texts are read as what the parameter is, as they come from a command line. Raises QuestionError for an unknown
        name and for a value of the wrong type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(given.keys() - known.keys()):
            takes = ", ".join(known) or "none"
            raise QuestionError(f"{self.name} has no parameter {unknown[0]!r}; it takes {takes}")
        return {
            name: _typed(parameter, given[name]) if name in given else parameter.default
            for name, parameter in known.items()
        }


def _typed(parameter: Parameter, value: Any) -> Any:
    match parameter.type, value:
        case ("STRING" | "ID", str()):
            return value
        case "DATE", str() if is_date(value) or (parameter.optional and not value):
            return value
        case ("INTEGER", int()) if not isinstance(value, bool) and value > 0:  # they all say how many
            return value
        case "INTEGER", str() if re.fullmatch(r"[1-9]\d{0,14}", value, re.ASCII):
            return int(value)
        case "LIST<STRING>", str():
            return [part.strip() for part in value.split(",") if part.strip()]
        case "LIST<STRING>", list() if all(isinstance(item, str) for item in value):
            return value
    raise QuestionError(f"{parameter.name}: expected {parameter.type} ({parameter.description}), got {value!r}")


@cache
def questions() -> dict[str, Question]:
    """All questions by name, in order of name."""
    found = (file for file in files("queries").iterdir() if file.name.endswith(".cypher"))
    return {
        question.name: question
        for question in sorted((_read(f.name, f.read_text("utf-8")) for f in found), key=lambda q: q.name)
    }


def question(name: str) -> Question:
    """The question of this name. Raises QuestionError listing those there are."""
    try:
        return questions()[name]
    except KeyError:
        raise QuestionError(f"there is no question {name!r}; there are: {', '.join(questions())}") from None


def _read(file: str, text: str) -> Question:
    lines = text.splitlines()
    if not lines or not lines[0].startswith("// "):
        raise QuestionError(f"{file}:1: expected a comment that says the question")
    head = lines[: next((number for number, line in enumerate(lines) if line.startswith("CYPHER 25")), 0)]
    if not head:
        raise QuestionError(f"{file}: expected a line CYPHER 25 after the comments")
    described = {found[1]: (found[2], found[3]) for line in head if (found := _PARAMETER.fullmatch(line))}
    defaults = {found[1]: ast.literal_eval(found[2]) for line in head if (found := _DEFAULT.fullmatch(line))}
    used = set(re.findall(r"\$(\w+)", "\n".join(lines[len(head) :])))
    if not described.keys() == defaults.keys() == used:
        raise QuestionError(
            f"{file}: described are {sorted(described)}, with an example {sorted(defaults)}, used {sorted(used)}: they must be the same"
        )
    parameters = tuple(Parameter(name, type_, text_, defaults[name]) for name, (type_, text_) in described.items())
    return Question(file.removesuffix(".cypher"), lines[0].removeprefix("// "), parameters, text)
