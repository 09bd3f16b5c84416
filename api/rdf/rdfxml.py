"""RDF/XML: https://www.w3.org/TR/rdf-syntax-grammar/."""

from __future__ import annotations

from collections.abc import Sequence

from api.rdf.columns import Column
from api.rdf.syntax import Cell, Syntax, Wrap

# A carriage return has to be a reference, or XML readers turn it into a line feed.
_REFERENCES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


class RdfXml(Syntax):
    """One rdf:Description per subject, one element per triple."""

    def header(self) -> str:
        names = "".join(f'\n  xmlns:{prefix}="{self.escape(iri)}"' for prefix, iri in self.namespaces.items())
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'

    def footer(self) -> str:
        return "</rdf:RDF>\n"

    def block(self, subject: str, cells: Sequence[Cell]) -> str:
        elements = [f"  {head}{value}\n" for head, value, _ in cells]
        return f'<rdf:Description rdf:about="{self.escape(subject)}">\n{"".join(elements)}</rdf:Description>\n'

    def head(self, column: Column) -> str:
        return f"<{column.term}"

    def iri(self, prefix: str) -> Wrap:
        return f' rdf:resource="{self.escape(self.namespaces[prefix]) if prefix else ""}', '"/>'

    def literal(self, column: Column, datatype: str | None) -> Wrap:
        end = f"</{column.term}>"
        if datatype and datatype != "xsd:string":
            return f' rdf:datatype="{self.escape(self.expand(datatype))}">', end
        return f' xml:lang="{column.language}">' if column.language and not datatype else ">", end

    def escape(self, text: str) -> str:
        return text.translate(_REFERENCES)
