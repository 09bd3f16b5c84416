"""index.json: what a publication holds, counted while its files are made."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from api.publication.packed import Sums
from api.publication.statements import Record, kind
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Entity
from schema.dates import first_day, is_date, last_day

NAME = "index.json"
FORMAT, FORMAT_VERSION = "qianglian-publication", 1

_LANGUAGES = {prop.name: prop.language for prop in Entity.properties.values() if prop.language}
_SOURCE = ("id", "title", "publisher", "date", "language", "url")


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a publication beside its statements: where its addresses begin, where it stands, its datasets.

    `datasets` are objects of id, title, licence, publisher, statements (how many) and assertions.
    """

    base_iri: str
    address: str
    datasets: Sequence[Mapping[str, Any]]

    def version(self, statements: Sums, merged: Sums) -> str:
        """What changes when anything said changes, and nothing else does: 32 hex digits."""
        said = [statements.content_sha256, merged.content_sha256, [*self.datasets]]
        return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


@dataclass(slots=True)
class Counts:
    """What is counted as statements go by."""

    kinds: Counter[str] = field(default_factory=Counter)
    filled: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    languages: Counter[str] = field(default_factory=Counter)
    sources: list[dict[str, Any]] = field(default_factory=list)
    since: str | None = None
    until: str | None = None
    published: list[str] = field(default_factory=list)  # the first and the last day of documents
    triples: int = 0
    quads: int = 0
    merged: int = 0

    def add(self, record: Record) -> None:
        """Count a statement."""
        name = kind(record["id"])
        self.kinds[name] += 1
        self.filled[name].update(key for key in record if key not in {"id", "subject", "object"})
        self._dates(record)
        if name == "Document":
            self._document(record)

    def _dates(self, record: Record) -> None:
        for name in ("since", "until"):
            date = record.get(name)
            if isinstance(date, str) and is_date(date):
                self.since = min(self.since or date, date, key=first_day)
                self.until = max(self.until or date, date, key=last_day)

    def _document(self, record: Record) -> None:
        self.sources.append({name: record[name] for name in _SOURCE if name in record})
        if "language" in record:
            self.languages[record["language"]] += 1
        date = record.get("date")
        if isinstance(date, str) and is_date(date):
            first, last = self.published or (date, date)
            self.published = [min(first, date, key=first_day), max(last, date, key=last_day)]

    def coverage(self) -> dict[str, Any]:
        """The span of dates, the languages, and which share of each type has which property."""
        entities = sum(self.kinds[name] for name in ENTITIES)
        names = {
            language: _share(sum(self.filled[cls][name] for cls in ENTITIES), entities)
            for name, language in sorted(_LANGUAGES.items())
        }
        fill: dict[str, dict[str, float]] = {}
        declared: Mapping[str, Iterable[str]] = {
            **{name: cls.properties for name, cls in ENTITIES.items()},
            **{name: relation.properties for name, relation in RELATIONS.items()},
        }
        for name, properties in declared.items():
            if count := self.kinds[name]:
                known = [*properties, *STATEMENT]
                fill[name] = {key: _share(self.filled[name][key], count) for key in known}
        if count := self.kinds["Evidence"]:
            fill["Evidence"] = {key: _share(self.filled["Evidence"][key], count) for key in EVIDENCE}
        first, last = self.published or (None, None)
        return {
            "statements": {"first": self.since, "last": self.until},
            "documents": {"first": first, "last": last, "languages": dict(sorted(self.languages.items()))},
            "names": names,
            "fill": fill,
        }

    def as_json(self) -> dict[str, Any]:
        """How many there are of everything."""
        return {
            "statements": self.kinds.total(),
            "entities": {name: self.kinds[name] for name in ENTITIES},
            "relations": {name: self.kinds[name] for name in RELATIONS},
            "evidence": self.kinds["Evidence"],
            "merged": self.merged,
            "triples": self.triples,
            "quads": self.quads,
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def index(about: About, version: str, counts: Counts, files: Mapping[str, Sums]) -> bytes:
    """The text of index.json."""
    licences: dict[str, list[str]] = defaultdict(list)
    for dataset in about.datasets:
        licences[dataset["licence"]].append(dataset["id"])
    said = {
        "format": FORMAT,
        "formatVersion": FORMAT_VERSION,
        "version": version,
        "modified": counts.published[1] if counts.published else None,
        "baseIri": about.base_iri,
        "address": about.address,
        "counts": counts.as_json(),
        "coverage": counts.coverage(),
        "datasets": [*about.datasets],
        "licences": [{"licence": licence, "datasets": ids} for licence, ids in sorted(licences.items())],
        "sources": counts.sources,
        "files": {path: sums.as_json() for path, sums in sorted(files.items())},
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n"
