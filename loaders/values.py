"""From the text of a cell, or a JSON value, to the value of a property."""

from __future__ import annotations

import math
import re

from graph.dates import is_date
from graph.statements import Value
from schema import Kind, Property, is_entity_id

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class ValueProblem(ValueError):
    """A value that its property cannot have; the text says what was expected."""


def from_cell(prop: Property, text: str) -> Value:
    """The value of a CSV cell that is not empty; lists are separated by `|`."""
    if prop.kind.many:
        return from_json(prop, [part.strip() for part in text.split("|") if part.strip()])
    if prop.kind is Kind.INTEGER:
        if not re.fullmatch(r"-?\d{1,15}", text):
            raise ValueProblem(f"expected a whole number, got {text!r}")
        return int(text)
    if prop.kind is Kind.NUMBER:
        if not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text):
            raise ValueProblem(f"expected a number in base units such as 46615000 or 15.3, got {text!r}")
        return from_json(prop, float(text))
    return from_json(prop, text)


def from_json(prop: Property, value: object) -> Value:
    """The value of a JSON Lines field that is not null. Raises ValueProblem."""
    match prop.kind:
        case Kind.TEXTS | Kind.IRIS | Kind.ENTITIES:
            if not isinstance(value, list):
                raise ValueProblem(f"expected a list, got {value!r}")
            return sorted({_text(prop, item) for item in value})
        case Kind.INTEGER:
            if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**53:
                raise ValueProblem(f"expected a whole number, got {value!r}")
            return value
        case Kind.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise ValueProblem(f"expected a number, got {value!r}")
            return float(value)
        case _:
            return _text(prop, value)


def _text(prop: Property, value: object) -> str:
    if not isinstance(value, str):
        raise ValueProblem(f"expected text, got {value!r}")
    text = value.strip()
    if not text:
        raise ValueProblem("empty text; leave the field out instead")
    if found := _CONTROL.search(text):
        raise ValueProblem(f"control character U+{ord(found.group()):04X}")
    match prop.kind:
        case Kind.DATE if not is_date(text):
            raise ValueProblem(f"expected an ISO 8601 date (2020, 2020-12 or 2020-12-18), got {text!r}")
        case Kind.ENUM if text not in prop.values:
            raise ValueProblem(f"expected one of {', '.join(prop.values)}, got {text!r}")
        case Kind.IRI | Kind.IRIS if not _IRI.match(text):
            raise ValueProblem(f"expected an absolute IRI, got {text!r}")
        case Kind.ENTITY | Kind.ENTITIES if not is_entity_id(text):
            raise ValueProblem(f"expected an entity's id such as pilot-zone/jinan-high-tech-zone, got {text!r}")
    return text
