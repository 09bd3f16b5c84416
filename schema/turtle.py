"""A small rdflib graph that writes the same Turtle every time: for the ontology and its shapes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.term import Node

from schema.vocabularies import expand, namespaces


class TurtleGraph(Graph):
    """An rdflib graph that takes prefixed names, and numbers its blank nodes in the order they are made."""

    def __init__(self, base_iri: str) -> None:
        super().__init__(bind_namespaces="none")
        self.base_iri = base_iri
        self._numbers = count()
        for prefix, namespace in namespaces(base_iri).items():
            self.bind(prefix, namespace)

    def iri(self, term: str) -> URIRef:
        """The IRI of a prefixed name."""
        return URIRef(expand(term, self.base_iri))

    def blank(self) -> BNode:
        """The next blank node."""
        return BNode(f"b{next(self._numbers):05d}")

    def list_of(self, items: Sequence[Node]) -> Node:
        """An RDF list."""
        head: Node = RDF.nil
        for item in reversed(items):
            cell = self.blank()
            self.add((cell, RDF.first, item))
            self.add((cell, RDF.rest, head))
            head = cell
        return head

    def say(self, subject: Node, *pairs: tuple[URIRef, Node]) -> None:
        """Add triples of one subject."""
        for predicate, object_ in pairs:
            self.add((subject, predicate, object_))

    def text(self) -> str:
        """The graph in Turtle."""
        return self.serialize(format="turtle").strip() + "\n"
