"""The words of a SPARQL query outside of its strings, IRIs and comments: what is refused before it reaches the store.

The store would fetch from any address that a SERVICE names, and its parser asks for no space between words: it reads
`trueSERVICEex:a{}`. So a word is refused that has `service` anywhere where the grammar (SPARQL 1.1 Query, section 19.8) could
begin a keyword; a name that only looks like it can be written as an IRI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_VOLATILE = {"BNODE", "NOW", "RAND", "STRUUID", "UUID"}
_PROLOGUE = {"BASE", "PREFIX", "VERSION"}

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_TOKEN = re.compile(
    r"""
    \#[^\r\n]*
    | <(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}
    | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\r\n]|\\.)*"
    | '(?:[^'\\\r\n]|\\.)*'
    | [?$]\w+
    | @[A-Za-z]+(?:-[A-Za-z0-9]+)*
    | (?P<prefix>[\w.-]*):(?P<local>(?:[\w.:%-]|\\.)*)
    | (?P<word>\w+)
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


class RefusedError(ValueError):
    """A query that is not carried out here; `code` is for programs, the text for people."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a query before the store parses it."""

    volatile: bool  # asked again, it may answer otherwise: it has NOW(), RAND(), or the like


def read(query: str) -> Read:
    """Look through a query. Raises RefusedError for SERVICE and for updates."""
    words = _words(query)
    # Escapes of code points count before the grammar does (19.2), in some readers everywhere and in some only in places.
    if "\\" in query and (unescaped := _ESCAPE.sub(_character, query)) != query:
        words += _words(unescaped)
    first = next((word for word in words if word not in _PROLOGUE), "")
    if first in _UPDATES:
        raise RefusedError("UPDATE_REFUSED", f"this service is read only; {first} is a SPARQL update")
    return Read(volatile=not _VOLATILE.isdisjoint(words))


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]


def _words(query: str) -> list[str]:
    found: list[str] = []
    for token in _TOKEN.finditer(query):
        if word := token["word"]:
            found.append(word.upper())
            _refuse_service(word)
        elif token["local"] is not None:
            _refuse_service(token["prefix"])
            begun, _, rest = token["local"].partition(".")
            # A local name reaches as far as it can, but cannot begin with a dot or a hyphen.
            _refuse_service(token["local"] if begun[:1] in {"", "-"} else rest)
    return found


def _refuse_service(text: str) -> None:
    if "service" in text.lower():
        raise RefusedError(
            "SERVICE_REFUSED",
            f"this service asks no other: SERVICE is refused, and so is {text!r}, which could be read as it; "
            "write names that contain the word as IRIs, <...>",
        )
