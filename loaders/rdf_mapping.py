"""The file beside an RDF file, `<its name>.toml`: the keys of dataset.toml, and what foreign terms mean.

[prefixes]    short name -> namespace, for the IRIs in the other tables
[classes]     class -> entity type, or relation type where a resource stands for a relation
[predicates]  predicate -> property or relation; `predicate@en` for texts in a language, `^predicate` for a relation that
goes the other way; `subject` and `object` for the ends of a relation that is a resource
[ids]         class -> predicate whose value becomes the key of the id; the last part of the IRI where nothing is said
[entities]    IRI -> id, for what is not described in the file
[values]      value or IRI -> our value
ignore        classes and predicates that are left out
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.assertions import Assertion
from graph.errors import Problem
from loaders import description
from loaders.parsed import Place
from loaders.rows import Line
from loaders.values import shown
from schema import ENTITIES, RELATIONS, Property, is_entity_id
from schema.vocabularies import VOCABULARIES

_TABLES = ("prefixes", "classes", "predicates", "ids", "entities", "values")
_KEYS = (*_TABLES, "ignore", "same_as", "file")
_ENDS = ("subject", "object")
# What stands in for a licence that nobody stated: https://spdx.github.io/spdx-spec/v2.3/, section 7.13.
NOT_STATED = "NOASSERTION"


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a predicate means: a property's or relation's name, and whether the relation goes the other way."""

    name: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Mapped:
    """What is known of an RDF file: its dataset, and the meaning of foreign terms, all IRIs in full.

    `predicates` has (IRI, language or "") as keys.
    """

    id: str
    title: str
    licence: str
    publisher: str
    place: Place
    source: str = ""
    documents: list[Line] = field(default_factory=list)
    assertions: tuple[Assertion, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    predicates: Mapping[tuple[str, str], Predicate] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    same_as: bool = True


def described_by(path: Path) -> Path:
    """The RDF file that a description is of: the one it names, or the one it is named after."""
    try:
        named = tomllib.loads(path.read_text("utf-8-sig")).get("file")
    except (ValueError, RecursionError, OSError):
        named = None  # what is wrong with it is said when it is read
    return path.parent / named if isinstance(named, str) else path.with_suffix("")


def mapped(data: Path, beside: Path | None, columns: Mapping[str, Property], problems: list[Problem]) -> Mapped:
    """Read the file beside `data`; where there is none, the dataset is named after `data` and its licence not stated."""
    if beside is None:
        name = data.name.removesuffix(".gz").rpartition(".")[0]
        id_ = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "rdf"
        return Mapped(id_, data.name, NOT_STATED, NOT_STATED, (str(data), 0))
    said = description.describe(beside, columns, problems, _KEYS)
    reader = _Reader(str(beside), said, problems)
    return Mapped(
        said.id,
        said.title,
        said.licence,
        said.publisher,
        said.place,
        said.source,
        said.documents,
        said.assertions,
        classes=reader.names("classes", {*ENTITIES, *RELATIONS}, "an entity or relation type"),
        predicates=reader.predicates(),
        ids={reader.iri(key): reader.iri(value) for key, value in reader.table("ids").items()},
        entities=reader.entities(),
        values={reader.iri(key, strict=False): value for key, value in reader.table("values").items()},
        ignore=reader.ignored(),
        same_as=reader.same_as(),
    )


class _Reader:
    def __init__(self, file: str, said: description.Description, problems: list[Problem]) -> None:
        self.file, self.said, self.problems = file, said, problems
        self._prefixes = {**VOCABULARIES, **self.table("prefixes")}

    def bad(self, key: str, message: str) -> None:
        self.problems.append(Problem(self.file, self.said.line_of(key), key, message))

    def table(self, name: str) -> dict[str, str]:
        given = self.said.more.get(name, {})
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            self.bad(name, f"expected a table of texts, got {shown(given)}")
            return {}
        return given

    def iri(self, name: str, *, strict: bool = True) -> str:
        """The IRI of a prefixed name, or one written in full."""
        prefix, colon, local = name.partition(":")
        if colon and prefix in self._prefixes:
            return self._prefixes[prefix] + local
        if strict and (not colon or not local.startswith("//")) and prefix != "urn":
            self.bad(name, f"expected an IRI, or a name with one of the prefixes {', '.join(self._prefixes)}")
        return name

    def names(self, table: str, known: set[str], expected: str) -> dict[str, str]:
        found = {}
        for key, value in self.table(table).items():
            if value not in known:
                self.bad(key, f"expected {expected}, got {shown(value)}")
            found[self.iri(key)] = value
        return found

    def predicates(self) -> dict[tuple[str, str], Predicate]:
        properties = {name for cls in ENTITIES.values() for name in cls.properties}
        properties |= {name for relation in RELATIONS.values() for name in relation.properties}
        found = {}
        for key, name in self.table("predicates").items():
            inverse, (plain, _, language) = key.startswith("^"), key.removeprefix("^").partition("@")
            if name not in {*properties, *RELATIONS, *_ENDS, "since", "until", "status"}:
                self.bad(key, f"expected a property, a relation type, subject or object, got {shown(name)}")
            elif inverse and name not in RELATIONS:
                self.bad(key, f"only a relation has another direction, and {name} is none")
            found[self.iri(plain), language.lower()] = Predicate(name, inverse)
        return found

    def entities(self) -> dict[str, str]:
        found = {}
        for key, id_ in self.table("entities").items():
            if not is_entity_id(id_):
                self.bad(key, f"expected an entity's id, got {shown(id_)}")
            found[self.iri(key)] = id_
        return found

    def ignored(self) -> frozenset[str]:
        given = self.said.more.get("ignore", [])
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            self.bad("ignore", f"expected a list of classes and predicates, got {shown(given)}")
            return frozenset()
        return frozenset(map(self.iri, given))

    def same_as(self) -> bool:
        given = self.said.more.get("same_as", True)
        if not isinstance(given, bool):
            self.bad("same_as", f"expected true or false, got {shown(given)}")
        return given is True
