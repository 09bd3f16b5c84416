"""`orderBy`: by each of its keys in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.reference.facts import FIELDS, Facts, Moment, Row


def ordered(facts: Facts, rows: list[Row], keys: list[Mapping[str, Any]] | None, moment: Moment) -> list[Row]:
    """The rows in order: by the keys, where they leave a choice by id of entity and relation."""
    found = sorted(rows, key=lambda row: (row.entity.id, row.link.id if row.link else ""))
    paths = [path for key in keys or () for path in _paths(key)]
    for *path, direction in reversed(paths):

        def value(row: Row, path: list[str] = path) -> tuple[bool, Any]:
            at = _value(facts, row, path, moment)
            return (at is None, 0 if at is None else at)

        found.sort(key=value, reverse=direction == "DESC")
    return found


def _paths(key: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """`{edge: {since: DESC}}` -> `("edge", "since", "DESC")`."""
    for name, value in key.items():
        if isinstance(value, dict):
            yield from ((name, *path) for path in _paths(value))
        else:
            yield (name, value)


def _value(facts: Facts, row: Row, path: list[str], moment: Moment) -> Any:
    if path[0] == "edge":
        assert row.link is not None
        return row.link.value(path[1])
    if path[0] in FIELDS:
        return len(facts.rows(row.entity, path[0], moment))
    return row.entity.name() if path[0] == "name" else row.entity.value(path[0])
