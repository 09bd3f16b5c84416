"""From statements.jsonl.gz and merged.jsonl.gz to every other file of a publication: a function of these two and of About.

Three passes over the statements, in memory that does not grow with them: evidence is sorted by what it is for, relations
by their subject (api/publication/sorting.py), and then everything is written side by side.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from api.publication import catalog, index, tables
from api.publication.index import About, Counts
from api.publication.packed import Packed, Sums, lines, plain
from api.publication.sorting import Groups, Sorter
from api.publication.statements import Record, kind, rank, record, values
from api.rdf.blocks import Blocks, size
from api.rdf.columns import ENTITY_ORDER
from api.rdf.dump import FORMATS
from api.rdf.syntax import Syntax
from schema.context import context_text
from schema.owl import owl_text
from schema.shacl import shacl_text

STATEMENTS, MERGED = "statements.jsonl.gz", "merged.jsonl.gz"
_FOLDERS = ("rdf", tables.FOLDER)


def rdf_name(extension: str) -> str:
    """The path of the file of an RDF format."""
    return f"rdf/graph{extension}.gz"


def render(folder: Path, about: About, given: Mapping[str, Sums]) -> bytes:
    """Make all other files in `folder`, where the two stand whose sums are `given`; gives the text of index.json.

    Raises ValueError where a line is no statement, and OSError.
    """
    for name in _FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name.strip('.')}.sort.") as under:
        made = _Render(folder, about, dict(given), Path(under))
        made.sort()
        made.write()
    version = about.version(given[STATEMENTS], given[MERGED])
    texts = {
        tables.SCHEMA: tables.schema(),
        "ontology.ttl": owl_text(about.base_iri).encode(),
        "shapes.ttl": shacl_text(about.base_iri).encode(),
        "context.jsonld": context_text(about.base_iri).encode(),
    }
    for name, text in texts.items():
        made.files[name] = plain(folder / name, text)
    for name, text in catalog.texts(about, version, made.counts, made.files).items():
        made.files[name] = plain(folder / name, text)
    whole = index.index(about, version, made.counts, made.files)
    plain(folder / index.NAME, whole)
    return whole


@dataclass(slots=True)
class _Render:
    folder: Path
    about: About
    files: dict[str, Sums]
    under: Path
    counts: Counts = field(default_factory=Counts)
    evidence: Sorter = field(init=False)
    relations: Sorter = field(init=False)

    def sort(self) -> None:
        """Evidence by statement, then relations, with their evidence, by subject."""
        self.evidence = Sorter(self.under)
        self.relations = Sorter(self.under)
        for one in self._statements(0):
            self.evidence.add(one["statement"], orjson.dumps(one))
        groups = Groups(self.evidence)
        for one in self._statements(2):
            # Of one subject they come in the order of their ids, with which the lines begin.
            self.relations.add(one["subject"], tables.statement(one, groups.of(one["id"])))

    def _statements(self, *ranks: int) -> Iterator[Record]:
        for text in lines(self.folder / STATEMENTS):
            one = record(text)
            if rank(one["id"])[0] in ranks:
                yield one

    def write(self) -> None:
        """The RDF formats and the files of entities."""
        with ExitStack() as stack:
            outs = [
                _Rdf(
                    one.syntax(self.about.base_iri), stack.enter_context(Packed(self.folder / rdf_name(one.extension)))
                )
                for one in FORMATS.values()
            ]
            for one in outs:
                one.out.write(one.syntax.header().encode())
            self._evidence(outs)
            self._entities(outs)
            self._relations(outs)
            for one in outs:
                one.out.write(one.syntax.footer().encode())
        for name, one in zip(FORMATS.values(), outs, strict=True):
            self.files[rdf_name(name.extension)] = one.out.sums
        plainly = next(one for one in outs if not one.syntax.graphs)
        named = next(one for one in outs if one.syntax.graphs)
        self.counts.triples, self.counts.quads = plainly.count, named.count

    def _evidence(self, outs: Sequence[_Rdf]) -> None:
        for one in self._statements(0):
            self.counts.add(one)
            for out in outs:
                out.write(out.blocks.evidence([one["id"], *values(one)]))

    def _entities(self, outs: Sequence[_Rdf]) -> None:
        """Entities and merged ids together, in the order of ids."""
        evidence, relations = Groups(self.evidence), Groups(self.relations)
        entities, merged = self._statements(1), (orjson.loads(text) for text in lines(self.folder / MERGED))
        entity, gone = next(entities, None), next(merged, None)
        for cls in ENTITY_ORDER:
            with Packed(self.folder / tables.name(cls.__name__)) as table:
                while (entity and kind(entity["id"]) == cls.__name__) or (gone and kind(gone["id"]) == cls.__name__):
                    if entity is None or (gone is not None and gone["id"] < entity["id"]):
                        assert gone is not None
                        self.counts.merged += 1
                        for out in outs:
                            out.write(out.blocks.merged(gone["id"], gone["into"]))
                        gone = next(merged, None)
                        continue
                    self.counts.add(entity)
                    pieces, own = evidence.of(entity["id"]), relations.of(entity["id"])
                    table.write(tables.entity(entity, own, pieces))
                    support, links = _support(entity["id"], pieces), _links(own)
                    for out in outs:
                        row = [entity["id"], *values(entity), links]
                        out.write(out.blocks.entity(cls.__name__, support, row))
                    entity = next(entities, None)
            self.files[tables.name(cls.__name__)] = table.sums
        if entity or gone:
            raise ValueError(f"{(entity or gone or {}).get('id')} is not where it belongs in the order of ids")

    def _relations(self, outs: Sequence[_Rdf]) -> None:
        evidence = Groups(self.evidence)
        for one in self._statements(2):
            self.counts.add(one)
            support = _support(one["id"], evidence.of(one["id"]))
            row = [one["id"], one["subject"], one["object"], *values(one)]
            for out in outs:
                out.write(out.blocks.statement(kind(one["id"]), support, row))


class _Rdf:
    """One RDF file that is being written."""

    def __init__(self, syntax: Syntax, out: Packed) -> None:
        self.syntax, self.out, self.blocks, self.count = syntax, out, Blocks(syntax), 0

    def write(self, block: tuple[str, list[Any]]) -> None:
        self.count += size(block[1], self.syntax.graphs)
        self.out.write(self.syntax.block(*block).encode())


def _support(id_: str, pieces: Sequence[bytes]) -> dict[str, list[Any]]:
    found = [orjson.loads(piece) for piece in pieces]
    return {id_: [[one["id"], one["document"]] for one in found]} if found else {}


def _links(relations: Sequence[bytes]) -> list[list[Any]]:
    """The held ones as [type, object id, sources]."""
    found = [orjson.loads(one) for one in relations]
    return [[one["type"], one["object"], one["sources"]] for one in found if one.get("status") == "ASSERTED"]
