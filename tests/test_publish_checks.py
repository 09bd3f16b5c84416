"""The checks in Cypher and the shapes are of one mind: what ships conforms, each broken graph fails for the same reason."""

from __future__ import annotations

import re

import pytest

from graph import checks
from graph.audit import audit
from graph.checks_text import DATE, is_iri
from schema import ENTITIES, EVIDENCE, RELATIONS
from schema.dates import is_date
from tests.broken_graphs import broken
from tests.conftest import Graph
from tests.rdf_sample import filled, whole, written
from tests.test_rdf_shapes import complaints

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of pyshacl and rdflib, of themselves


def found(graph: Graph) -> set[tuple[str, str]]:
    """(id, component) of what the checks find; each fault of the broken graphs is of three statements at most."""
    findings = graph.run(checks.run(graph.database))
    assert all(one.count == len(one.examples) for one in findings)
    return {(example.partition(" ")[0], one.fault.component) for one in findings for example in one.examples}


def test_pyshacl_and_the_checks_see_the_same_in_broken_graphs(empty: Graph) -> None:
    sample, wanted = broken()
    filled(empty, sample)
    assert found(empty) == wanted.keys()
    seen = {
        (id_.removeprefix("id/").removeprefix("statement/"), kind)
        for id_, kind in complaints(written(empty, "ntriples"))
    }
    # A name that is no text in a language is in none of ours either.
    assert {(id_, kind) for id_, kind in seen if kind != "LanguageIn"} == wanted.keys()


def test_everything_there_can_be_conforms(empty: Graph) -> None:
    filled(empty, whole())
    texts = [
        one
        for one in empty.run(checks.run(empty.database))
        if "ends before" not in one.fault.what and "names no" not in one.fault.what
    ]
    assert texts == []


def test_what_ships_conforms(shipped: Graph) -> None:
    assert shipped.run(checks.run(shipped.database)) == []
    assert shipped.run(audit(shipped.database)) == []


def test_what_shacl_has_no_words_for(empty: Graph) -> None:
    sample, _ = broken()
    sample.entities = {id_: said for id_, said in sample.entities.items() if "broken" not in id_}
    sample.relations = {}
    sample.evidence = {}
    early = sample.relate(
        "HOLDS_POST", "person/p", "government/g", ["document/d"], title="x", since="2021-05", until="2021"
    )
    late = sample.relate(
        "HOLDS_POST", "person/p", "government/g", ["document/d"], title="y", since="2021-05", until="2020"
    )
    named = sample.relate("SIGNED", "government/g", "agreement/a", ["document/d"], onBehalfOf="agency/nobody")
    sample.entities["agreement/a"] = {"status": "ASSERTED", "name_en": "x", "sources": ["document/d"]}
    sample.entities["government/one"] = {"status": "ASSERTED", "level": "COUNTY", "name_en": "x", "aliases": "alone"}
    lost = sample.support("holds-post/00000000000000000000", "document/d")
    filled(empty, sample)
    assert early not in {id_ for id_, _ in found(empty)}
    assert found(empty) == {(late, ""), (named, ""), ("government/one", ""), (lost, "")}


@pytest.mark.parametrize(
    "text", ["0000", "0001-12-31", "1900-02-29", "2000-02-29", "2020-02-30", "2021-4", "2021-04-31", "9999"]
)
def test_dates_are_those_that_there_are(text: str) -> None:
    assert (re.fullmatch(DATE, text) is not None) == is_date(text)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://example.org/a?b=c&d=é#部分", True),
        ("urn:isbn:0451450523", True),
        ("https://example.org/%4", False),
        ("https://example.org/a/./b", False),
        ("https://example.org/..", False),
        ("https://example.org/?..", True),
        ("mailto:a@example.org", True),
        ("https://example.org/a b", False),
        ("no", False),
    ],
)
def test_iris_are_those_that_every_reader_takes(text: str, good: bool) -> None:
    assert is_iri(text) is good


def test_every_declared_property_is_checked() -> None:
    faults = [fault for check in checks.checks() for fault in check.faults]
    known = {(fault.owner, fault.property, fault.component) for fault in faults}
    for name, declared in [*ENTITIES.items(), *RELATIONS.items()]:
        for prop in declared.properties.values():
            if prop.required:
                assert (name, prop.name, "MinCount") in known
            if prop.values:
                assert (name, prop.name, "In") in known
            if not prop.kind.many:
                assert (name, prop.name, "MaxCount") in known
    assert {fault.property for fault in faults if fault.owner == "Evidence"} == set(EVIDENCE)
    assert {name for name, _, _ in known} >= {*ENTITIES, *RELATIONS}
