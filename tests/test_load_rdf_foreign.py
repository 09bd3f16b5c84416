"""Foreign RDF says what its mapping says, and what the mapping does not know is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from tests.test_load_rdf import DESCRIPTION, parsed, refused

FOREIGN = """@prefix ex: <https://example.org/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix c: <https://example.org/company/> .
c:Acme_Tools a ex:Company ; rdfs:label "Acme Tools"@en, "顶点工具"@zh-Hans ; ex:code "9137" ;
  ex:basedIn <https://example.org/place/jinan> ; ex:owns c:Beta .
c:Beta a ex:Company ; rdfs:label "Beta"@en ; ex:founded "1999-05-01"^^xsd:date ; ex:shareholders 3 .
[] a ex:Post ; ex:holder <https://example.org/p/li> ; ex:body c:Beta ; ex:role "chair" .
<https://example.org/p/li> a ex:Human ; rdfs:label "Li Na"@en .
"""
MAPPING = f"""{DESCRIPTION}ignore = ["ex:shareholders"]

[[documents]]
id = "document/mine"
title = "Register"

[prefixes]
ex = "https://example.org/terms#"

[classes]
"ex:Company" = "Enterprise"
"ex:Human" = "Person"
"ex:Post" = "HOLDS_POST"

[predicates]
"rdfs:label@en" = "name_en"
"rdfs:label@zh" = "name_zh"
"ex:code" = "creditCode"
"ex:basedIn" = "LOCATED_IN"
"^ex:owns" = "OWNED_BY"
"ex:founded" = "since"
"ex:holder" = "subject"
"ex:body" = "object"
"ex:role" = "title"

[entities]
"https://example.org/place/jinan" = "government/370100"
"""


def test_foreign_rdf_through_a_mapping(tmp_path: Path) -> None:
    said = parsed(tmp_path / "companies.ttl", FOREIGN, MAPPING).claims
    acme = said["enterprise/acme-tools"].properties
    assert acme == {
        "name_en": "Acme Tools",
        "name_zh": "顶点工具",
        "creditCode": "9137",
        "same_as": ["https://example.org/company/Acme_Tools"],
        "status": "ASSERTED",
    }
    assert said["enterprise/beta"].properties["since"] == "1999-05-01"
    assert {(claim.id.partition("/")[0], claim.subject, claim.object) for claim in said.values() if claim.subject} == {
        ("located-in", "enterprise/acme-tools", "government/370100"),
        ("owned-by", "enterprise/beta", "enterprise/acme-tools"),
        ("holds-post", "person/li", "enterprise/beta"),
    }
    assert all(claim.sources == ("document/mine",) for claim in said.values())
    assert loaders.parse(tmp_path / "companies.ttl.toml").dataset.claims == said


def test_a_mapping_elsewhere_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    wanted = parsed(tmp_path / "companies.ttl", FOREIGN, MAPPING)
    (tmp_path / "companies.ttl").rename(tmp_path / "data/x.ttl")
    (tmp_path / "mapping.toml").write_text(f'file = "data/x.ttl"\n{MAPPING}', "utf-8")
    assert loaders.parse(tmp_path / "mapping.toml").dataset == wanted


def test_unknown_terms_are_counted(tmp_path: Path) -> None:
    found = refused(tmp_path / "companies.ttl", FOREIGN)
    where = "; name what it means in a file beside, or there as one to ignore"
    assert f"companies.ttl: unknown: the class https://example.org/terms#Company: 2 times{where}" in found
    assert f"companies.ttl: unknown: the predicate https://example.org/terms#shareholders: 1 times{where}" in found
    assert len(found) == 13
    found = refused(tmp_path / "companies.ttl", FOREIGN, MAPPING.replace('["ex:shareholders"]', "[]"))
    assert found == ["companies.ttl: unknown: the predicate https://example.org/terms#shareholders: 1 times"]


@pytest.mark.parametrize(
    ("change", "to", "wanted"),
    [
        ('"Enterprise"', '"Company"', "companies.ttl.toml:16: ex:Company: expected an entity or relation type, got 'Company'"),
        ('"creditCode"', '"cost"', "companies.ttl.toml:23: ex:code: expected a property, a relation type, subject or object, got 'cost'"),
        ('"^ex:owns" = "OWNED_BY"', '"^ex:owns" = "name_en"', "companies.ttl.toml:25: ^ex:owns: only a relation has another direction"),
        ('"government/370100"', '"Jinan"', "companies.ttl.toml:32: https://example.org/place/jinan: expected an entity's id, got 'Jinan'"),
        ('"ex:code"', '"zz:code"', "companies.ttl.toml:23: zz:code: expected an IRI, or a name with one of the prefixes"),
        ('"ex:code" = "creditCode"', '"ex:code" = "level"', "level: of https://example.org/company/Acme_Tools: is no property of Enterprise"),
        ('"ex:basedIn" = "LOCATED_IN"', '"ex:basedIn" = "LEADS"', "LEADS does not go from Enterprise to Government"),
        ('[entities]', '[ids]\n"ex:Human" = "ex:code"\n[entities]', "id: of https://example.org/p/li: expected one value of https://example.org/terms#code"),
        ('"https://example.org/place/jinan"', '"https://example.org/place/x"', "LOCATED_IN: of https://example.org/company/Acme_Tools: <https://example.org/place/jinan> is no entity"),
        ('"ex:role" = "title"', '"ex:role" = "since"', "since: of _:"),
        ('source = "document/mine"', "", "source: is required in the file beside"),
        ("ignore", "colour = 1\nignore", "companies.ttl.toml:6: colour: unknown key"),
        ("ignore = [", "ignore = [1, ", "ignore: expected a list of classes and predicates"),
        ('id = "mine"', 'same_as = 1\nid = "mine"', "same_as: expected true or false"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_mapping_is_said(tmp_path: Path, change: str, to: str, wanted: str) -> None:
    assert change in MAPPING
    found = refused(tmp_path / "companies.ttl", FOREIGN, MAPPING.replace(change, to, 1))
    assert any(wanted in line for line in found), found


def test_named_graphs_are_not_dropped_in_silence(tmp_path: Path) -> None:
    text = FOREIGN.replace("c:Beta a", "<https://example.org/graph> { c:Beta a").replace(
        "shareholders 3 .", "shareholders 3 . }"
    )
    (found,) = refused(tmp_path / "companies.trig", text, MAPPING)
    assert found == "companies.trig: unknown: triples in the graph https://example.org/graph: 4 times"
    said = parsed(
        tmp_path / "companies.trig", text, MAPPING.replace("ignore = [", 'ignore = ["https://example.org/graph", ')
    )
    assert "enterprise/beta" in said.claims


def test_two_resources_never_share_an_id(tmp_path: Path) -> None:
    text = FOREIGN + '<https://elsewhere.example/acme-tools> a ex:Company ; rdfs:label "Other"@en .\n'
    (found,) = refused(tmp_path / "companies.ttl", text, MAPPING)
    assert "enterprise/acme-tools is the id of https://example.org/company/Acme_Tools, too" in found
