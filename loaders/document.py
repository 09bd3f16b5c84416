"""Documents as sources: what extraction finds in a file becomes a reading, in the document's own names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import loaders
from graph.errors import DatasetError, Problem
from graph.fold import declared_properties
from graph.records import PREFIX, Reading, Record, Said, record_id
from graph.statements import Claim, Value
from loaders.extract.gazetteer import Gazetteer, from_claims
from loaders.extract.ids import key
from loaders.extract.pipeline import extract_file
from loaders.extract.result import Entity, Result, Statement
from schema import ENTITIES, RELATIONS, STATEMENT, Kind

SUFFIXES = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx")
_OWN = ("title", "publisher", "date", "language", "url", "contentHash")


def files(paths: Iterable[Path]) -> list[Path]:
    """The files among `paths` and the documents in folders of them (by SUFFIXES), each once, in order of name.

    Raises DatasetError for a folder without any.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path.resolve()] = None
            continue
        inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        if not inside:
            raise DatasetError(
                [Problem(str(path), 0, "", f"no document in this folder; read are {', '.join(SUFFIXES)}")]
            )
        found |= dict.fromkeys(file.resolve() for file in inside)
    return list(found)


def gazetteer(claims: Iterable[Claim]) -> Gazetteer:
    """The names to look for: those that ship, and those that the datasets of a graph claim."""
    shipped = (claim for folder in loaders.shipped() for claim in loaders.parse(folder).dataset.claims.values())
    return from_claims([*shipped, *claims])


def read(path: Path, names: Gazetteer) -> Reading:
    """Read one document. Raises DatasetError, LimitError and OSError as extraction does."""
    return reading(extract_file(path, names).with_implied(), path, names)


def document_id(result: Result, path: Path) -> str:
    """A document's id: the day it states and its file's name, so that ids are in order of time."""
    day = result.document["date"] or "undated"
    return f"{PREFIX}{key(f'{day} {path.stem}')}"


def reading(result: Result, path: Path, names: Gazetteer) -> Reading:
    """What a document says, in its own names."""
    document = document_id(result, path)
    own: dict[str, Value] = {name: result.document[name] for name in _OWN if result.document.get(name)}
    own.setdefault("title", path.name)
    ids = {one.id: record_id(document, one.id) for one in result.entities}
    said = tuple(_said(one, ids) for one in result.relations)
    links = dict(_links(said))
    found = (_record(one, ids[one.id], document, links.get(ids[one.id], ()), names) for one in result.entities)
    records = tuple(sorted(found, key=lambda record: record.id))
    return Reading(document, str(path), own, records, said)


def _record(one: Entity, id_: str, document: str, links: Iterable[str], names: Gazetteer) -> Record:
    declared = declared_properties(one.id)
    properties = {name: value for name, value in one.properties.items() if name in declared and value not in (None, [])}
    levels = {names.levels.get(id_) for id_ in ((one.id,) if one.known else one.candidates)}
    if one.type == "Government" and len(levels) == 1 and (level := levels.pop()):
        properties["level"] = level
    quote: dict[str, Value] = {}
    if one.mentions:
        first = next((span for span in one.mentions if span.text == one.name), one.mentions[0])
        quote = {"quote": first.text, "start": first.start, "end": first.end, "method": "name"}
    named = (one.name, *one.aliases) if ENTITIES[one.type].named else ()
    return Record(
        id=id_,
        document=document,
        type=one.type,
        entity=one.id,
        names=tuple(dict.fromkeys(" ".join(name.split()) for name in named if name.strip())),
        known=(one.id,) if one.known else tuple(one.candidates),
        properties=properties,
        links=tuple(sorted(set(links))),
        quote=quote,
    )


def _said(one: Statement, ids: Mapping[str, str]) -> Said:
    kind = RELATIONS[one.predicate]
    properties: dict[str, Any] = {"status": one.status.upper()}
    for name, value in one.properties.items():
        prop = {**kind.properties, **STATEMENT}.get(name)
        if prop is not None and value not in (None, ""):
            properties[name] = ids[value] if prop.kind is Kind.ENTITY else value
    evidence: dict[str, Value] = {
        "quote": one.evidence.text,
        "start": one.evidence.start,
        "end": one.evidence.end,
        "method": one.method,
        "confidence": one.confidence,
    }
    if one.place:
        evidence["place"] = one.place
    return Said(one.predicate, ids[one.subject], ids[one.object], properties, evidence)


def _links(said: Iterable[Said]) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for one in said:
        found.setdefault(one.subject, []).append(f"{one.predicate}>{one.object}")
        found.setdefault(one.object, []).append(f"{one.predicate}<{one.subject}")
    yield from found.items()
