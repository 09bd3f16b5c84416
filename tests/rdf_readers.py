"""Reading RDF with two libraries, into sets that can be compared."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from rdflib import RDF, Dataset, Graph, Literal, URIRef
from rdflib.namespace import XSD

from tests.rdf_sample import NAMED, OX

RDFLIB = {
    "ntriples": "nt",
    "turtle": "turtle",
    "jsonld": "json-ld",
    "rdfxml": "xml",
    "nquads": "nquads",
    "trig": "trig",
}

Triple = tuple[str, str, tuple[str, ...]]


def by_oxigraph(data: bytes, format_: str) -> set[tuple[Triple, str]]:
    def node(term: Any) -> tuple[str, ...]:
        if isinstance(term, ox.Literal):
            return term.value, term.language or "", term.datatype.value
        assert isinstance(term, ox.NamedNode), "a blank node"
        return (term.value,)

    return {
        ((quad.subject.value, quad.predicate.value, node(quad.object)), getattr(quad.graph_name, "value", ""))
        for quad in ox.parse(data, format=OX[format_])
    }


def by_rdflib(data: bytes, format_: str) -> set[tuple[Triple, str]]:
    def node(term: Any) -> tuple[str, ...]:
        if isinstance(term, Literal):
            text = str(term).upper() if term.datatype == XSD.double else str(term)  # rdflib makes INF inf
            return text, term.language or "", str(term.datatype or (RDF.langString if term.language else XSD.string))
        assert isinstance(term, URIRef), "a blank node"
        return (str(term),)

    if format_ not in NAMED:
        graph = Graph().parse(data=data, format=RDFLIB[format_])
        return {((str(s), str(p), node(o)), "") for s, p, o in graph}
    dataset = Dataset()
    dataset.parse(data=data, format=RDFLIB[format_])
    default = {None, dataset.default_graph.identifier}
    return {((str(s), str(p), node(o)), "" if g in default else str(g)) for s, p, o, g in dataset.quads()}


def triples(quads: set[tuple[Triple, str]]) -> set[Triple]:
    return {triple for triple, _ in quads}
