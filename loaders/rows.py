"""Reading the rows of CSV and JSON Lines files, with the line each begins at. Formats: RFC 4180; jsonlines.org."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from graph.errors import Problem
from graph.statements import Value
from loaders.values import ValueProblem, from_cell, from_json
from schema import Property

V = TypeVar("V")

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
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(file, line, "", f"not UTF-8: byte {error.object[error.start]:#04x}"))
        return
    if path.suffix == ".csv":
        yield from _csv(text, file, columns, problems)
    else:
        yield from _json_lines(text, file, columns, problems)


def _csv(text: str, file: str, columns: Mapping[str, Property], problems: list[Problem]) -> Iterator[Line]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    start = 1
    header: list[str] = []
    try:
        for cells in reader:
            begin, start = start, reader.line_num + 1
            if not header:
                header = [cell.strip() for cell in cells]
                if not _known(header, file, begin, columns, problems):
                    return
            elif len(cells) != len(header) and cells:
                problems.append(Problem(file, begin, "", f"expected {len(header)} cells as in the header, got {len(cells)}"))
            elif any(cells):
                said = {name: cell for name, cell in zip(header, (cell.strip() for cell in cells), strict=True) if cell}
                yield from _row(file, begin, said, columns, from_cell, problems)
    except csv.Error as error:
        problems.append(Problem(file, reader.line_num, "", f"not CSV: {error}"))
        return
    if not header:
        problems.append(Problem(file, 1, "", "empty file: expected a header"))


def _json_lines(text: str, file: str, columns: Mapping[str, Property], problems: list[Problem]) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, object_pairs_hook=_unique)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(file, number, "", f"not JSON: {error}"))
            continue
        if not isinstance(row, dict):
            problems.append(Problem(file, number, "", f"expected an object, got {line.strip()[:40]}"))
        elif _known(list(row), file, number, columns, problems, whole=False):
            said = {name: value for name, value in row.items() if value is not None}
            yield from _row(file, number, said, columns, from_json, problems)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key stands twice")
    return row


def _known(names: list[str], file: str, line: int, columns: Mapping[str, Property], problems: list[Problem], *, whole: bool = True) -> bool:
    found: list[Problem] = []
    for name in names:
        if name not in columns:
            found.append(Problem(file, line, name, f"unknown column; known are {', '.join(columns)}"))
        elif names.count(name) > 1:
            found.append(Problem(file, line, name, "the column stands twice"))
    if whole:
        found += [Problem(file, line, name, "the column is missing") for name, prop in columns.items() if prop.required and name not in names]
    problems += found
    return not found


def _row(
    file: str, line: int, said: Mapping[str, V], columns: Mapping[str, Property], convert: Callable[[Property, V], Value], problems: list[Problem]
) -> Iterator[Line]:
    found = [Problem(file, line, name, "is required") for name, prop in columns.items() if prop.required and name not in said]
    values: dict[str, Value] = {}
    for name, value in said.items():
        try:
            values[name] = convert(columns[name], value)
        except ValueProblem as error:
            found.append(Problem(file, line, name, str(error)))
    problems += found
    if not found:
        yield Line(file, line, {name: value for name, value in values.items() if value != []})
