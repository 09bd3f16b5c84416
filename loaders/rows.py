"""Reading the rows of CSV and JSON Lines files, with the line each begins at. Formats: RFC 4180; jsonlines.org."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import Problem
from graph.statements import Value
from loaders.values import BadValueError, cell_reader, json_reader, shown
from schema import Property

csv.field_size_limit(1 << 20)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its values by column, without the empty ones."""

    file: str
    number: int
    values: Mapping[str, Value]


def read(path: Path, file: str, columns: Mapping[str, Property], problems: list[Problem]) -> Iterator[Line]:
    """The rows of a file; what is wrong goes to `problems`, and rows with something wrong are left out.

    `file` is the name to call it by; `columns` are those it may have, the required ones marked.
    """
    text = text_of(path, file, problems)
    if text is not None:
        yield from (_csv if path.suffix == ".csv" else _json_lines)(text, _Columns(file, columns, problems))


def text_of(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The text of a file; None where it cannot be read, with the reason among `problems`."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.append(Problem(file, 0, "", f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(file, line, "", f"expected UTF-8, got the byte {error.object[error.start]:#04x}"))
    return None


class _Columns:
    """The columns that a file may have, and what is wrong with its rows."""

    def __init__(self, file: str, columns: Mapping[str, Property], problems: list[Problem]) -> None:
        self.file, self.columns, self.problems = file, columns, problems
        self.required = [name for name, prop in columns.items() if prop.required]

    def bad(self, line: int, column: str, message: str) -> None:
        self.problems.append(Problem(self.file, line, column, message))

    def known(self, line: int, name: str) -> bool:
        if name in self.columns:
            return True
        self.bad(line, name, f"unknown column; known are {', '.join(self.columns)}")
        return False

    def row(self, line: int, said: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Value]]) -> Line | None:
        values: dict[str, Value] = {}
        before = len(self.problems)
        for name in self.required:
            if name not in said:
                self.bad(line, name, "is required")
        for name, value in said.items():
            try:
                if (given := readers[name](value)) != []:
                    values[name] = given
            except BadValueError as error:
                self.bad(line, name, str(error))
        return Line(self.file, line, values) if len(self.problems) == before else None


def _csv(text: str, columns: _Columns) -> Iterator[Line]:
    # Not str.splitlines, which also breaks lines at characters that a cell may have, such as U+2028.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    readers = {name: cell_reader(prop) for name, prop in columns.columns.items()}
    begin = 1
    header: list[str] = []
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if not header:
                header = [cell.strip() for cell in cells]
                if not _header(header, line, columns):
                    return
            elif len(cells) != len(header) and cells:
                columns.bad(line, "", f"expected {len(header)} cells as in the header, got {len(cells)}")
            else:
                said = {name: text for name, cell in zip(header, cells, strict=False) if (text := cell.strip())}
                if said and (row := columns.row(line, said, readers)):
                    yield row
    except csv.Error as error:
        columns.bad(begin, "", f"not CSV: {error}, in the row that begins here")
        return
    if not header:
        columns.bad(1, "", "empty file: expected a header")


def _header(names: list[str], line: int, columns: _Columns) -> bool:
    before = len(columns.problems)
    for place, name in enumerate(names, 1):
        if not name:
            columns.bad(line, "", f"expected the name of a column in cell {place} of the header, got nothing")
        elif columns.known(line, name) and names.index(name) < place - 1:
            columns.bad(line, name, "the column stands twice")
    for name in columns.required:
        if name not in names:
            columns.bad(line, name, "the column is missing")
    return len(columns.problems) == before


def _json_lines(text: str, columns: _Columns) -> Iterator[Line]:
    readers = {name: json_reader(prop) for name, prop in columns.columns.items()}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line, object_pairs_hook=_unique)
        except json.JSONDecodeError as error:
            columns.bad(number, "", f"not JSON: {error.msg} at character {error.colno}")
            continue
        except (ValueError, RecursionError) as error:
            columns.bad(number, "", f"not JSON: {error}")
            continue
        if not isinstance(given, dict):
            columns.bad(number, "", f"expected an object, got {shown(given)}")
        elif not [name for name in given if not columns.known(number, name)]:
            said = {name: value for name, value in given.items() if value is not None}
            if row := columns.row(number, said, readers):
                yield row


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in row if names.count(name) > 1)
        raise ValueError(f"the key {shown(twice)} stands twice")
    return row
