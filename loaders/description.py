"""dataset.toml: what a dataset is, its default source, and the documents it cites."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DatasetError, Problem
from graph.statements import Value
from loaders.parsed import Place
from loaders.rows import Line, text_of
from loaders.values import BadValueError, json_reader, shown
from schema import Kind, Property, is_entity_id

NAME = "dataset.toml"
_REQUIRED = ("id", "title", "licence", "publisher")
_KNOWN = (*_REQUIRED, "source", "documents")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_HEAD = re.compile(r"\s*\[\[\s*[\"']?documents[\"']?\s*\]\]")


@dataclass(frozen=True, slots=True)
class Description:
    """What dataset.toml says; `documents` are rows, as of a file Document."""

    id: str
    title: str
    licence: str
    publisher: str
    place: Place  # of the id
    source: str
    documents: list[Line]


def describe(path: Path, columns: Mapping[str, Property], problems: list[Problem]) -> Description:
    """Read the file; `columns` are the keys that a document may have.

    What is wrong goes to `problems`; raises DatasetError with all of them where nothing can be read.
    """
    file = str(path)
    text = text_of(path, file, problems)
    try:
        said = tomllib.loads(text) if text is not None else {}
    except (ValueError, RecursionError) as error:
        line = re.search(r"\(at line (\d+), ", str(error))
        problems.append(Problem(file, int(line[1]) if line else 0, "", f"not TOML: {error}"))
        text = None
    if text is None:
        raise DatasetError(problems)
    return _Reader(file, text.splitlines(), said, columns, problems).description()


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    lines: list[str]
    said: Mapping[str, object]
    columns: Mapping[str, Property]
    problems: list[Problem]

    def description(self) -> Description:
        for name in self.said:
            if name not in _KNOWN:
                self.bad(self.line(name), name, f"unknown key; known are {', '.join(_KNOWN)}")
        id_, title, licence, publisher = map(self.text, _REQUIRED)
        if id_ and not _ID.match(id_):
            self.bad(self.line("id"), "id", f"expected a key of [a-z0-9-], got {shown(id_)}")
        source = self.text("source") if "source" in self.said else ""
        if source and not (is_entity_id(source) and source.startswith("document/")):
            self.bad(self.line("source"), "source", f"expected a document's id, got {shown(source)}")
        return Description(id_, title, licence, publisher, (self.file, self.line("id")), source, self.documents())

    def documents(self) -> list[Line]:
        given = self.said.get("documents", [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self.bad(self.line("documents"), "documents", "expected tables [[documents]]")
            return []
        heads = [number for number, line in enumerate(self.lines, 1) if _HEAD.match(line)]
        if len(heads) != len(given):  # an array of inline tables
            heads = [self.line("documents")] * len(given)
        return [line for head, one in zip(heads, given, strict=True) for line in self.document(head, one)]

    def document(self, head: int, given: Mapping[str, object]) -> list[Line]:
        before = len(self.problems)
        values: dict[str, Value] = {}
        for name, value in given.items():
            if name not in self.columns:
                self.bad(self.line(name, head), name, f"unknown key; known are {', '.join(self.columns)}")
                continue
            dated = self.columns[name].kind is Kind.DATE  # TOML has dates of its own
            try:
                values[name] = json_reader(self.columns[name])(str(value) if dated else value)
            except BadValueError as error:
                self.bad(self.line(name, head), name, str(error))
        for name, prop in self.columns.items():
            if prop.required and name not in given:
                self.bad(head, name, "is required")
        if len(self.problems) > before:
            return []
        return [Line(self.file, head, {**values, "source": [str(values["id"])]})]

    def text(self, name: str) -> str:
        value = self.said.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.bad(self.line(name), name, f"expected text, got {shown(value) if name in self.said else 'nothing'}")
        return ""

    def line(self, name: str, head: int = 0) -> int:
        """The line of a key in the table whose head is at `head`, or else of the head; 0 stands for the top level."""
        key = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]")
        table = re.compile(rf"\s*\[+\s*[\"']?{re.escape(name)}[\"']?\s*[\].]")
        inside = True
        for number, line in enumerate(self.lines[head:], head + 1):
            inside = inside and not line.lstrip().startswith("[")
            if (inside and key.match(line)) or (not head and table.match(line)):
                return number
        return head or 1

    def bad(self, line: int, column: str, message: str) -> None:
        self.problems.append(Problem(self.file, line, column, message))
