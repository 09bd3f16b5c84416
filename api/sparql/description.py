"""What `/sparql` says of itself: the service description (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from api.linked.formats import BY_SUFFIX
from schema.vocabularies import namespaces

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_LANGUAGE = ("SPARQL11Query",)
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_TRIPLES = ("Turtle", "JSON-LD", "RDF_XML", "N-Triples", "TriG", "N-Quads")


@lru_cache(maxsize=32)
def description(suffix: str, address: str, base_iri: str) -> tuple[bytes, str]:
    """The description of the service at `address` in the format of a suffix, and its media type."""
    type_ = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    service, dataset, default = (ox.NamedNode(address + part) for part in ("", "#dataset", "#default-graph"))

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(SD + name)

    said: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]] = [
        (service, type_, sd("Service")),
        (service, sd("endpoint"), service),
        (service, sd("defaultDataset"), dataset),
        *((service, sd("supportedLanguage"), sd(name)) for name in _LANGUAGE),
        *((service, sd("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in (*_RESULTS, *_TRIPLES)),
        (dataset, type_, sd("Dataset")),
        (dataset, sd("defaultGraph"), default),
        (default, type_, sd("Graph")),
        (
            default,
            ox.NamedNode("http://purl.org/dc/terms/description"),
            ox.Literal("The union of all graphs, each named after the document that is its source", language="en"),
        ),
    ]
    target = BY_SUFFIX[suffix].media_type
    format_ = ox.RdfFormat.from_media_type(target)
    assert format_ is not None
    prefixes = {"sd": SD, "formats": _FORMATS, **namespaces(base_iri)}
    made = ox.serialize((ox.Triple(*one) for one in said), format=format_, prefixes=prefixes)
    assert made is not None
    return made, target
