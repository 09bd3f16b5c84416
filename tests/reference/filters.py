"""`where`: whether a row is one of those asked for. What is unknown counts as not true."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from graph.names import fold
from schema import Kind
from tests.reference.facts import FIELDS, ONES, Facts, Moment, Row, Statement

Where = Mapping[str, Any]


def folded(text: str) -> str:
    """A text as texts are compared: case and width do not count."""
    return unicodedata.normalize("NFKC", text).lower()


def satisfies(facts: Facts, where: Where | None, row: Row, moment: Moment) -> bool:
    """Whether all keys hold for the row; a key with null is as if it were not there."""
    return all(_key(facts, key, asked, row, moment) for key, asked in (where or {}).items() if asked is not None)


def _key(facts: Facts, key: str, asked: Any, row: Row, moment: Moment) -> bool:
    entity = row.entity
    if key == "AND":
        return all(satisfies(facts, one, row, moment) for one in asked)
    if key == "OR":
        return any(satisfies(facts, one, row, moment) for one in asked)
    if key == "NOT":
        return not satisfies(facts, asked, row, moment)
    if key == "within":
        return asked in {at.id for at in facts.within(entity, moment)}
    if key == "edge":
        assert row.link is not None
        return _of_relation(asked, row.link)
    if key == "name":
        return named(entity.all_names, asked)
    if key in FIELDS:
        return _related(facts, asked, facts.rows(entity, key, moment), moment)
    if key in ONES:
        return entity.type is ONES[key] and satisfies(facts, asked, row, moment)
    return _of_property(entity, key, asked)


def _of_relation(where: Where, link: Statement) -> bool:
    for key, asked in where.items():
        if asked is None:
            continue
        if key == "AND":
            holds = all(_of_relation(one, link) for one in asked)
        elif key == "OR":
            holds = any(_of_relation(one, link) for one in asked)
        elif key == "NOT":
            holds = not _of_relation(asked, link)
        else:
            holds = _of_property(link, key, asked)
        if not holds:
            return False
    return True


def _related(facts: Facts, asked: Where, rows: list[Row], moment: Moment) -> bool:
    tests: dict[str, Callable[[int], bool]] = {
        "some": lambda holding: holding > 0,
        "none": lambda holding: holding == 0,
        "all": lambda holding: holding == len(rows),
        "single": lambda holding: holding == 1,
    }
    for key, where in asked.items():
        if where is None:
            continue
        if key == "count":
            if not compares(len(rows), where):
                return False
        elif not tests[key](sum(satisfies(facts, where, row, moment) for row in rows)):
            return False
    return True


def _of_property(statement: Statement, key: str, asked: Where) -> bool:
    value = statement.value(key)
    if key != "id" and statement.kind(key).many:
        return all(wanted in value for wanted in asked.values())
    if key != "id" and statement.kind(key) in {Kind.TEXT, Kind.IRI}:
        return compares(value, asked, folded)
    return compares(value, asked)


def named(names: list[str], asked: Where) -> bool:
    """Whether every comparison holds for any of the names."""
    values: list[str | None] = [*names] or [None]
    return all(any(compares(name, {key: wanted}, fold) for name in values) for key, wanted in asked.items())


def compares(value: Any, asked: Where, as_compared: Callable[[Any], Any] = lambda given: given) -> bool:
    """Whether all comparisons hold for a value; None is a value that is missing."""
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "eq": lambda value, wanted: bool(value == wanted),
        "lt": lambda value, wanted: bool(value < wanted),
        "lte": lambda value, wanted: bool(value <= wanted),
        "gt": lambda value, wanted: bool(value > wanted),
        "gte": lambda value, wanted: bool(value >= wanted),
        "contains": lambda value, wanted: wanted in value,
        "startsWith": lambda value, wanted: value.startswith(wanted),
        "endsWith": lambda value, wanted: value.endswith(wanted),
    }
    for key, wanted in asked.items():
        if key == "eq" and wanted is None:
            if value is not None:
                return False
        elif value is None or wanted is None:
            return False
        elif key == "in":
            if as_compared(value) not in {as_compared(one) for one in wanted if one is not None}:
                return False
        elif not tests[key](as_compared(value), as_compared(wanted)):
            return False
    return True
