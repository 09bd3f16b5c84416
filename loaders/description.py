"""dataset.toml: what a dataset is, its default source, and the documents it cites."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.assertions import Assertion
from graph.errors import DatasetError, Problem
from graph.statements import Value
from loaders.parsed import Place
from loaders.rows import Line, text_of
from loaders.values import BadValueError, json_reader, shown
from schema import ENTITIES, RELATIONS, STATEMENT, Kind, Property, is_entity_id

NAME = "dataset.toml"
_REQUIRED = ("id", "title", "licence", "publisher")
_KNOWN = (*_REQUIRED, "source", "documents", "assertions")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_COUNTS = ("minimum", "maximum")


@dataclass(frozen=True, slots=True)
class Description:
    """What dataset.toml says; `documents` are rows, as of a file Document. `more` are the keys that only a reader of other
    files knows, as they are, and `lines` the file's.
    """

    id: str
    title: str
    licence: str
    publisher: str
    place: Place  # of the id
    source: str
    documents: list[Line]
    assertions: tuple[Assertion, ...]
    more: Mapping[str, object]
    lines: Sequence[str]

    def line_of(self, key: str) -> int:
        """The first line on which a key stands, in whatever table; 1 where none is found."""
        written = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
        return next((number for number, line in enumerate(self.lines, 1) if written.match(line)), 1)


def describe(
    path: Path, columns: Mapping[str, Property], problems: list[Problem], more: Collection[str] = ()
) -> Description:
    """Read the file; `columns` are the keys that a document may have, `more` those that the file may have besides.

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
    return _Reader(file, text.splitlines(), said, columns, problems, more).description()


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    lines: list[str]
    said: Mapping[str, object]
    columns: Mapping[str, Property]
    problems: list[Problem]
    more: Collection[str]

    def description(self) -> Description:
        for name in self.said:
            if name not in _KNOWN and name not in self.more:
                self.bad(self.line(name), name, f"unknown key; known are {', '.join((*_KNOWN, *self.more))}")
        id_, title, licence, publisher = map(self.text, _REQUIRED)
        if id_ and not _ID.match(id_):
            self.bad(self.line("id"), "id", f"expected a key of [a-z0-9-], got {shown(id_)}")
        source = self.text("source") if "source" in self.said else ""
        if source and not (is_entity_id(source) and source.startswith("document/")):
            self.bad(self.line("source"), "source", f"expected a document's id, got {shown(source)}")
        documents = [line for head, one in self.tables("documents") for line in self.document(head, one)]
        assertions = [found for head, one in self.tables("assertions") for found in self.assertion(head, one)]
        place = (self.file, self.line("id"))
        more = {name: self.said[name] for name in self.more if name in self.said}
        return Description(
            id_, title, licence, publisher, place, source, documents, tuple(assertions), more, self.lines
        )

    def tables(self, name: str) -> list[tuple[int, dict[str, object]]]:
        """The tables of an array, each with the line of its head."""
        given = self.said.get(name, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self.bad(self.line(name), name, f"expected tables [[{name}]]")
            return []
        head = re.compile(rf"\s*\[\[\s*[\"']?{name}[\"']?\s*\]\]")
        heads = [number for number, line in enumerate(self.lines, 1) if head.match(line)]
        if len(heads) != len(given):  # an array of inline tables
            heads = [self.line(name)] * len(given)
        return list(zip(heads, given, strict=True))

    def assertion(self, head: int, given: Mapping[str, object]) -> list[Assertion]:
        before = len(self.problems)

        def bad(name: str, message: str) -> None:
            self.bad(self.line(name, head), name, message)

        kinds = [name for name in ("type", "relation") if name in given]
        known = ("type", "relation", *_COUNTS, "property", "fill")
        for name in given:
            if name not in known:
                bad(name, f"unknown key; known are {', '.join(known)}")
        if len(kinds) != 1:
            self.bad(head, "type", "expected one of type, an entity type, and relation, a relation type")
            return []
        (key,) = kinds
        declared = (ENTITIES if key == "type" else RELATIONS).get(str(given[key]))
        if declared is None:
            bad(key, f"expected {'an entity' if key == 'type' else 'a relation'} type, got {shown(given[key])}")
            return []
        counts: dict[str, int] = {}
        for name in _COUNTS:
            if name in given:
                value = given[name]
                if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                    bad(name, f"expected a whole number, 0 or more, got {shown(value)}")
                else:
                    counts[name] = value
        if counts.get("maximum", 1 << 60) < counts.get("minimum", 0):
            bad("maximum", f"expected no less than minimum, {counts['minimum']}, got {counts['maximum']}")
        property_, fill = given.get("property"), given.get("fill")
        if (property_ is None) != (fill is None):
            self.bad(head, "property" if property_ is None else "fill", "is required: property and fill go together")
        elif property_ is not None and property_ not in {**declared.properties, **STATEMENT}:
            bad("property", f"{declared.__name__} has no property {shown(property_)}")
        elif fill is not None and (isinstance(fill, bool) or not isinstance(fill, int | float) or not 0 <= fill <= 1):
            bad("fill", f"expected a share from 0 to 1, got {shown(fill)}")
        elif fill is None and not counts and len(self.problems) == before:
            self.bad(head, key, "asserts nothing: give minimum, maximum, or property and fill")
        if len(self.problems) > before:
            return []
        share = {"property": str(property_), "fill": float(str(fill))} if property_ is not None else {}
        return [Assertion(declared.__name__, **counts, **share)]  # type: ignore[arg-type]

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
