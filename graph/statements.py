"""Statements as sources make them: a claim is what one dataset says of one statement.

A statement is an entity, a relation, or evidence for either. What the graph holds of it is folded from the claims of
all datasets (graph/fold.py), so that the order of loading never shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from graph.assertions import Assertion
from schema import EVIDENCE_PREFIX, RELATIONS, kebab

Value = str | int | float | list[str]

# Raised when the graph is to hold something else for the same claims: the next load then writes everything anew.
FORM = 2

# Made once: json.dumps makes an encoder for every call that asks for other than the defaults.
_sorted_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Claim:
    """What one dataset says of one statement.

    `id` tells the kind by its prefix; `properties` holds only what is said (no None); `sources` are document ids,
    sorted. Relations have `subject` and `object`; evidence has its statement and document among the properties.
    """

    id: str
    properties: Mapping[str, Value]
    sources: tuple[str, ...] = ()
    subject: str = ""
    object: str = ""

    def digest(self) -> str:
        """Sixteen hex digits that change when anything said changes, or the form in which it is stored."""
        said = _sorted_json([FORM, self.properties, self.sources])
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Dataset:
    """A source of statements with its description; `claims` by statement id."""

    id: str
    title: str
    licence: str
    publisher: str
    claims: Mapping[str, Claim]
    assertions: tuple[Assertion, ...] = field(default=(), kw_only=True)
    merged: Mapping[str, str] = field(default_factory=dict, kw_only=True)  # ids that answer as another, and as which


def relation_id(type_: str, subject: str, object_: str, properties: Mapping[str, object]) -> str:
    """The identity of a relation: its type and a hash of subject, object and key properties.

    80 bits of BLAKE2b in hex: a million relations collide with a probability below 10^-12.
    """
    prefix, names = _identity(type_)
    said = _sorted_json([subject, object_, [[name, properties.get(name)] for name in names]])
    return f"{prefix}/{hashlib.blake2b(said.encode(), digest_size=10).hexdigest()}"


@cache
def _identity(type_: str) -> tuple[str, tuple[str, ...]]:
    """What relation ids of a type begin with, and the properties that are part of them."""
    return kebab(type_), tuple(name for name, prop in RELATIONS[type_].properties.items() if prop.key)


def evidence_id(properties: Mapping[str, object]) -> str:
    """The identity of a piece of evidence: the statement, the document, the place and the quote's span."""
    keys = [properties.get(name) for name in ("statement", "document", "place", "quote", "start", "end")]
    said = _sorted_json(keys)
    return f"{EVIDENCE_PREFIX}/{hashlib.blake2b(said.encode(), digest_size=10).hexdigest()}"
