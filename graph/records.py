"""What one document says, in its own names: records of entities, and relations between records.

Kept in the graph beside the statements made of it, so that statements can be made anew when an identity is decided otherwise.
A record's id is the id its name would give (`person/xu-zengde`) and eight hex digits of its document: two documents never
share one. Which entity a record is of is found by graph/resolution.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import orjson

from graph.statements import Dataset, Value

PREFIX = "document/"


def is_document(dataset: str) -> bool:
    """Whether a dataset is an ingested document, which owns none of the entities that it speaks of."""
    return dataset.startswith(PREFIX)


def record_id(document: str, entity: str) -> str:
    """The id of the record of what `document` would call `entity`."""
    return f"{entity}-{hashlib.blake2b(document.encode(), digest_size=4).hexdigest()}"


def parts(link: str) -> tuple[str, str, str]:
    """(predicate, direction, other) of one of a record's links; the direction is `>` from the record and `<` to it."""
    direction = ">" if ">" in link else "<"
    return link.partition(direction)


@dataclass(frozen=True, slots=True)
class Record:
    """What one document says of one entity.

    `entity` is the id that the names alone would give; `known` the entities of datasets that have its name, several where
    the document does not tell which. `names` begins with the one that the document mostly uses. `links` are the relations
    to other records, `SIGNED>agreement/...` from here and `SIGNED<person/...` to here. `quote` is where it is first named.
    """

    id: str
    document: str
    type: str
    entity: str
    names: tuple[str, ...]
    known: tuple[str, ...] = ()
    properties: Mapping[str, Value] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    quote: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A relation between two records; `evidence` has the properties of an Evidence but for statement and document."""

    predicate: str
    subject: str
    object: str
    properties: Mapping[str, Value]
    evidence: Mapping[str, Value]

    @property
    def id(self) -> str:
        """What a person's judgement of it refers to."""
        said = orjson.dumps([self.predicate, self.subject, self.object, self.properties.get("title")])
        return f"said/{hashlib.blake2b(said, digest_size=10).hexdigest()}"

    @property
    def confidence(self) -> float:
        """From 0 to 1."""
        given = self.evidence.get("confidence", 1.0)
        return float(given) if isinstance(given, int | float) else 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one document says, records in order of their ids. `properties` are the document's own, `origin` its file."""

    document: str
    origin: str
    properties: Mapping[str, Value]
    records: tuple[Record, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDataset(Dataset):
    """The dataset of a document: its claims were made of `reading`, where `entity` tells whose each record is."""

    reading: Reading
    entity: Mapping[str, str]

    @property
    def state(self) -> str:
        """What besides the claims is kept of it; the same for the same reading and identities."""
        said = asdict(self.reading) | {"origin": None}  # a file that was moved says the same
        return orjson.dumps([said, self.entity], option=orjson.OPT_SORT_KEYS).decode()
