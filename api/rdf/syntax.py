"""What all six formats share: how values are rendered, and what a format has to say of itself.

A format is a handful of wrappers: what stands before and after an IRI or a literal of a column. Everything that can be
known before the first row is made then, because at half a million triples a second every call counts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from api.rdf.columns import Column, Form
from api.rdf.values import SPECIAL, as_ntriples, date_type, decimal, double, fits_xml
from graph.checks_text import is_iri
from schema import relation_type
from schema.context import context
from schema.vocabularies import LITERAL, namespaces

Wrap = tuple[str, str]
Render = Callable[[Any], str]


# One triple of a subject: the format's text of its predicate, its object rendered, the documents whose graphs have it.
# A plain tuple: a named one takes three times as long to make, and there are millions.
Cell = tuple[str, str, Sequence[str]]


def by_predicate(cells: Iterable[Cell]) -> Iterator[tuple[str, list[str]]]:
    """The objects of each predicate; those of one predicate stand together."""
    for head, found in groupby(cells, itemgetter(0)):
        yield head, [value for _, value, _ in found]


class Syntax(ABC):
    """One RDF format. Its texts go together as `header`, one `block` per subject, `footer`."""

    graphs = False  # whether it has named graphs

    def __init__(self, base_iri: str) -> None:
        self.base_iri = base_iri
        self.namespaces = namespaces(base_iri)
        self.schemes = frozenset(context(base_iri))  # an IRI of such a scheme would be taken for a JSON-LD name

    def expand(self, term: str) -> str:
        """The IRI of a prefixed name."""
        prefix, _, local = term.partition(":")
        return self.namespaces[prefix] + local

    def header(self) -> str:
        """What stands before the first block."""
        return ""

    def footer(self) -> str:
        """What stands after the last block."""
        return ""

    @abstractmethod
    def block(self, subject: str, cells: Sequence[Cell]) -> str:
        """All triples of one subject, given by its IRI."""

    @abstractmethod
    def head(self, column: Column) -> str:
        """The format's text for a column's predicate."""

    @abstractmethod
    def iri(self, prefix: str) -> Wrap:
        """What stands around an IRI: whole where `prefix` is empty, else its part after the prefix's namespace."""

    @abstractmethod
    def literal(self, column: Column, datatype: str | None) -> Wrap:
        """What stands around a literal; without `datatype` it is a string, in the column's language if it has one."""

    @abstractmethod
    def escape(self, text: str) -> str:
        """The text of a literal."""

    def term(self, term: str) -> str:
        """A prefixed name as an object."""
        before, after = self.iri("")
        return f"{before}{self.expand(term)}{after}"

    def renderer(self, column: Column) -> Render:
        """The function from a column's values to their rendered form."""
        form = column.form
        if form is Form.TEXT:
            return self._text(column)
        if form is Form.DATE:
            return self._date(column)
        if form in {Form.NUMBER, Form.INTEGER}:
            return self._number(column)
        if form is Form.IRI:
            return self._iri(column)
        if form is Form.TERM:
            return self.term
        if form is Form.STATEMENT:
            entity, statement = self._id("qid"), self._id("qst")
            return lambda id_: (statement if relation_type(id_) else entity)(id_)
        if form is Form.EVIDENCE:
            render, skip = self._id("qev"), len("evidence/")
            return lambda id_: render(id_[skip:])
        return self._id("qid")

    def _id(self, prefix: str) -> Render:
        before, after = self.iri(prefix)
        return lambda id_: f"{before}{id_}{after}"

    def _text(self, column: Column) -> Render:
        before, after = self.literal(column, None)
        before_other, after_other = self.literal(column, LITERAL)
        special, escape, language = SPECIAL.search, self.escape, column.language

        def render(text: str) -> str:
            if special(text) is None:
                return f"{before}{text}{after}"
            if fits_xml(text):
                return f"{before}{escape(text)}{after}"
            return f"{before_other}{escape(as_ntriples(text, language))}{after_other}"

        return render

    def _date(self, column: Column) -> Render:
        wraps = {
            type_: self.literal(column, type_) for type_ in ("xsd:date", "xsd:gYearMonth", "xsd:gYear", "xsd:string")
        }

        def render(text: str) -> str:
            type_ = date_type(text)
            before, after = wraps[type_ or "xsd:string"]
            return f"{before}{text if type_ else self.escape(text)}{after}"

        return render

    def _number(self, column: Column) -> Render:
        wraps = {type_: self.literal(column, type_) for type_ in ("xsd:integer", "xsd:decimal", "xsd:double")}
        whole = "xsd:integer" if column.form is Form.INTEGER else "xsd:decimal"

        def render(value: float) -> str:
            text = decimal(value)
            if text is None:
                text, (before, after) = double(value), wraps["xsd:double"]
            else:
                before, after = wraps[whole if isinstance(value, int) else "xsd:decimal"]
            return f"{before}{text}{after}"

        return render

    def _iri(self, column: Column) -> Render:
        before, after = self.iri("")
        before_literal, after_literal = self.literal(column, "xsd:anyURI")

        def render(text: str) -> str:
            if is_iri(text) and text.partition(":")[0] not in self.schemes:
                return f"{before}{self.escape(text)}{after}"
            return f"{before_literal}{self.escape(text)}{after_literal}"

        return render
