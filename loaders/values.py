"""From the text of a cell, or a JSON value, to the value of a property."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from graph.statements import Value
from schema import Kind, Property, is_entity_id
from schema.dates import is_date

# Neo4j's indexes take keys of 8 kB, and a character has up to 4 bytes; ids also stand in addresses.
_LONGEST = {Kind.ENTITY: 200, Kind.ENTITIES: 200}
_LONG = 2_000
_LONGEST_PROSE = 100_000
_PROSE = {"description", "note", "quote"}  # not indexed as a whole

_INTEGER = re.compile(r"-?[0-9]{1,15}\Z")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[^\x00-\x20<>\"{}|\\^`%\[\]]|%[0-9A-Fa-f]{2})+\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # XML has no form for these


class BadValueError(ValueError):
    """A value that its property cannot have; the text says what was expected."""


def cell_reader(prop: Property) -> Callable[[str], Value]:
    """What reads CSV cells of a property that are not empty; lists are separated by `|`."""
    read = json_reader(prop)
    if prop.kind.many:
        return lambda text: read([part for part in text.split("|") if part.strip()])
    if prop.kind is Kind.INTEGER:
        return lambda text: read(int(text) if _INTEGER.match(text) else text)
    if prop.kind is Kind.NUMBER:
        return lambda text: read(float(text) if _NUMBER.match(text) else text)
    return read


def json_reader(prop: Property) -> Callable[[object], Value]:
    """What reads JSON values of a property that are not null. It raises BadValueError."""
    if prop.kind is Kind.INTEGER:
        return _integer
    if prop.kind is Kind.NUMBER:
        return _number
    text = _text_reader(prop)
    if not prop.kind.many:
        return text

    def read(value: object) -> Value:
        if not isinstance(value, list):
            raise BadValueError(f"expected a list, got {shown(value)}")
        return sorted({text(item) for item in value})

    return read


def shown(value: object) -> str:
    """A value as messages show it."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}..."


def _integer(value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**53:
        raise BadValueError(f"expected a whole number, got {shown(value)}")
    return value


def _number(value: object) -> Value:
    try:
        if not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(number := float(value)):
            return number
    except OverflowError:
        pass
    raise BadValueError(f"expected a number in base units such as 46615000 or 15.3, got {shown(value)}")


def _text_reader(prop: Property) -> Callable[[object], str]:
    longest = _LONGEST_PROSE if prop.name in _PROSE else _LONGEST.get(prop.kind, _LONG)
    accepts, expected = _form(prop)

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise BadValueError(f"expected text, got {shown(value)}")
        text = value.strip()
        if not text:
            raise BadValueError("empty text; leave the field out instead")
        if len(text) > longest:
            raise BadValueError(f"expected at most {longest} characters, got {len(text)}")
        if found := _CONTROL.search(text):
            raise BadValueError(f"expected no control characters, got U+{ord(found.group()):04X}")
        if not accepts(text):
            raise BadValueError(f"expected {expected}, got {shown(text)}")
        return text

    return read


def _form(prop: Property) -> tuple[Callable[[str], object], str]:
    """Whether a text is one of this kind, and what to call it."""
    match prop.kind:
        case Kind.DATE:
            return is_date, "an ISO 8601 date (2020, 2020-12 or 2020-12-18)"
        case Kind.ENUM:
            return prop.values.__contains__, f"one of {', '.join(prop.values)}"
        case Kind.IRI | Kind.IRIS:
            return _IRI.match, "an absolute IRI"
        case Kind.ENTITY | Kind.ENTITIES:
            return is_entity_id, "an entity's id such as pilot-zone/jinan-high-tech-zone"
        case _:
            return bool, "text"
