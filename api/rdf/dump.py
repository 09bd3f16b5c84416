"""Exporting the whole graph: one consistent state of it, the same bytes for the same graph, in bounded memory.

Pages are separate reads, so the graph's version is compared before and after, and the export begins again where a load
came between. Nothing reaches the reader before it is whole: it is written to a temporary file first.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeVar

import schema
from api.rdf.blocks import Block, Blocks, Row, size
from api.rdf.columnwise import Columnwise
from api.rdf.files import whole
from api.rdf.jsonld import JsonLd
from api.rdf.lines import NQuads, NTriples
from api.rdf.odd import ODD
from api.rdf.pages import ENTITIES, EVIDENCE, STATEMENTS, Page, pages, supported, version
from api.rdf.rdfxml import RdfXml
from api.rdf.syntax import Syntax
from api.rdf.turtle import TriG, Turtle
from graph import store
from graph.checks_text import is_iri
from graph.driver import Database
from graph.errors import DatabaseError, SettingsError
from graph.identities import MERGED
from graph.manifest import batches
from schema import entity_type

T = TypeVar("T")

ATTEMPTS = 5
_PART = 250  # subjects that are written at once,
_ROWS = 500  # or, in N-Triples, made at once: more are no faster and take more memory
_MEMORY = 1 << 20  # bytes of an export for a stream that are kept in memory before a temporary file is used


class UnfinishedError(DatabaseError):
    """A load was begun and is not finished: what the graph holds is half of something. `code` is LOAD_UNFINISHED."""

    code = "LOAD_UNFINISHED"

    def __init__(self, datasets: Sequence[str]) -> None:
        said = ", ".join(datasets)
        super().__init__(
            f"{self.code}: a load of {said} was begun and not finished; try again when it is, or load it again"
        )


@dataclass(frozen=True, slots=True)
class Format:
    """An RDF format: its media type, its file extension, its writer."""

    media_type: str
    extension: str
    syntax: type[Syntax]


FORMATS: Mapping[str, Format] = {
    "ntriples": Format("application/n-triples", ".nt", NTriples),
    "turtle": Format("text/turtle", ".ttl", Turtle),
    "jsonld": Format("application/ld+json", ".jsonld", JsonLd),
    "rdfxml": Format("application/rdf+xml", ".rdf", RdfXml),
    "nquads": Format("application/n-quads", ".nq", NQuads),
    "trig": Format("application/trig", ".trig", TriG),
}


async def export(database: Database, format: str, out: BinaryIO, base_iri: str) -> int:
    """Write the graph to `out`; gives the number of triples, or quads where the format has graphs.

    Raises SettingsError for an unknown format or a base that is no IRI, UnfinishedError while a load is under way,
    DatabaseError where loads keep changing the graph.
    """
    syntax = _syntax(format, base_iri)
    with tempfile.SpooledTemporaryFile(max_size=_MEMORY) as spool:
        count = await _consistent(database, syntax, spool, base_iri, zipped=False)
        spool.seek(0)
        shutil.copyfileobj(spool, out, _MEMORY)
    return count


async def export_file(database: Database, format: str, path: Path, base_iri: str) -> int:
    """Write the graph to a file, gzipped where its name ends in .gz; the file is there whole or as it was.

    Gives and raises what `export` does, and OSError.
    """
    syntax = _syntax(format, base_iri)
    with whole(path) as beside, beside.open("w+b") as file:
        return await _consistent(database, syntax, file, base_iri, zipped=path.suffix == ".gz")


def _syntax(format_: str, base_iri: str) -> type[Syntax]:
    if format_ not in FORMATS:
        raise SettingsError(f"there is no format {format_!r}; known are {', '.join(FORMATS)}")
    checked_base(base_iri)
    return FORMATS[format_].syntax


def checked_base(base_iri: str) -> str:
    """The base as it is given; raises SettingsError where addresses made with it would be no IRIs."""
    if not is_iri(f"{base_iri}/id/"):
        raise SettingsError(f"the base IRI {base_iri!r} is not one: it needs a scheme, and no spaces or brackets")
    return base_iri


async def consistent(database: Database, attempt: Callable[[], Awaitable[T]]) -> T:
    """What `attempt` gives for one state of the graph: it is made again where the graph changed meanwhile.

    Raises UnfinishedError while a load is under way, DatabaseError where loads keep changing the graph.
    """
    for _ in range(ATTEMPTS):
        before = await version(database)
        if loads := await store.unfinished(database):
            raise UnfinishedError(loads)
        done = await attempt()
        if await version(database) == before:
            return done
    raise DatabaseError(
        f"the graph changed during each of {ATTEMPTS} attempts to export it; try again when no load runs"
    )


async def _consistent(database: Database, syntax: type[Syntax], file: IO[bytes], base_iri: str, *, zipped: bool) -> int:
    async def attempt() -> int:
        file.seek(0)
        file.truncate()
        if not zipped:
            return await _write(database, syntax(base_iri), file)
        # No name and no time in the header, so that bytes repeat.
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as packed:
            return await _write(database, syntax(base_iri), packed)

    return await consistent(database, attempt)


async def _write(database: Database, syntax: Syntax, file: IO[bytes] | gzip.GzipFile) -> int:
    count = 0
    file.write(syntax.header().encode())
    async for text, triples in _texts(database, syntax):
        file.write(text.encode())
        count += triples
    file.write(syntax.footer().encode())
    return count


async def _texts(database: Database, syntax: Syntax) -> AsyncIterator[tuple[str, int]]:
    """The texts of all subjects, in the order of their IRIs, each with the number of its triples."""
    blocks, graphs = Blocks(syntax), syntax.graphs
    # N-Triples, the format of bulk, is made a column at a time.
    columns = Columnwise(syntax) if type(syntax) is NTriples else None
    async for page in pages(database, EVIDENCE, graphs):
        for part in _made(syntax, page, columns.evidence if columns else None, blocks.evidence):
            yield part
    merged = await database.read(MERGED, timeout=300)
    for type_, cypher in ENTITIES.items():
        gone = deque(row for row in merged if entity_type(row[0]) is schema.ENTITIES[type_])
        async for page, support in supported(database, cypher, graphs):
            one = partial(blocks.entity, type_, support)
            if gone:
                made = _written(syntax, _among(page, one, blocks, gone))
            else:
                made = _made(syntax, page, partial(columns.entities, type_, support) if columns else None, one)
            for part in made:
                yield part
        for part in _written(syntax, (blocks.merged(*row) for row in gone)):
            yield part
    for type_, cypher in STATEMENTS.items():
        async for page, support in supported(database, cypher, graphs):
            one = partial(blocks.statement, type_, support)
            for part in _made(syntax, page, partial(columns.statements, type_, support) if columns else None, one):
                yield part


def _made(
    syntax: Syntax,
    page: Page,
    together: Callable[[Sequence[Row]], tuple[str, int]] | None,
    one: Callable[[Row], Block],
) -> Iterator[tuple[str, int]]:
    """The text of a page, made `together` where that can be, or row by row."""
    if together is None:
        yield from _written(syntax, map(one, page))
        return
    for rows in batches(page, _ROWS):
        try:
            yield together(rows)
        except ODD:
            yield from _written(syntax, map(one, rows))


def _written(syntax: Syntax, blocks: Iterable[Block]) -> Iterator[tuple[str, int]]:
    left = iter(blocks)
    while part := list(islice(left, _PART)):
        count = sum(size(cells, syntax.graphs) for _, cells in part)
        yield "".join([syntax.block(*block) for block in part]), count


def _among(page: Page, made: Callable[[Any], Block], blocks: Blocks, gone: deque[list[Any]]) -> Iterator[Block]:
    """The entities of a page, and among them, in the order of ids, those that were merged."""
    for row in page:
        while gone and gone[0][0] < row[0]:
            yield blocks.merged(*gone.popleft())
        yield made(row)
