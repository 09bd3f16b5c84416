"""Aggregates, groups, neighbours, timeline and reasons on what ships. That they are right in general is shown by
tests/test_against_reference.py; here stands what a person would look up in the announcements.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.conftest import Graph

CCIC, SUZHOU = "agency/ccic", "agreement/ccic-suzhou-2020"


def test_the_first_pilots_by_province_and_chain(shipped: Graph) -> None:
    data = shipped.data("""{ pilots { aggregate { count batch { min max sum average } }
      groups(by: {place: PROVINCE}) { value entity { id } count groups(by: {related: strengthens}) { entity { id } count } } } }""")
    assert data["pilots"]["aggregate"] == {"count": 6, "batch": {"min": 1, "max": 1, "sum": 6, "average": 1}}
    (shandong,) = data["pilots"]["groups"]
    assert (shandong["value"], shandong["entity"], shandong["count"]) == (None, {"id": "government/370000"}, 6)
    assert {(group["entity"]["id"], group["count"]) for group in shandong["groups"]} >= {
        ("industrial-chain/carbon-fibre", 1),
        ("industrial-chain/green-tea", 1),
    }


def test_groups_of_edges_years_and_types(shipped: Graph) -> None:
    data = shipped.data("""{
      agreement(id: "agreement/ccic-suzhou-2020") { signedBy { groups(by: {property: type}) { value count } }
        attendedBy { groups(by: {edge: status}) { value count } } }
      documents { groups(by: {year: date}, first: 2) { value count } totalCount }
      governments { groups(by: {property: level}) { value count aggregate { count } } } }""")
    levels = {group["value"]: group["count"] for group in data["governments"]["groups"]}
    assert levels == {"COUNTRY": 1, "PROVINCE": 34, "PREFECTURE": 333, "COUNTY": 2850}
    assert list(levels) == ["COUNTY", "PREFECTURE", "PROVINCE", "COUNTRY"]
    assert all(group["aggregate"]["count"] == group["count"] for group in data["governments"]["groups"])
    assert {group["value"] for group in data["agreement"]["signedBy"]["groups"]} == {"Agency", "Government", "Person"}
    assert [group["value"] for group in data["agreement"]["attendedBy"]["groups"]] == ["ASSERTED"]
    counts = [group["count"] for group in data["documents"]["groups"]]
    assert len(counts) == 2
    assert counts == sorted(counts, reverse=True)


def test_exactly_one_thing_to_group_by(shipped: Graph) -> None:
    for by in ("{}", "{property: batch, place: PROVINCE}", "{property: null}"):
        response = shipped.ask(f"{{ pilots {{ groups(by: {by}) {{ count }} }} }}")
        assert [error["extensions"]["code"] for error in response["errors"]] == ["GRAPHQL_VALIDATION_FAILED"]
    asked = "query ($by: PilotGroupBy!) { pilots { groups(by: $by) { value count } } }"
    for given in ({}, {"property": "batch", "place": "PROVINCE"}, {"property": None}):
        response = shipped.ask(asked, {"by": given})
        assert [error["extensions"]["code"] for error in response["errors"]] == ["BAD_USER_INPUT"]
    assert shipped.data(asked, {"by": {"property": "batch"}})["pilots"]["groups"] == [{"value": 1, "count": 6}]
    assert shipped.data(asked, {"by": {"property": "status"}})["pilots"]["groups"] == [
        {"value": "ASSERTED", "count": 6}
    ]


def test_the_order_of_chains_by_how_much_strengthens_them(shipped: Graph) -> None:
    chains = shipped.data(
        "{ industrialChains(orderBy: [{strengthenedBy: {count: DESC}}, {name: DESC}], first: 100) { nodes { name strengthenedBy { totalCount } } } }"
    )["industrialChains"]["nodes"]
    keys = [(-chain["strengthenedBy"]["totalCount"], chain["name"]) for chain in chains]
    assert len(keys) == 14
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)
    assert all(a[1] > b[1] for a, b in pairwise(keys) if a[0] == b[0])


NEIGHBOURS = """query ($id: ID!, $types: [RelationType!], $way: Way, $first: Int, $after: String) {
  neighbours(id: $id, types: $types, way: $way, first: $first, after: $after) { field type way totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor } nodes { id } edges { relation { id type from { id } to { id } title } node { id } } } }"""


def neighbours(graph: Graph, **variables: object) -> list[dict[str, Any]]:
    """The groups of neighbours."""
    found: list[dict[str, Any]] = graph.data(NEIGHBOURS, variables)["neighbours"]
    return found


def test_neighbours_are_what_the_fields_list(shipped: Graph) -> None:
    groups = neighbours(shipped, id=CCIC)
    fields = {group["field"]: {node["id"] for node in group["nodes"]} for group in groups}
    listed = shipped.data(
        f'{{ agency(id: "{CCIC}") {{ {" ".join(f"{name} {{ nodes {{ id }} }}" for name in fields)} }} }}'
    )["agency"]
    assert fields == {name: {node["id"] for node in listed[name]["nodes"]} for name in fields}
    assert {"signed", "owns", "parts", "postHolders"} <= fields.keys()
    for group in groups:
        assert group["totalCount"] == len(group["edges"])
        for edge in group["edges"]:
            ends = (edge["relation"]["from"]["id"], edge["relation"]["to"]["id"])
            assert ends == ((CCIC, edge["node"]["id"]) if group["way"] == "OUT" else (edge["node"]["id"], CCIC))
            assert edge["relation"]["type"] == group["type"]


def test_neighbours_page_by_page(shipped: Graph) -> None:
    country = "government/100000"
    (whole,) = neighbours(shipped, id=country, types=["PART_OF"], way="IN", first=1000)
    found: list[str] = []
    after = None
    for _ in range(20):
        (page,) = neighbours(shipped, id=country, types=["PART_OF"], way="IN", first=7, after=after)
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == [node["id"] for node in whole["nodes"]]
    assert len(found) == whole["totalCount"] >= 31
    assert neighbours(shipped, id="agency/nobody") == neighbours(shipped, id="nothing/at-all") == []
    response = shipped.ask(NEIGHBOURS, {"id": country, "after": after})
    assert [error["extensions"]["code"] for error in response["errors"]] == ["BAD_USER_INPUT"]


def test_the_timeline_of_an_agreement(shipped: Graph) -> None:
    asked = "query ($order: Direction!) { timeline(of: %r, order: $order, first: 1000) { nodes { date kind entity { id } relation { type } } } }"
    events = shipped.data(asked.replace("%r", f'"{SUZHOU}"'), {"order": "ASC"})["timeline"]["nodes"]
    dates = [event["date"] for event in events]
    assert dates == sorted(dates)
    assert {"date": "2020-12-18", "kind": "BEGINNING", "entity": {"id": SUZHOU}, "relation": None} in events
    assert any(event["kind"] == "PUBLICATION" for event in events)
    assert all((event["entity"] is None) != (event["relation"] is None) for event in events)
    backwards = shipped.data(asked.replace("%r", f'"{SUZHOU}"'), {"order": "DESC"})["timeline"]["nodes"]
    assert [event["date"] for event in backwards] == dates[::-1]


def test_the_timeline_of_a_month(shipped: Graph) -> None:
    month = shipped.data(
        '{ timeline(from: "2020-12", to: "2020-12", first: 1000) { nodes { date kind entity { id } } } }'
    )
    asked = '{ ask { eventsBetween(from: "2020-12", to: "2020-12", limit: 1000) { rows } } }'
    rows = shipped.data(asked)["ask"]["eventsBetween"]["rows"]
    events = month["timeline"]["nodes"]
    assert len(events) == len(rows) > 10
    assert sorted(event["date"] for event in events) == sorted(row[0] for row in rows)
    response = shipped.ask("{ timeline { nodes { date } } }")
    assert [error["extensions"]["code"] for error in response["errors"]] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("EN", "Weihai Lingang carbon fibre integration pilot strengthens Carbon fibre industrial chain"),
        ("ZH", "威海临港经济技术开发区碳纤维产业融合试点强化碳纤维产业链"),
        ("FR", None),
    ],
)
def test_why_a_relation_is_believed(shipped: Graph, lang: str, sentence: str | None) -> None:
    pilot = shipped.data('{ pilot(id: "pilot/weihai-lingang-carbon-fibre") { strengthens { edges { id } } } }')["pilot"]
    ((id_),) = [edge["id"] for edge in pilot["strengthens"]["edges"]]
    asked = "query ($id: ID!, $lang: Lang!) { why(id: $id) { id sentence(lang: $lang) status statement { __typename id } documents { id publisher } publishers datasets evidence { document { id } } } }"
    why = shipped.data(asked, {"id": id_, "lang": lang})["why"]
    if sentence:
        assert why["sentence"] == sentence
    assert why["statement"] == {"__typename": "Relation", "id": id_}
    assert why["datasets"] == ["announcements"]
    assert {item["document"]["id"] for item in why["evidence"]} == {document["id"] for document in why["documents"]}
    assert set(why["publishers"]) == {document["publisher"] for document in why["documents"]}
    assert shipped.data(asked, {"id": "agency/nobody", "lang": lang})["why"] is None
    assert shipped.data(asked, {"id": "signed/nothing", "lang": lang})["why"] is None


def test_relay_refetches_what_it_has_by_its_id(shipped: Graph) -> None:
    asked = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Relation { type from { id } } ... on Agency { name(lang: ZH) } } }"
    signed = shipped.data(f'{{ agreement(id: "{SUZHOU}") {{ signedBy {{ edges {{ id node {{ id }} }} }} }} }}')
    edge = signed["agreement"]["signedBy"]["edges"][0]
    ids = [edge["id"], CCIC, "agency/nobody", "?", CCIC]
    assert shipped.data(asked, {"ids": ids})["nodes"] == [
        {"__typename": "Relation", "id": edge["id"], "type": "SIGNED", "from": {"id": edge["node"]["id"]}},
        {"__typename": "Agency", "id": CCIC, "name": "中国检验认证（集团）有限公司"},
        None,
        None,
        {"__typename": "Agency", "id": CCIC, "name": "中国检验认证（集团）有限公司"},
    ]
    one = shipped.data(f'{{ node(id: "{edge["id"]}") {{ id __typename }} gone: node(id: "signed/0") {{ id }} }}')
    assert one == {"node": {"id": edge["id"], "__typename": "Relation"}, "gone": None}


def test_what_was_found_is_shown(shipped: Graph) -> None:
    asked = """query ($text: String!) { search(text: $text, first: 1) { edges { node { id } match { field text spans { start end } } }
      groups(by: {property: type}) { value count } } }"""
    found = shipped.data(asked, {"text": "tanxianwei"})["search"]
    (edge,) = found["edges"]
    assert edge["node"] == {"id": "industrial-chain/carbon-fibre"}
    assert edge["match"]["field"] == "nameZh"
    assert [edge["match"]["text"][span["start"] : span["end"]] for span in edge["match"]["spans"]] == ["碳纤维"]
    assert {group["value"] for group in found["groups"]} >= {"IndustrialChain", "Pilot"}


def test_what_was_found_in_another_order(shipped: Graph) -> None:
    asked = 'query ($by: [SearchOrder!]) { search(text: "carbon", orderBy: $by, first: 100) { edges { score node { id } } } }'
    best, worst, names = (
        [(edge["score"], edge["node"]["id"]) for edge in shipped.data(asked, {"by": by})["search"]["edges"]]
        for by in (None, [{"score": "ASC"}], [{"id": "DESC"}])
    )
    assert [score for score, _ in best] == sorted((score for score, _ in best), reverse=True)
    assert [score for score, _ in worst] == sorted(score for score, _ in best)
    assert [id_ for _, id_ in names] == sorted((id_ for _, id_ in best), reverse=True)
    assert len({score for score, _ in best}) > 1


def test_typed_questions(shipped: Graph) -> None:
    data = shipped.data("""{ ask { chainsOfPilot(pilot: "pilot/weihai-lingang-carbon-fibre") { columns rows }
        pilotsWithoutLeader { rows } } question(name: "chains-of-pilot", parameters: {pilot: "pilot/weihai-lingang-carbon-fibre"}) { rows } }""")
    answer = data["ask"]["chainsOfPilot"]
    assert [row[answer["columns"].index("chain")] for row in answer["rows"]] == ["industrial-chain/carbon-fibre"]
    assert answer["rows"] == data["question"]["rows"]
    assert len(data["ask"]["pilotsWithoutLeader"]["rows"]) > 0
    for operation, code in (
        ("{ ask { chainsOfPilot { rows } } }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ ask { eventsBetween(from: "soon", to: "2020") { rows } } }', "GRAPHQL_VALIDATION_FAILED"),
        ('{ question(name: "events-between", parameters: {from: "soon"}) { rows } }', "BAD_USER_INPUT"),
        ('{ ask { pilotsOfPlace(place: "government/370000", limit: 0) { rows } } }', "BAD_USER_INPUT"),
    ):
        assert [error["extensions"]["code"] for error in shipped.ask(operation)["errors"]] == [code]
    few = shipped.ask('{ ask { pilotsOfPlace(place: "government/370000") { rows } } }', max_rows=5)
    assert [error["extensions"]["code"] for error in few["errors"]] == ["ROW_LIMIT_EXCEEDED"]
