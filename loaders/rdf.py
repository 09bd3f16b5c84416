"""RDF files as datasets: our own export, and foreign RDF through a declared mapping (docs/publication.md, docs/datasets.md).

What is in our terms needs no mapping: its addresses say what it is (loaders/rdf_own.py). A file beside, named like the RDF
file with `.toml` after it, says what the dataset is, and what foreign terms mean (loaders/rdf_foreign.py); it may be
given in place of the RDF file. Nothing is fetched: a JSON-LD context that is elsewhere is an error.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from graph.errors import DatasetError, Problem
from graph.statements import Dataset
from loaders.builder import STATED, Builder
from loaders.parsed import Parsed
from loaders.rdf_claims import claims
from loaders.rdf_foreign import Foreign, resource_of
from loaders.rdf_lines import placed
from loaders.rdf_mapping import Mapped, described_by, mapped
from loaders.rdf_own import Own, Term, base_of
from schema import ENTITIES, STATEMENT, Kind, Property

# Bounds of what is read: everything is held in memory as claims, and a hostile file may be small while it is packed.
MAX_BYTES = 20 << 30  # of the file, unpacked
MAX_TERM = 1 << 20  # characters of a literal or an IRI
MOST_PROBLEMS = 1_000  # that are said; how many more there are is said, too

_FORMATS = {
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_DOCUMENT = ENTITIES["Document"]
_ID = Property(Kind.ENTITY, "an entity's id", required=True, name="id")
_COLUMNS = {"id": _ID, **_DOCUMENT.properties, **{name: STATEMENT[name] for name in STATED if name != "status"}}
_PARSER_ERRORS = (SyntaxError, ValueError, EOFError, OSError, zlib.error)


def reads(path: Path) -> bool:
    """Whether `path` is an RDF file, or a description of one."""
    return path.is_file() and (path.suffix == ".toml" or _suffix(path) in _FORMATS)


def parse(path: Path) -> Parsed:
    """Read the file. Raises DatasetError with everything that is wrong in it."""
    problems: list[Problem] = []
    data, description = (path, _beside(path)) if path.suffix != ".toml" else (described_by(path), path)
    if not data.is_file() or _suffix(data) not in _FORMATS:
        known = ", ".join(_FORMATS)
        raise DatasetError([Problem(str(path), 0, "file", f"expected an RDF file ({known}, .gz too), got {data}")])
    described = mapped(data, description, _COLUMNS, problems)
    if problems:
        raise DatasetError(problems)
    builder = Builder(problems)
    for line in described.documents:
        builder.entity(_DOCUMENT, line, [str(line.values["id"])])
    own = Own(str(data))
    foreign = Foreign(str(data), described, own)
    try:
        for subject, predicate, object_, graph in _triples(data):
            _take(own, foreign, subject, predicate, object_)
            if graph and not (own.prefix and subject.startswith(own.prefix)):
                foreign.graphs[graph] += 1
        foreign.rows(builder)
    except _PARSER_ERRORS as error:
        raise DatasetError([_syntax(data, error)]) from error
    claims(own, builder, described.source)
    builder.finish()
    problems += _unknown(data, own, foreign, described)
    found = [*own.at, *foreign.at]
    problems += placed(data, found[:MOST_PROBLEMS])
    if len(found) > MOST_PROBLEMS:
        problems.append(Problem(str(data), 0, "", f"and {len(found) - MOST_PROBLEMS} more problems"))
    if problems:
        raise DatasetError(problems)
    about = (described.id, described.title, described.licence, described.publisher)
    dataset = Dataset(*about, builder.claims, assertions=described.assertions, merged=own.merged)
    return Parsed(dataset, described.place, builder.where)


def _take(own: Own, foreign: Foreign, subject: str, predicate: str, object_: Term) -> None:
    if own.prefix:
        if subject.startswith(own.prefix):
            own.add(subject, predicate, object_)
            return
    elif base := base_of(predicate, object_):
        own.set_base(base)
        for triple in [*foreign.given_up(own.prefix), (subject, predicate, object_)]:
            (own if triple[0].startswith(own.prefix) else foreign).add(*triple)
        return
    foreign.add(subject, predicate, object_)


def _beside(data: Path) -> Path | None:
    """The description beside a file: `companies.ttl.gz.toml` or `companies.ttl.toml` for `companies.ttl.gz`."""
    names = {f"{data.name}.toml": None, f"{data.name.removesuffix('.gz')}.toml": None}
    return next((path for name in names if (path := data.with_name(name)).is_file()), None)


def _suffix(path: Path) -> str:
    return Path(path.name.removesuffix(".gz")).suffix


class _Bounded:
    """A file that is read, and not beyond its bound: what a packed one holds is only known at its end."""

    def __init__(self, file: IO[bytes] | gzip.GzipFile) -> None:
        self._file, self._left = file, MAX_BYTES

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError(f"more than {MAX_BYTES >> 30} GiB")
        return data


def _triples(path: Path) -> Iterator[tuple[str, str, Term, str]]:
    """The triples of a file, each with the IRI of the graph that it stands in, or nothing."""
    with path.open("rb") as plain:
        bounded = cast("IO[bytes]", _Bounded(gzip.GzipFile(fileobj=plain) if path.suffix == ".gz" else plain))
        for subject, predicate, object_, graph in ox.parse(bounded, format=_FORMATS[_suffix(path)]):
            if isinstance(object_, ox.Literal | ox.NamedNode) and len(object_.value) > MAX_TERM:
                raise ValueError(f"a literal of more than {MAX_TERM} characters, of {subject}")
            name = "" if isinstance(graph, ox.DefaultGraph) else resource_of(graph)
            yield resource_of(subject), predicate.value, object_, name


def _syntax(path: Path, error: Exception) -> Problem:
    """What a parser found, with the line that it names."""
    line = getattr(error, "lineno", None) or 0
    message = str(getattr(error, "msg", None) or error)
    return Problem(str(path), line, "", f"not {_FORMATS[_suffix(path)].name}: {message}")


def _unknown(path: Path, own: Own, foreign: Foreign, described: Mapped) -> Iterator[Problem]:
    """A problem for each term that nothing here knows, with how often it stands."""
    said = "" if described.classes else "; name what it means in a file beside, or there as one to ignore"
    for term, count in sorted(own.unknown.items()):
        yield Problem(str(path), 0, "", f"unknown: {term}: {count} times")
    for term, count in sorted(foreign.unknown.items()):
        yield Problem(str(path), 0, "", f"unknown: {term}: {count} times{said}")
