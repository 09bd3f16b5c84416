"""N-Triples and N-Quads: https://www.w3.org/TR/n-triples/, https://www.w3.org/TR/n-quads/."""

from __future__ import annotations

from collections.abc import Sequence

from api.rdf.columns import Column
from api.rdf.syntax import Cell, Syntax, Wrap
from api.rdf.values import ntriples_escape


class NTriples(Syntax):
    """One triple a line."""

    def block(self, subject: str, cells: Sequence[Cell]) -> str:
        return "".join([f"<{subject}>{head}{value} .\n" for head, value, _ in cells])

    def head(self, column: Column) -> str:
        return f" <{self.expand(column.term)}> "

    def iri(self, prefix: str) -> Wrap:
        return f"<{self.namespaces[prefix] if prefix else ''}", ">"

    def literal(self, column: Column, datatype: str | None) -> Wrap:
        if datatype and datatype != "xsd:string":
            return '"', f'"^^<{self.expand(datatype)}>'
        return '"', f'"@{column.language}' if column.language and not datatype else '"'

    def escape(self, text: str) -> str:
        return ntriples_escape(text)


class NQuads(NTriples):
    """One triple a line, once per graph it stands in; without a graph where no document is its source."""

    graphs = True

    def block(self, subject: str, cells: Sequence[Cell]) -> str:
        lines, documents = [], self.namespaces["qid"]
        for head, value, graphs in cells:
            triple = f"<{subject}>{head}{value}"
            lines += [f"{triple} <{documents}{graph}> .\n" for graph in graphs] or [f"{triple} .\n"]
        return "".join(lines)
