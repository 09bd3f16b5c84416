"""Datasets as folders: a dataset.toml and one CSV or JSON Lines file per entity or relation type (docs/datasets.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.errors import DatasetError, Problem
from graph.statements import Claim, Dataset, Value, evidence_id, relation_id
from loaders.parsed import Parsed
from loaders.rows import Line, read
from loaders.values import ValueProblem, from_json
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Entity, Kind, Property, Relation, entity_type, is_entity_id

DESCRIPTION = "dataset.toml"
_DETAIL = {name: EVIDENCE[name] for name in ("place", "quote", "start", "end", "method", "confidence")}
_SOURCE = {"source": Property(Kind.ENTITIES, "the documents that say so", name="source")}
_COMMON = {**{name: STATEMENT[name] for name in ("since", "until")}, "status": Property(Kind.ENUM, "", STATEMENT["status"].values, name="status")}
_ID = Property(Kind.ENTITY, "the id", required=True, name="id")
_REQUIRED = ("id", "title", "licence", "publisher")


def reads(path: Path) -> bool:
    """Whether `path` is a dataset of this kind."""
    return (path / DESCRIPTION).is_file()


def parse(path: Path) -> Parsed:
    """Read the folder. Raises DatasetError with everything that is wrong in it."""
    problems: list[Problem] = []
    builder = _Builder(path, problems)
    description = builder.describe()
    for file in sorted(path.iterdir()):
        if file.name == DESCRIPTION or file.name.startswith(".") or file.suffix in {".md", ".txt"}:
            continue
        builder.file(file)
    if problems:
        raise DatasetError(problems)
    dataset = Dataset(description["id"], description["title"], description["licence"], description["publisher"], builder.claims)
    return Parsed(dataset, builder.where)


class _Builder:
    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems
        self.claims: dict[str, Claim] = {}
        self.where: dict[str, tuple[str, int]] = {}
        self.source: list[str] = []

    def name(self, file: Path) -> str:
        return str(self.path / file.name)

    def bad(self, line: Line, column: str, message: str) -> None:
        self.problems.append(Problem(line.file, line.number, column, message))

    def describe(self) -> dict[str, str]:
        """Read dataset.toml, and its documents as entities."""
        file = self.name(Path(DESCRIPTION))
        text = (self.path / DESCRIPTION).read_bytes()
        try:
            said = tomllib.loads(text.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DatasetError([*self.problems, Problem(file, 0, "", f"not TOML: {error}")]) from error
        lines = text.decode("utf-8-sig").splitlines()
        self._description_problems(file, said, lines)
        default = said.get("source")
        self.source = [default] if isinstance(default, str) else []
        heads = [number for number, line in enumerate(lines, 1) if line.strip() == "[[documents]]"]
        documents = said.get("documents", [])
        for number, document in zip(heads, documents if isinstance(documents, list) else (), strict=False):
            for line in self._document(file, number, document, lines):
                self._entity(ENTITIES["Document"], line)
        return {name: str(said.get(name, "")) for name in _REQUIRED}

    def _description_problems(self, file: str, said: Mapping[str, object], lines: list[str]) -> None:
        def at(name: str) -> int:
            return next((n for n, line in enumerate(lines, 1) if line.split("=")[0].strip().strip("[]") == name), 1)

        known = (*_REQUIRED, "source", "documents")
        self.problems += [Problem(file, at(name), name, f"unknown key; known are {', '.join(known)}") for name in said if name not in known]
        for name in _REQUIRED:
            if not isinstance(said.get(name), str) or not said[name]:
                self.problems.append(Problem(file, at(name), name, "is required, as text"))
        if isinstance(said.get("id"), str) and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(said["id"])):
            self.problems.append(Problem(file, at("id"), "id", f"expected a key of [a-z0-9-], got {said['id']!r}"))
        if "source" in said and not (isinstance(said["source"], str) and is_entity_id(said["source"])):
            self.problems.append(Problem(file, at("source"), "source", f"expected a document's id, got {said['source']!r}"))
        documents = said.get("documents", [])
        if not isinstance(documents, list) or not all(isinstance(document, dict) for document in documents):
            self.problems.append(Problem(file, at("documents"), "documents", "expected tables [[documents]]"))

    def _document(self, file: str, start: int, document: Mapping[str, object], lines: list[str]) -> Iterator[Line]:
        columns = {"id": _ID, **ENTITIES["Document"].properties, **_COMMON}

        def at(name: str) -> int:
            block = enumerate(lines[start:], start + 1)
            return next((number for number, line in block if re.match(rf"\s*{re.escape(name)}\s*=", line)), start)

        found: list[Problem] = []
        values: dict[str, Value] = {}
        for name, value in document.items():
            if name not in columns:
                found.append(Problem(file, at(name), name, f"unknown key; known are {', '.join(columns)}"))
                continue
            try:
                values[name] = from_json(columns[name], str(value) if columns[name].kind is Kind.DATE else value)
            except ValueProblem as error:
                found.append(Problem(file, at(name), name, str(error)))
        if "id" not in document:
            found.append(Problem(file, start, "id", "is required"))
        self.problems += found
        if not found:
            yield Line(file, start, {**values, "source": [str(values["id"])]})

    def file(self, path: Path) -> None:
        """Read one file of rows."""
        file = self.name(path)
        entity, relation = ENTITIES.get(path.stem), RELATIONS.get(path.stem)
        if path.suffix not in {".csv", ".jsonl"} or not path.is_file():
            self.problems.append(Problem(file, 0, "", "expected a .csv or .jsonl file, named like an entity or relation type"))
        elif entity:
            columns = {"id": _ID, **_optional(entity.properties), **_COMMON, **_SOURCE, **_DETAIL}
            for line in read(path, file, columns, self.problems):
                self._entity(entity, line)
        elif relation:
            ends = {end: Property(Kind.ENTITY, "", required=True, name=end) for end in ("subject", "object")}
            columns = {**ends, **relation.properties, **_COMMON, **_SOURCE, **_DETAIL}
            for line in read(path, file, columns, self.problems):
                self._relation(relation, line)
        else:
            known = ", ".join([*ENTITIES, *RELATIONS])
            self.problems.append(Problem(file, 0, "", f"{path.stem} is no entity or relation type; known are {known}"))

    def _entity(self, entity: type[Entity], line: Line) -> None:
        id_ = str(line.values["id"])
        properties = {name: value for name, value in line.values.items() if name in entity.properties or name in _COMMON}
        if entity_type(id_) is not entity:
            self.bad(line, "id", f"expected {entity.prefix()}/..., got {id_!r}")
            return
        earlier = self.claims.get(id_)
        if properties.keys() - {"aliases", "same_as"} and not (earlier and "status" in earlier.properties):
            properties.setdefault("status", "ASSERTED")
            if entity.named and not any(name in properties for name in ("name_en", "name_zh", "name_fr")):
                self.bad(line, "name_en", "a name in some language is required: name_en, name_zh or name_fr")
            for name, prop in entity.own.items():
                if prop.required and name not in properties:
                    self.bad(line, name, "is required")
        self._claim(line, Claim(id_, properties))

    def _relation(self, relation: type[Relation], line: Line) -> None:
        subject, object_ = str(line.values["subject"]), str(line.values["object"])
        properties = {name: value for name, value in line.values.items() if name in relation.properties or name in _COMMON}
        properties.setdefault("status", "ASSERTED")
        subject_type, object_type = entity_type(subject), entity_type(object_)
        assert subject_type, subject
        assert object_type, object_
        if not relation.allows(subject_type, object_type):
            ends = "; ".join(f"{' or '.join(t.__name__ for t in s)} -> {' or '.join(t.__name__ for t in o)}" for s, o in relation.ends)
            message = f"{relation.__name__} does not go from {subject_type.__name__} to {object_type.__name__}; it goes {ends}"
            column = "object" if relation.objects_of(subject_type) else "subject"
            self.bad(line, column, message)
        elif subject == object_:
            self.bad(line, "object", f"{relation.__name__} cannot go from {subject} to itself")
        else:
            self._claim(line, Claim(relation_id(relation.__name__, subject, object_, properties), properties, (), subject, object_))

    def _claim(self, line: Line, claim: Claim) -> None:
        """Unite the row with what earlier rows said of the same statement, and keep its evidence."""
        sources = line.values.get("source", self.source)
        assert isinstance(sources, list)
        properties = dict(claim.properties)
        since, until = properties.get("since"), properties.get("until")
        if isinstance(since, str) and isinstance(until, str) and since[: len(until)] > until:
            self.bad(line, "until", f"{until} is before since, {since}")
        if not sources:
            self.bad(line, "source", "is required: name a document here, or a default `source` in dataset.toml")
            return
        for source in sources:
            if not source.startswith("document/"):
                self.bad(line, "source", f"expected a document's id, got {source!r}")
        self._evidence(line, claim.id, sources)
        if earlier := self.claims.get(claim.id):
            file, number = self.where[claim.id]
            for name, value in properties.items():
                said = earlier.properties.get(name, value)
                if isinstance(said, list) and isinstance(value, list):
                    properties[name] = sorted({*said, *value})
                elif said != value:
                    self.bad(line, name, f"{value!r} contradicts {said!r} at {file}:{number}")
            properties = {**earlier.properties, **properties}
            sources = sorted({*sources, *earlier.sources})
        self.where.setdefault(claim.id, (line.file, line.number))
        self.claims[claim.id] = Claim(claim.id, properties, tuple(sorted(sources)), claim.subject, claim.object)

    def _evidence(self, line: Line, statement: str, sources: list[str]) -> None:
        detail = {name: value for name, value in line.values.items() if name in _DETAIL}
        if not detail:
            return
        if len(sources) != 1:
            self.bad(line, next(iter(detail)), "belongs to one document: give each document a row of its own")
            return
        quote, start, end = (detail.get(name) for name in ("quote", "start", "end"))
        if isinstance(start, int) and isinstance(end, int) and not (0 <= start < end and end - start == len(str(quote or " " * (end - start)))):
            self.bad(line, "end", f"the quote from {start} to {end} is not {end - start} characters long")
        elif (start is None) != (end is None):
            self.bad(line, "start", "start and end go together")
        confidence = detail.get("confidence")
        if isinstance(confidence, float) and not 0 <= confidence <= 1:
            self.bad(line, "confidence", f"expected a number from 0 to 1, got {confidence}")
        properties: dict[str, Value] = {"statement": statement, "document": sources[0], **detail}
        id_ = evidence_id(properties)
        self.where.setdefault(id_, (line.file, line.number))
        self.claims[id_] = Claim(id_, properties)


def _optional(properties: Mapping[str, Property]) -> dict[str, Property]:
    """The columns of an entity file: a row that only refers to an entity has none of the required ones."""
    return {name: Property(prop.kind, prop.meaning, prop.values, name=name) for name, prop in properties.items()}
