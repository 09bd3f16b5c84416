"""Turtle and TriG: https://www.w3.org/TR/turtle/, https://www.w3.org/TR/trig/."""

from __future__ import annotations

from collections.abc import Sequence

from api.rdf.columns import Column
from api.rdf.lines import NTriples
from api.rdf.syntax import Cell, Wrap, by_predicate


class Turtle(NTriples):
    """One subject a paragraph, one predicate a line, terms of vocabularies as prefixed names."""

    def header(self) -> str:
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self.namespaces.items()) + "\n"

    def block(self, subject: str, cells: Sequence[Cell]) -> str:
        return self._paragraph(subject, cells) + "\n"

    def head(self, column: Column) -> str:
        return "a " if column.term == "rdf:type" else f"{column.term} "

    def literal(self, column: Column, datatype: str | None) -> Wrap:
        if datatype == "xsd:integer":
            return "", ""
        if datatype and datatype != "xsd:string":
            return '"', f'"^^{datatype}'
        return super().literal(column, datatype)

    def term(self, term: str) -> str:
        return term

    def _paragraph(self, subject: str, cells: Sequence[Cell]) -> str:
        lines = [head + ", ".join(values) for head, values in by_predicate(cells)]
        return f"<{subject}> " + " ;\n    ".join(lines) + " .\n"


class TriG(Turtle):
    """Turtle, the triples of a subject grouped by the graphs they stand in."""

    graphs = True

    def block(self, subject: str, cells: Sequence[Cell]) -> str:
        found: dict[str, list[Cell]] = {}
        for cell in cells:
            for graph in cell[2] or ("",):
                found.setdefault(graph, []).append(cell)
        parts = [self._paragraph(subject, found.pop(""))] if "" in found else []
        for graph, own in sorted(found.items()):
            parts.append(f"<{self.namespaces['qid']}{graph}> {{\n{self._paragraph(subject, own)}}}\n")
        return "".join(parts) + "\n"
