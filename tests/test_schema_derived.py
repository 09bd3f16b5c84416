"""The ontology is sound, and what is derived from it and committed says what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DC, DCTERMS, FOAF, ORG, OWL, PROV, QB, RDFS, SDO, SH, SKOS, XSD

from graph.settings import Settings
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Entity, Kind
from schema.context import context, context_text
from schema.derive import derived
from schema.owl import owl_text
from schema.page import page_text
from schema.shacl import shacl_text
from schema.vocabularies import (
    DEFAULT_BASE,
    ENTITY_CLASS,
    EVIDENCE_CLASS,
    HAS_EVIDENCE,
    VOCABULARIES,
    class_term,
    declared_properties,
    expand,
    inverse_term,
    is_link,
    json_key,
    namespaces,
    property_term,
    relation_term,
    statement_class,
)

ROOT = Path(__file__).parent.parent
BASE = "https://graph.example.org/sub"
KNOWN = {
    "dc": DC,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "qb": QB,
    "rdf": RDF,
    "schema": SDO,
    "skos": SKOS,
}
# Younger than rdflib's list; https://schema.org/Certification and https://schema.org/certificationIdentification
YOUNGER = {"schema:Certification", "schema:certificationIdentification"}


def iri(term: str, base: str = BASE) -> URIRef:
    return URIRef(expand(term, base))


@pytest.mark.parametrize("path", derived())
def test_committed_files_are_what_the_ontology_says(path: str) -> None:
    written = (ROOT / path).read_text(encoding="utf-8")
    assert written == derived()[path], f"{path} has drifted from schema/: run scripts/derive.py"


def test_the_committed_files_have_the_default_base() -> None:
    assert Settings.read({}).base_iri == DEFAULT_BASE


@pytest.mark.parametrize("seed", ["0", "1"])
def test_derived_texts_do_not_depend_on_hashing(seed: str) -> None:
    code = "import sys; from schema.derive import derived; sys.stdout.buffer.write(repr(derived()).encode())"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert run.stdout.decode() == repr(derived())


def test_terms_of_other_vocabularies_exist() -> None:
    terms = {term for cls in ENTITIES.values() for term in cls.terms}
    terms |= {property_term(prop) for _, prop in declared_properties()} | {
        relation_term(cls) for cls in RELATIONS.values()
    }
    for term in sorted(terms - YOUNGER):
        prefix, _, local = term.partition(":")
        if prefix != "q":
            assert local in KNOWN[prefix], term
            assert str(KNOWN[prefix]) == VOCABULARIES[prefix]


def test_terms_are_distinct() -> None:
    """What reads an export back knows from the type and the term which property or relation it is."""
    relations = Counter(term for cls in RELATIONS.values() for term in (relation_term(cls), inverse_term(cls)))
    assert max(relations.values()) == 1
    for cls in ENTITIES.values():
        props = Counter(
            (property_term(prop), prop.language) for prop in (*cls.properties.values(), *STATEMENT.values())
        )
        assert max(props.values()) == 1, cls
        assert not {term for term, _ in props} & set(relations), cls
    for relation in RELATIONS.values():
        terms = Counter(property_term(prop) for prop in (*relation.properties.values(), *STATEMENT.values()))
        assert max(terms.values()) == 1, relation
        assert not set(terms) & {"rdf:subject", "rdf:predicate", "rdf:object", HAS_EVIDENCE}
    assert len({property_term(prop) for prop in EVIDENCE.values()}) == len(EVIDENCE)


def test_a_term_is_of_one_kind() -> None:
    """One RDF property cannot have both IRIs and literals, or be a relation and a property."""
    links = {property_term(prop): is_link(prop) for _, prop in declared_properties()}
    for _, prop in declared_properties():
        assert links[property_term(prop)] == is_link(prop), prop
    assert not links.keys() & {term for cls in RELATIONS.values() for term in (relation_term(cls), inverse_term(cls))}


def test_class_names_are_distinct() -> None:
    classes = [class_term(cls) for cls in ENTITIES.values()] + [statement_class(cls) for cls in RELATIONS.values()]
    assert len({*classes, ENTITY_CLASS, EVIDENCE_CLASS}) == len(classes) + 2


def test_graphql_names_do_not_collide() -> None:
    roots = [name for cls in ENTITIES.values() for name in (cls.one, cls.many)] + ["node", "search", "paths"]
    assert len(set(roots)) == len(roots)
    common = [
        "id",
        "name",
        "names",
        "evidence",
        *(prop.field for prop in (*Entity.properties.values(), *STATEMENT.values())),
    ]
    for cls in ENTITIES.values():
        fields = common + [prop.field for prop in cls.own.values()]
        fields += [relation.forward for relation in RELATIONS.values() if relation.objects_of(cls)]
        fields += [relation.inverse for relation in RELATIONS.values() if relation.subjects_of(cls)]
        assert [name for name, times in Counter(fields).items() if times > 1] == [], cls
    for relation in RELATIONS.values():
        fields = [
            "node",
            "cursor",
            "evidence",
            *(prop.field for prop in (*relation.properties.values(), *STATEMENT.values())),
        ]
        assert max(Counter(fields).values()) == 1, relation


def test_names_are_well_formed() -> None:
    for owner, prop in declared_properties():
        assert re.fullmatch(r"[a-z][A-Za-z0-9]*(_[a-z]+)*", prop.name), (owner, prop)
        assert not prop.name.startswith("_")
        assert bool(prop.values) == (prop.kind is Kind.ENUM), (owner, prop)
        assert prop.meaning
    for name in (*ENTITIES, *RELATIONS):
        assert (ENTITIES.get(name) or RELATIONS[name]).__doc__, name
        assert (ENTITIES.get(name) or RELATIONS[name]).labels.keys() == {"en", "zh", "fr"}


def test_owl_has_every_name() -> None:
    graph = Graph().parse(data=owl_text(BASE), format="turtle")
    for cls in ENTITIES.values():
        assert (iri(class_term(cls)), RDF.type, OWL.Class) in graph
        assert {label.language for label in graph.objects(iri(class_term(cls)), RDFS.label)} == {"en", "zh", "fr"}
        assert all((iri(class_term(cls)), RDFS.subClassOf, iri(term)) in graph for term in cls.terms)
    for relation in RELATIONS.values():
        assert (iri(statement_class(relation)), RDFS.subClassOf, RDF.Statement) in graph
        assert (iri(inverse_term(relation)), OWL.inverseOf, iri(relation_term(relation))) in graph
    ends = {"domain": (RDFS.domain, SDO.domainIncludes), "range": (RDFS.range, SDO.rangeIncludes)}
    for term in {property_term(prop) for _, prop in declared_properties()} | {
        relation_term(cls) for cls in RELATIONS.values()
    }:
        for ours, others in ends.values():
            wanted = ours if term.startswith("q:") else others
            assert list(graph.objects(iri(term), wanted)), (term, wanted)
    outside = [term for term in graph.subjects(RDFS.domain) if not str(term).startswith(BASE)]
    assert outside == [], "says something about other people's terms"


def test_shapes_have_every_name() -> None:
    graph = Graph().parse(data=shacl_text(BASE), format="turtle")
    targets = set(graph.objects(None, SH.targetClass))
    wanted = (
        {class_term(cls) for cls in ENTITIES.values()}
        | {statement_class(cls) for cls in RELATIONS.values()}
        | {EVIDENCE_CLASS}
    )
    assert targets == {iri(term) for term in wanted}
    paths = set(graph.objects(None, SH.path))
    assert {iri(property_term(prop)) for _, prop in declared_properties()} <= paths
    assert {iri(relation_term(cls)) for cls in RELATIONS.values()} <= paths


def test_context_has_every_name() -> None:
    terms = context(BASE)
    assert json.loads(context_text(BASE)) == {"@context": terms}
    for _, prop in declared_properties():
        term = terms[json_key(prop)]
        assert isinstance(term, dict)
        assert term["@id"] == property_term(prop)
    for relation in RELATIONS.values():
        assert terms[relation.forward] == {"@id": relation_term(relation), "@type": "@id"}
        assert terms[relation.inverse] == {"@reverse": relation_term(relation), "@type": "@id"}
    keys = [
        *{json_key(prop) for _, prop in declared_properties()},
        *namespaces(BASE),
        "id",
        "type",
        "subject",
        "predicate",
        "object",
        "evidence",
    ]
    keys += [name for cls in RELATIONS.values() for name in (cls.forward, cls.inverse)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's JSON-LD parser uses its own
def test_the_context_reads_a_document_in_our_names() -> None:
    said = {
        "@context": context(BASE),
        "id": "qid:pilot/a",
        "type": "Pilot",
        "nameZh": "试点",
        "batch": 1,
        "since": "2025-09-10",
    }
    said["strengthens"] = "qid:industrial-chain/b"
    said["sources"] = ["qid:document/c"]
    said["aliases"] = [{"@value": "x"}]
    graph = Graph().parse(data=json.dumps(said), format="json-ld")
    pilot = URIRef(f"{BASE}/id/pilot/a")
    assert (pilot, RDF.type, iri("q:Pilot")) in graph
    assert (pilot, iri("q:strengthens"), URIRef(f"{BASE}/id/industrial-chain/b")) in graph
    assert [since.datatype for since in graph.objects(pilot, iri("q:since"))] == [XSD.date]
    assert [name.language for name in graph.objects(pilot, SKOS.prefLabel)] == ["zh"]
    reverse = {"@context": context(BASE), "id": "qid:industrial-chain/b", "strengthenedBy": "qid:pilot/a"}
    assert (pilot, iri("q:strengthens"), None) in Graph().parse(data=json.dumps(reverse), format="json-ld")


def test_the_page_has_every_name() -> None:
    page = page_text(BASE)
    for name in (*ENTITIES, *RELATIONS):
        assert f"### {name}\n" in page
    for _, prop in declared_properties():
        assert f"| `{prop.name}` | `{prop.field}` |" in page
    for relation in RELATIONS.values():
        assert f"`{relation.forward}`" in page
        assert f"`{relation.inverse}`" in page
        assert f"`{relation_term(relation)}`" in page
