"""Values as RDF has them: which XSD type a date is of, canonical decimals, what XML cannot carry."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from functools import lru_cache

from graph.checks_text import NOT_XML

# Characters that some format has to escape, or that XML cannot carry at all; most texts have none.
SPECIAL = re.compile('[\x00-\x1f"\\\\&<>\ufffe\uffff]')
_NOT_XML = re.compile(NOT_XML)
_ECHARS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TO_ESCAPE = re.compile('[\x00-\x1f"\\\\\ufffe\uffff]')


def ntriples_escape(text: str) -> str:
    """The text as it stands between the quotes of an N-Triples literal (https://www.w3.org/TR/n-triples/#canonical-ntriples)."""
    return _TO_ESCAPE.sub(lambda match: _ECHARS.get(match[0]) or f"\\u{ord(match[0]):04X}", text)


def fits_xml(text: str) -> bool:
    """Whether XML 1.0 can carry the text."""
    return _NOT_XML.search(text) is None


def as_ntriples(text: str, language: str | None) -> str:
    """A literal in N-Triples syntax: the lexical form of a `q:literal`, which stands in for a text XML cannot carry."""
    return f'"{ntriples_escape(text)}"' + (f"@{language}" if language else "")


@lru_cache(maxsize=4096)
def date_type(text: str) -> str | None:
    """The XSD type of an ISO 8601 date, possibly partial; None where it is no date."""
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not (
        text.isascii() and "".join(parts).isdigit()
    ):
        return None
    try:
        datetime.date(*(*map(int, parts), 1, 1)[:3])
    except ValueError:
        return None
    return ("xsd:gYear", "xsd:gYearMonth", "xsd:date")[len(parts) - 1]


def decimal(value: float) -> str | None:
    """The canonical form of an xsd:decimal (XSD 1.1: whole numbers without a point); None for infinities and NaN.

    Reading it as a float gives the same float.
    """
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return f"{Decimal(repr(value)):f}" if math.isfinite(value) else None


def double(value: float) -> str:
    """The form of an infinity or NaN, which only xsd:double has."""
    return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
