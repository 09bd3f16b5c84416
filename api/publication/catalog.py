"""The catalogue of a publication: DCAT 3, VoID and PROV-O, in Turtle and JSON-LD.

https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/void/, https://www.w3.org/TR/prov-o/. It says when nothing was
made: the day is that of the newest document, so that the same graph gives the same catalogue.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, XSD
from rdflib.term import Node

from api.publication.index import About, Counts
from api.publication.packed import Sums
from api.rdf.dump import FORMATS
from graph.checks_text import is_iri
from schema import ENTITIES, RELATIONS
from schema.dates import first_day, last_day
from schema.turtle import TurtleGraph
from schema.vocabularies import VOCABULARIES, class_term, relation_term

TURTLE, JSON_LD = "catalog.ttl", "catalog.jsonld"

_VOID = Namespace("http://rdfs.org/ns/void#")
_DCAT_VERSION = URIRef(f"{DCAT}version")  # of DCAT 3, which rdflib does not list
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_LICENCES = "http://spdx.org/licenses/"  # https://spdx.org/licenses/: the addresses that SPDX gives its identifiers
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_SPDX_ID = re.compile(r"(?!NOASSERTION|NONE)[A-Za-z0-9][A-Za-z0-9.+-]*\Z")
_JSON_LINES = "application/x-ndjson"  # no type is registered for JSON Lines
_PREFIXES = {"void": str(_VOID), "spdx": str(_SPDX)}
_OTHER = {
    "ontology.ttl": ("The ontology (RDFS, OWL)", "text/turtle"),
    "shapes.ttl": ("The shapes (SHACL)", "text/turtle"),
    "context.jsonld": ("The JSON-LD context", "application/ld+json"),
    "entities/schema.json": ("The JSON Schema of the entities' files", "application/schema+json"),
    "statements.jsonl.gz": ("Every statement, one a line", _JSON_LINES),
    "merged.jsonl.gz": ("Ids that were merged, and into what", _JSON_LINES),
}


def texts(about: About, version: str, counts: Counts, files: Mapping[str, Sums]) -> dict[str, bytes]:
    """The catalogue's files, by path in the publication."""
    made = _Catalog(about, version, counts, files)
    made.catalog()
    turtle = made.graph.text()
    return {TURTLE: turtle.encode(), JSON_LD: _json_ld(made.graph).encode()}


