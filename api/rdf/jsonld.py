"""JSON-LD 1.1 with its context inline: https://www.w3.org/TR/json-ld11/."""

from __future__ import annotations

import json
from collections.abc import Sequence

from api.rdf.columns import Column, Form
from api.rdf.syntax import Cell, Render, Syntax, Wrap, by_predicate
from schema.context import context

_ASSUMED = {Form.DATE: "xsd:date", Form.NUMBER: "xsd:decimal", Form.INTEGER: "xsd:integer"}  # as the context says


class JsonLd(Syntax):
    """One subject a line, in one array; keys are those of the context, which has the datatypes."""

    def __init__(self, base_iri: str) -> None:
        super().__init__(base_iri)
        self._between = "\n"
        self._short = {iri: prefix for prefix, iri in self.namespaces.items() if prefix in {"qid", "qst", "qev"}}
        self._classes = {term: name for name, term in context(base_iri).items() if isinstance(term, str)}

    def header(self) -> str:
        return f'{{"@context": {json.dumps(context(self.base_iri), ensure_ascii=False)},\n"@graph": ['

    def footer(self) -> str:
        return "\n]}\n"

    def block(self, subject: str, cells: Sequence[Cell]) -> str:
        for iri, prefix in self._short.items():
            if subject.startswith(iri):
                subject = f"{prefix}:{subject[len(iri) :]}"
        members = [f'"id": "{subject}"']
        for head, values in by_predicate(cells):
            members.append(head + (values[0] if len(values) == 1 else f"[{', '.join(values)}]"))
        between, self._between = self._between, ",\n"
        return f"{between}{{{', '.join(members)}}}"

    def head(self, column: Column) -> str:
        return f'"{column.key}": '

    def iri(self, prefix: str) -> Wrap:
        return f'"{prefix}:' if prefix else '"', '"'

    def literal(self, column: Column, datatype: str | None) -> Wrap:
        if datatype is None or datatype == _ASSUMED.get(column.form):
            return '"', '"'
        return f'{{"@type": "{datatype}", "@value": "', '"}'

    def renderer(self, column: Column) -> Render:
        render = super().renderer(column)
        if ":" not in column.key:
            return render
        return lambda value: f'{{"@id": {render(value)}}}'  # not in the context, which would say that it is an IRI

    def term(self, term: str) -> str:
        return f'"{self._classes.get(term, term)}"'

    def escape(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=False)[1:-1]
