"""From rows of the graph to the triples of each subject, in a fixed order.

A row is a list: the id (and, for relations, subject and object), then the values of the columns. In formats with graphs
every cell carries the documents it is from: an entity's own triples those of the entity, its plain relation triples
those of the relations, evidence its document. Where there is none, the triple stands in the default graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from api.rdf.columns import (
    ENTITY_ORDER,
    EVIDENCE_PARTS,
    LINKS,
    MERGED,
    RELATION_ORDER,
    SUPPORT,
    Column,
    entity_parts,
    statement_parts,
)
from api.rdf.odd import ODD, odd
from api.rdf.syntax import Cell, Syntax
from schema import RELATIONS

Row = Sequence[Any]
Block = tuple[str, list[Cell]]
Support = Mapping[str, list[Any]]  # statement id -> [evidence id, document id]


class _Plan:
    """The columns of one kind of row, compiled for one format."""

    def __init__(self, syntax: Syntax, columns: Iterable[Column], fixed: Iterable[tuple[Column, str]]) -> None:
        columns = tuple(columns)
        self._fixed = [(syntax.head(column), syntax.renderer(column)(value)) for column, value in fixed]
        self._slots = [(syntax.head(column), syntax.renderer(column), column.many) for column in columns]
        self._syntax, self._columns = syntax, columns
        found = [i for i, column in enumerate(columns) if column.name in {"sources", "document"}]
        self._sources = found[0] if syntax.graphs else None

    def cells(self, values: Row) -> list[Cell]:
        """The cells of one row's values, in the order of the columns."""
        graphs: Sequence[str] = ()
        if self._sources is not None and (source := values[self._sources]):
            graphs = (source,) if isinstance(source, str) else sorted(set(source))
        cells: list[Cell] = [(head, value, graphs) for head, value in self._fixed]
        try:
            self._add(cells, graphs, values)
        except ODD:
            del cells[len(self._fixed) :]
            for column, value in zip(self._columns, values, strict=True):
                cells += [(self._syntax.head(column), text, graphs) for text in odd(self._syntax, column, value)]
        return cells

    def _add(self, cells: list[Cell], graphs: Sequence[str], values: Row) -> None:
        for (head, render, many), value in zip(self._slots, values, strict=True):
            if value is None:
                continue
            if not many:
                cells.append((head, render(value), graphs))
            elif value.__class__ is not list:
                raise TypeError
            elif len(value) == 1:
                cells.append((head, render(value[0]), graphs))
            else:
                cells += [(head, render(one), graphs) for one in sorted(set(value))]


class Blocks:
    """Makes blocks for one format."""

    def __init__(self, syntax: Syntax) -> None:
        self._ids, self._statements = syntax.namespaces["qid"], syntax.namespaces["qst"]
        self._base = f"{syntax.base_iri}/"  # ids of evidence begin with `evidence/`, as do its addresses
        self._entities = {cls.__name__: _Plan(syntax, *entity_parts(cls)) for cls in ENTITY_ORDER}
        self._relations = {cls.__name__: _Plan(syntax, *statement_parts(cls)) for cls in RELATION_ORDER}
        self._evidence = _Plan(syntax, *EVIDENCE_PARTS)
        self._links = {name: (i, syntax.head(column)) for i, (name, column) in enumerate(LINKS.items())}
        self._link, self._support = syntax.renderer(LINKS[next(iter(RELATIONS))]), syntax.renderer(SUPPORT)
        self._support_head = syntax.head(SUPPORT)
        self._merged_head, self._merged = syntax.head(MERGED), syntax.renderer(MERGED)

    def entity(self, type_: str, support: Support, row: Row) -> Block:
        """An entity: its classes, properties, evidence, and the relations it is the subject of as plain triples.

        `row` is the id, the columns' values, and a list of held relations as [type, object id, sources].
        """
        cells = self._entities[type_].cells(row[1:-1])
        if row[0] in support:
            cells += self._supported(support[row[0]])
        if row[-1]:
            cells += self._linked(row[-1])
        return self._ids + row[0], cells

    def merged(self, id_: str, into: str) -> Block:
        """An id that was an entity's, and the one it is now."""
        return self._ids + id_, [(self._merged_head, self._merged(into), ())]

    def linked(self, subject: str, relations: Iterable[Sequence[Any]]) -> Block:
        """Only the plain triples of a subject."""
        return self._ids + subject, list(self._linked(relations))

    def statement(self, type_: str, support: Support, row: Row) -> Block:
        """The resource of a relation; `row` is the id, the ids of subject and object, and the columns' values."""
        cells = self._relations[type_].cells(row[1:])
        if row[0] in support:
            cells += self._supported(support[row[0]])
        return self._statements + row[0], cells

    def evidence(self, row: Row) -> Block:
        """A piece of evidence; `row` is the id and the columns' values."""
        return self._base + row[0], self._evidence.cells(row[1:])

    def _linked(self, relations: Iterable[Sequence[Any]]) -> Iterator[Cell]:
        """Plain triples, each once: relations that differ only in a post or a tier share theirs."""
        known = sorted((*self._links[row[0]], row[1], row[2] or ()) for row in relations if row[0] in self._links)
        for (_, head, id_), same in groupby(known, itemgetter(0, 1, 2)):
            yield head, self._link(id_), sorted({source for row in same for source in row[3]})

    def _supported(self, evidence: Iterable[Sequence[str]]) -> Iterator[Cell]:
        for id_, document in sorted(map(tuple, evidence)):
            yield self._support_head, self._support(id_), (document,)


def size(cells: Sequence[Cell], graphs: bool) -> int:
    """How many triples the cells are, or quads."""
    return sum([len(cell[2]) or 1 for cell in cells]) if graphs else len(cells)