class _Catalog:
    def __init__(self, about: About, version: str, counts: Counts, files: Mapping[str, Sums]) -> None:
        self.about, self.version, self.counts, self.files = about, version, counts, files
        self.graph = TurtleGraph(about.base_iri)
        for prefix, namespace in _PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self.whole = self.at("#graph")

    def at(self, path: str) -> URIRef:
        """The address of a file of the publication, or of a thing that the catalogue speaks of (`#...`)."""
        return URIRef(f"{self.about.address}/{TURTLE if path.startswith('#') else ''}{path}")

    def catalog(self) -> None:
        """Say everything."""
        catalog, activity = self.at("#catalog"), self.at("#publishing")
        self.graph.say(
            catalog,
            (RDF.type, DCAT.Catalog),
            (DCTERMS.title, Literal("Qianglian: publications", lang="en")),
            (DCAT.dataset, self.whole),
            (FOAF.primaryTopic, self.whole),
        )
        self.graph.say(activity, (RDF.type, PROV.Activity))
        self.graph.say(
            self.whole,
            (RDF.type, DCAT.Dataset),
            (RDF.type, _VOID.Dataset),
            (RDF.type, PROV.Entity),
            (DCTERMS.title, Literal("Who strengthens what in China's quality infrastructure", lang="en")),
            (DCTERMS.identifier, Literal(self.version)),
            (_DCAT_VERSION, Literal(self.version)),
            (DCTERMS.conformsTo, URIRef(f"{self.about.base_iri}/ontology")),
            (PROV.wasGeneratedBy, activity),
        )
        self.coverage()
        self.datasets(activity)
        self.statistics()
        self.distributions()

    def coverage(self) -> None:
        """When the newest document was published, the time statements are of, the languages of documents."""
        if self.counts.published:
            self.graph.say(self.whole, (DCTERMS.modified, _date(last_day(self.counts.published[1]))))
        period = self.at("#period")
        since, until = self.counts.since, self.counts.until
        if since and until:
            self.graph.say(self.whole, (DCTERMS.temporal, period))
            self.graph.say(
                period,
                (RDF.type, DCTERMS.PeriodOfTime),
                (DCAT.startDate, _date(first_day(since))),
                (DCAT.endDate, _date(last_day(until))),
            )
        for language in sorted(self.counts.languages):
            self.graph.say(self.whole, (DCTERMS.language, Literal(language)))

    def datasets(self, activity: URIRef) -> None:
        """The datasets that were loaded, with licence and publisher, and the documents that all is taken from."""
        for one in self.about.datasets:
            node, publisher = self.at(f"#dataset-{one['id']}"), self.at(f"#publisher-{one['id']}")
            licence = one["licence"]
            self.graph.say(
                node,
                (RDF.type, DCAT.Dataset),
                (RDF.type, PROV.Entity),
                (DCTERMS.identifier, Literal(one["id"])),
                (DCTERMS.title, Literal(one["title"])),
                (DCTERMS.publisher, publisher),
                _licence(licence),
            )
            self.graph.say(publisher, (RDF.type, FOAF.Agent), (FOAF.name, Literal(one["publisher"])))
            self.graph.say(self.whole, (PROV.wasDerivedFrom, node), _licence(licence))
            self.graph.say(activity, (PROV.used, node))
        for source in self.counts.sources:
            self.graph.say(self.whole, (DCTERMS.source, URIRef(f"{self.about.base_iri}/id/{source['id']}")))

    def statistics(self) -> None:
        """VoID: how many triples, entities of each class and uses of each relation."""
        statements = self.counts.kinds
        entities = sum(statements[name] for name in ENTITIES)
        self.graph.say(
            self.whole,
            (_VOID.triples, Literal(self.counts.triples)),
            (_VOID.entities, Literal(entities)),
            (_VOID.uriSpace, Literal(f"{self.about.base_iri}/id/")),
        )
        for namespace in sorted(VOCABULARIES.values()):
            self.graph.say(self.whole, (_VOID.vocabulary, URIRef(namespace)))
        for name, cls in ENTITIES.items():
            if count := statements[name]:
                part = self.at(f"#class-{name}")
                self.graph.say(self.whole, (_VOID.classPartition, part))
                self.graph.say(
                    part, (_VOID["class"], self.graph.iri(class_term(cls))), (_VOID.entities, Literal(count))
                )
        for name, relation in RELATIONS.items():
            if count := statements[name]:
                part = self.at(f"#relation-{name}")
                self.graph.say(self.whole, (_VOID.propertyPartition, part))
                # Of statements, each of which is a triple of rdf:predicate; several may share a plain triple.
                term = self.graph.iri(relation_term(relation))
                self.graph.say(part, (_VOID.property, term), (_VOID.entities, Literal(count)))

    def distributions(self) -> None:
        """Every file, with its size, checksum and media type."""
        for one in FORMATS.values():
            path = f"rdf/graph{one.extension}.gz"
            self.distribution(path, f"RDF ({one.media_type})", one.media_type)
            self.graph.say(self.whole, (_VOID.dataDump, self.at(path)))
        for name in ENTITIES:
            self.distribution(f"entities/{name}.jsonl.gz", f"{name}: entities, one a line", _JSON_LINES)
        for path, (title, media_type) in _OTHER.items():
            self.distribution(path, title, media_type)

    def distribution(self, path: str, title: str, media_type: str) -> None:
        """One file."""
        sums, name = self.files[path], re.sub(r"[^A-Za-z0-9]+", "-", path)
        node, checksum = self.at(f"#file-{name}"), self.at(f"#checksum-{name}")
        self.graph.say(self.whole, (DCAT.distribution, node))
        self.graph.say(
            node,
            (RDF.type, DCAT.Distribution),
            (DCTERMS.title, Literal(title, lang="en")),
            (DCAT.downloadURL, self.at(path)),
            (DCAT.accessURL, self.at(path)),
            (DCAT.byteSize, Literal(sums.bytes, datatype=XSD.nonNegativeInteger)),
            (DCAT.mediaType, URIRef(_MEDIA + media_type)),
            (_SPDX.checksum, checksum),
        )
        if path.endswith(".gz"):
            self.graph.say(node, (DCAT.compressFormat, URIRef(f"{_MEDIA}application/gzip")))
        self.graph.say(
            checksum,
            (RDF.type, _SPDX.Checksum),
            (_SPDX.algorithm, _SPDX.checksumAlgorithm_sha256),
            (_SPDX.checksumValue, Literal(sums.sha256, datatype=XSD.hexBinary)),
        )


def _date(text: str) -> Literal:
    return Literal(text, datatype=XSD.date, normalize=False)


def _licence(said: str) -> tuple[URIRef, Node]:
    """dcterms:license where it is an address or an identifier of SPDX, else what is said of rights."""
    if is_iri(said):
        return DCTERMS.license, URIRef(said)
    return (DCTERMS.license, URIRef(_LICENCES + said)) if _SPDX_ID.match(said) else (DCTERMS.rights, Literal(said))


def _json_ld(graph: TurtleGraph) -> str:
    """The same triples as JSON-LD, one node after the other in the order of their addresses.

    rdflib orders neither the nodes nor the values that a set gives it.
    """
    context = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    said = json.loads(graph.serialize(format="json-ld", context=context))
    nodes = [{key: _ordered(value) for key, value in sorted(node.items())} for node in said["@graph"]]
    whole = {
        "@context": dict(sorted(said["@context"].items())),
        "@graph": sorted(nodes, key=lambda node: str(node["@id"])),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _ordered(value: object) -> object:
    return sorted(value, key=lambda one: json.dumps(one, sort_keys=True)) if isinstance(value, list) else value
