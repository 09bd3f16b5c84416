"""Exporting the whole graph: one consistent state of it, the same bytes for the same graph, in bounded memory.

Pages are separate reads, so the graph's version is compared before and after, and the export begins again where a load
came between. Nothing reaches the reader before it is whole: it is written to a temporary file first.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO

from api.rdf.blocks import Block, Blocks, size
from api.rdf.jsonld import JsonLd
from api.rdf.lines import NQuads, NTriples
from api.rdf.pages import ENTITIES, EVIDENCE, STATEMENTS, pages, support, version
from api.rdf.rdfxml import RdfXml
from api.rdf.syntax import Syntax
from api.rdf.turtle import TriG, Turtle
from api.rdf.values import is_iri
from graph.driver import Database
from graph.errors import DatabaseError, SettingsError

ATTEMPTS = 5
_PART = 250  # subjects that are written at once
_MEMORY = 1 << 20  # bytes of an export for a stream that are kept in memory before a temporary file is used


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

    Raises SettingsError for an unknown format or a base that is no IRI, DatabaseError where loads keep changing the
    graph.
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
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            count = await _consistent(database, syntax, file, base_iri, zipped=path.suffix == ".gz")
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp's files are private; an export is like any other file
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    return count


def _syntax(format_: str, base_iri: str) -> type[Syntax]:
    if format_ not in FORMATS:
        raise SettingsError(f"there is no format {format_!r}; known are {', '.join(FORMATS)}")
    if not is_iri(f"{base_iri}/id/"):
        raise SettingsError(f"the base IRI {base_iri!r} is not one: it needs a scheme, and no spaces or brackets")
    return FORMATS[format_].syntax


async def _consistent(database: Database, syntax: type[Syntax], file: IO[bytes], base_iri: str, *, zipped: bool) -> int:
    for _ in range(ATTEMPTS):
        file.seek(0)
        file.truncate()
        before = await version(database)
        if zipped:
            # No name and no time in the header, so that bytes repeat.
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as packed:
                count = await _write(database, syntax(base_iri), packed)
        else:
            count = await _write(database, syntax(base_iri), file)
        if await version(database) == before:
            return count
    raise DatabaseError(
        f"the graph changed during each of {ATTEMPTS} attempts to export it; try again when no load runs"
    )


async def _write(database: Database, syntax: Syntax, file: IO[bytes] | gzip.GzipFile) -> int:
    count = 0
    file.write(syntax.header().encode())
    async for page in _blocks(database, syntax):
        while part := list(islice(page, _PART)):
            count += sum(size(cells, syntax.graphs) for _, cells in part)
            file.write("".join([syntax.block(*block) for block in part]).encode())
    file.write(syntax.footer().encode())
    return count


async def _blocks(database: Database, syntax: Syntax) -> AsyncIterator[Iterator[Block]]:
    """All subjects, in the order of their IRIs, by pages."""
    blocks, graphs = Blocks(syntax), syntax.graphs
    async for page in pages(database, EVIDENCE, graphs):
        yield map(blocks.evidence, page)
    for type_, cypher in ENTITIES.items():
        async for page in pages(database, cypher, graphs):
            yield map(partial(blocks.entity, type_, await support(database, page)), page)
    for type_, cypher in STATEMENTS.items():
        async for page in pages(database, cypher, graphs):
            yield map(partial(blocks.statement, type_, await support(database, page)), page)
