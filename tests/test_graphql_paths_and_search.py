"""Paths and search in GraphQL, over the shipped data."""

from __future__ import annotations

import pytest

from tests.conftest import Graph
from tests.test_graphql import ids
from tests.test_graphql_bounds import code


def test_every_hop_of_a_path_has_evidence(shipped: Graph) -> None:
    paths = shipped.data(
        """{ paths(from: "agency/cnca", to: "government/320500", maxLength: 6) { length nodes { id __typename }
               relations { id type from { id } to { id } status evidence { document { id } } } } }"""
    )["paths"]
    assert paths
    for path in paths:
        assert path["nodes"][0]["id"] == "agency/cnca"
        assert path["nodes"][-1]["id"] == "government/320500"
        assert path["length"] == len(path["relations"]) == len(path["nodes"]) - 1 <= 6
        assert all(relation["evidence"] for relation in path["relations"])
        for relation, before, after in zip(path["relations"], path["nodes"], path["nodes"][1:], strict=False):
            assert {relation["from"]["id"], relation["to"]["id"]} == {before["id"], after["id"]}
    assert [path["length"] for path in paths] == sorted(path["length"] for path in paths)


def test_paths_over_chosen_relations_and_bounds(shipped: Graph) -> None:
    asked = """query ($types: [RelationType!], $n: Int) { paths(from: "agency/cqc", to: "government/320500", types: $types, first: $n, maxLength: 4) { relations { type } } }"""
    found = shipped.data(asked, {"types": ["OWNED_BY", "SIGNED"]})["paths"]
    assert [r["type"] for r in found[0]["relations"]] == ["OWNED_BY", "SIGNED", "SIGNED"]
    assert {r["type"] for path in found for r in path["relations"]} == {"OWNED_BY", "SIGNED"}
    assert len(shipped.data(asked, {"n": 1})["paths"]) == 1
    assert shipped.data(asked, {"types": ["FEEDS"]})["paths"] == []
    assert shipped.data('{ paths(from: "agency/cqc", to: "agency/cqc") { length } }')["paths"] == []
    assert (
        code(shipped.ask('{ paths(from: "agency/cqc", to: "agency/ccic", maxLength: 9) { length } }'))
        == "BAD_USER_INPUT"
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("西海岸新区", "pilot-zone/qingdao-west-coast-new-area"),
        ("Xihai'an", "pilot-zone/qingdao-west-coast-new-area"),
        ("Suzhou Certification Services Center", "platform/suzhou-certification-services-center"),
        ("Certfication Servces Center Suzhou", "platform/suzhou-certification-services-center"),
        ("fibre de carbone", "industrial-chain/carbon-fibre"),
        ("绿茶", "industrial-chain/green-tea"),
        ("guangw", "enterprise/guangwei-composites"),
        ("acréditation", "programme/world-accreditation-day"),
        ("Suzhou City", "government/320500"),
        ("苏州市", "government/320500"),
    ],
)
def test_search(shipped: Graph, text: str, first: str) -> None:
    edges = shipped.data("query ($t: String!) { search(text: $t) { edges { score node { id } } } }", {"t": text})[
        "search"
    ]["edges"]
    found = [edge["node"]["id"] for edge in edges]
    assert first in found[:3]
    scores = [edge["score"] for edge in edges]
    assert scores == sorted(scores, reverse=True)


def test_search_by_type_by_page_and_for_nothing(shipped: Graph) -> None:
    asked = 'query ($types: [EntityType!], $after: String) { search(text: "Lanshan", types: $types, first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id __typename } } }'
    page = shipped.data(asked, {"types": ["Government"]})["search"]
    assert {node["__typename"] for node in page["nodes"]} == {"Government"}
    assert set(ids(page)) == {"government/371103", "government/371302"}
    following = shipped.data(asked, {"types": ["Government"], "after": page["pageInfo"]["endCursor"]})["search"]
    assert not set(ids(following)) & set(ids(page))
    assert following["totalCount"] == page["totalCount"]
    for text in ("", "   ", '"', "AND OR NOT", "~*?:\\/()[]{}^", "*", "a" * 5000):
        assert "errors" not in shipped.ask("query ($t: String!) { search(text: $t) { totalCount } }", {"t": text})
