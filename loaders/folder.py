"""Datasets as folders: a dataset.toml and one CSV or JSON Lines file per entity or relation type (docs/datasets.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from graph.errors import DatasetError, Problem
from graph.statements import Dataset
from loaders import description
from loaders.builder import DETAIL, STATED, Builder
from loaders.parsed import Parsed
from loaders.rows import Line, read
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Kind, Property

_MORE = {
    "source": Property(Kind.ENTITIES, "the documents that say so", name="source"),
    **{name: EVIDENCE[name] for name in DETAIL},
}
_DOCUMENT = ENTITIES["Document"]
_SUFFIXES = {".csv", ".jsonl"}


def reads(path: Path) -> bool:
    """Whether `path` is a dataset of this kind."""
    return (path / description.NAME).is_file()


def parse(path: Path) -> Parsed:
    """Read the folder. Raises DatasetError with everything that is wrong in it."""
    problems: list[Problem] = []
    builder = Builder(problems)
    described = description.describe(path / description.NAME, _columns(("id",), _DOCUMENT.properties, {}), problems)
    for line in described.documents:
        builder.entity(_DOCUMENT, line, [str(line.values["id"])])
    for file in sorted(path.iterdir()):
        if file.name != description.NAME and not file.name.startswith(".") and file.suffix not in {".md", ".txt"}:
            _file(file, described.source, builder)
    builder.finish()
    if problems:
        raise DatasetError(problems)
    about = (described.id, described.title, described.licence, described.publisher)
    dataset = Dataset(*about, builder.claims, assertions=described.assertions)
    return Parsed(dataset, described.place, builder.where)


def _file(path: Path, default: str, builder: Builder) -> None:
    """Read one file of rows; `default` is the source of those that name none."""
    entity, relation = ENTITIES.get(path.stem), RELATIONS.get(path.stem)
    if path.suffix not in _SUFFIXES or path.is_dir():
        wrong = "expected a .csv or .jsonl file, named like an entity or relation type"
        builder.problems.append(Problem(str(path), 0, "", wrong))
    elif entity:
        # A row that only refers to an entity has none of the required ones; Builder.finish sees to the others.
        own = {name: replace(prop, required=False) for name, prop in entity.properties.items()}
        for line in read(path, str(path), _columns(("id",), own, _MORE), builder.problems):
            builder.entity(entity, line, _sources(line, default))
    elif relation:
        columns = _columns(("subject", "object"), relation.properties, _MORE)
        for line in read(path, str(path), columns, builder.problems):
            builder.relation(relation, line, _sources(line, default))
    else:
        wrong = f"{path.stem} is no entity or relation type; known are {', '.join([*ENTITIES, *RELATIONS])}"
        builder.problems.append(Problem(str(path), 0, "", wrong))


def _columns(ids: Iterable[str], own: Mapping[str, Property], more: Mapping[str, Property]) -> dict[str, Property]:
    required = {name: Property(Kind.ENTITY, "an entity's id", required=True, name=name) for name in ids}
    # A status left out is no mistake: it is ASSERTED.
    return {**required, **own, **{name: replace(STATEMENT[name], required=False) for name in STATED}, **more}


def _sources(line: Line, default: str) -> list[str]:
    given = line.values.get("source", [default] if default else [])
    assert isinstance(given, list)
    return given
