"""Statements as sources make them: a claim is what one dataset says of one statement.

A statement is an entity, a relation, or evidence for either. What the graph holds of it is folded from the claims of all
datasets (graph/fold.py), so that the order of loading never shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from schema import EVIDENCE_PREFIX, RELATIONS, kebab

Value = str | int | float | list[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one dataset says of one statement.

    `id` tells the kind by its prefix; `properties` holds only what is said (no None); `sources` are document ids, sorted.
    Relations have `subject` and `object`; evidence has its statement and document among the properties.
    """

    id: str
    properties: Mapping[str, Value]
    sources: tuple[str, ...] = ()
    subject: str = ""
    object: str = ""

    def digest(self) -> str:
        """Sixteen hex digits that change when anything said changes."""
        said = json.dumps([self.properties, self.sources], ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Dataset:
    """A source of statements with its description; `claims` by statement id."""

    id: str
    title: str
    licence: str
    publisher: str
    claims: Mapping[str, Claim]

    def digest(self) -> str:
        """Hex digits that change when the description or any claim changes."""
        state = hashlib.blake2b(json.dumps([self.title, self.licence, self.publisher], ensure_ascii=False).encode(), digest_size=16)
        for id_ in sorted(self.claims):
            state.update(f"{id_} {self.claims[id_].digest()}\n".encode())
        return state.hexdigest()


def relation_id(type_: str, subject: str, object_: str, properties: Mapping[str, object]) -> str:
    """The identity of a relation: its type and a hash of subject, object and key properties.

    80 bits of BLAKE2b in hex: a million relations collide with a probability below 10^-12.
    """
    keys = [[name, properties.get(name)] for name, prop in RELATIONS[type_].properties.items() if prop.key]
    said = json.dumps([subject, object_, keys], ensure_ascii=False, sort_keys=True)
    return f"{kebab(type_)}/{hashlib.blake2b(said.encode(), digest_size=10).hexdigest()}"


def evidence_id(properties: Mapping[str, object]) -> str:
    """The identity of a piece of evidence: the statement, the document, the place and the quote's span."""
    keys = [properties.get(name) for name in ("statement", "document", "place", "quote", "start", "end")]
    said = json.dumps(keys, ensure_ascii=False)
    return f"{EVIDENCE_PREFIX}/{hashlib.blake2b(said.encode(), digest_size=10).hexdigest()}"
