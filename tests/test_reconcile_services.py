"""Suggest, preview and data extension, every answer checked against the specification's schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.reconcile.naming import fields
from schema import ENTITIES
from tests import reconcile_schemas as schemas
from tests.answer_checks import Checked
from tests.conftest import Graph
from tests.served import Send, served
from tests.tables import PEOPLE, dataset, load
from tests.test_reconcile import LINYI, valid

PILOT = "pilot/weihai-lingang-carbon-fibre"


@pytest.fixture
def send(shipped: Graph, tmp_path: Path) -> Iterator[Send]:
    with served(shipped, tmp_path) as sending:
        yield sending


def suggested(send: Send, what: str, prefix: str, **more: str) -> list[dict[str, Any]]:
    answer = send("GET", f"/reconcile/suggest/{what}", params={"prefix": prefix, **more})
    assert answer.status_code == 200, answer.text
    schema = {
        "entity": schemas.SUGGESTED_ENTITIES,
        "property": schemas.SUGGESTED_PROPERTIES,
        "type": schemas.SUGGESTED_TYPES,
    }[what]
    found: list[dict[str, Any]] = valid(answer.json(), schema)["result"]
    return found


@pytest.mark.parametrize("prefix", ["Weihai L", "weihai ling", "威海临港", "whl"])
def test_entities_are_suggested_as_one_types(send: Send, prefix: str) -> None:
    assert any("weihai-lingang" in one["id"] for one in suggested(send, "entity", prefix))


def test_suggestions_go_on(send: Send) -> None:
    first = suggested(send, "entity", "Shandong")
    more = suggested(send, "entity", "Shandong", cursor=str(len(first)))
    assert more
    assert not {one["id"] for one in first} & {one["id"] for one in more}
    assert suggested(send, "entity", "") == []
    assert send("GET", "/reconcile/suggest/entity", params={"prefix": "a", "cursor": "-1"}).status_code == 400


@pytest.mark.parametrize(
    ("what", "prefix", "id_"),
    [
        ("type", "Pil", "Pilot"),
        ("type", "industrial", "IndustrialChain"),
        ("type", "政府", "Government"),
        ("type", "projet", "Pilot"),
        ("property", "str", "strengthens"),
        ("property", "located", "locatedIn"),
        ("property", "within", "within"),
    ],
)
def test_types_and_properties_are_suggested(send: Send, what: str, prefix: str, id_: str) -> None:
    assert suggested(send, what, prefix)[0]["id"] == id_


def test_a_preview_is_a_page_that_may_stand_in_a_frame(send: Send) -> None:
    answer = send("GET", "/reconcile/preview", params={"id": LINYI})
    page = Checked(answer.text)
    assert "Lanshan District" in answer.text
    assert "frame-ancestors" not in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert any(href == f"../id/{LINYI}" for _, href in page.links)
    for path in ("preview", "flyout"):
        assert send("GET", f"/reconcile/{path}", params={"id": "pilot/nobody"}).status_code == 404
    french = send("GET", "/reconcile/preview", params={"id": PILOT}, headers={"accept-language": "fr"})
    assert '<html lang="fr">' in french.text


def extended(send: Send, ids: list[str], properties: list[dict[str, Any]], method: str = "POST") -> dict[str, Any]:
    query = json.dumps(valid({"ids": ids, "properties": properties}, schemas.EXTENSION_QUERY))
    answer = send(method, "/reconcile", **{"data" if method == "POST" else "params": {"extend": query}})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = valid(answer.json(), schemas.EXTENSION)
    assert list(found["rows"]) == ids
    assert all(list(row) == [one["id"] for one in properties] for row in found["rows"].values())
    return found


def test_a_table_is_extended(send: Send) -> None:
    wanted = [{"id": id_} for id_ in ("strengthens", "locatedIn", "within", "batch", "since", "nameZh", "aliases")]
    found = extended(send, [PILOT, "pilot/nobody", LINYI], wanted)
    row = found["rows"][PILOT]
    assert row["strengthens"] == [{"id": "industrial-chain/carbon-fibre", "name": "Carbon fibre industrial chain"}]
    assert row["batch"] == [{"int": 1}]
    assert row["since"] == [{"str": "2025"}]  # a year is no day
    assert row["nameZh"][0]["str"].startswith("威海")
    assert [one["name"] for one in row["within"]][-1] == "China"
    assert set(map(len, found["rows"]["pilot/nobody"].values())) == {0}
    assert {"Lanshan", "兰山"} <= {one["str"] for one in found["rows"][LINYI]["aliases"]}
    assert found["meta"][0]["type"]["id"] == "IndustrialChain"
    assert found == extended(send, [PILOT, "pilot/nobody", LINYI], wanted, "GET")


def test_settings_of_an_extension(send: Send) -> None:
    limited = extended(send, [LINYI], [{"id": "within", "settings": {"limit": "2", "content": "id"}}])
    assert limited["rows"][LINYI]["within"] == [{"str": "government/371300"}, {"str": "government/370000"}]
    named = extended(send, [LINYI], [{"id": "partOf", "settings": {"content": "name"}}])
    assert named["rows"][LINYI]["partOf"] == [{"str": "Linyi City"}]


def test_dates_and_numbers(send: Send) -> None:
    found = extended(
        send,
        ["agreement/ccic-suzhou-2020", "statistic/guangdong-testing-institutions-2017"],
        [{"id": "since"}, {"id": "value"}, {"id": "rank"}],
    )
    rows = found["rows"]
    assert rows["agreement/ccic-suzhou-2020"]["since"] == [{"date": "2020-12-18T00:00:00Z"}]
    assert rows["statistic/guangdong-testing-institutions-2017"]["value"] == [{"float": 2592.0}]
    assert rows["statistic/guangdong-testing-institutions-2017"]["rank"] == [{"int": 1}]


@pytest.mark.parametrize("type_", ENTITIES)
def test_every_property_proposed_can_be_fetched(send: Send, shipped: Graph, type_: str) -> None:
    proposed = valid(send("GET", "/reconcile/propose_properties", params={"type": type_}).json(), schemas.PROPOSALS)
    assert proposed["type"] == type_
    ids = [one["id"] for one in proposed["properties"]]
    assert {"within", "nameEn"} <= set(ids) <= set(fields())
    some = [row[0] for row in shipped.read(f"MATCH (n:{type_}) RETURN n.id ORDER BY n.id LIMIT 3")]
    for at in range(0, len(ids), 30):
        extended(send, some, [{"id": id_} for id_ in ids[at : at + 30]])
    limited = send("GET", "/reconcile/propose_properties", params={"type": type_, "limit": "2"}).json()
    assert limited["properties"] == proposed["properties"][:2]
    assert send("GET", "/reconcile/propose_properties", params={"type": "Nothing"}).status_code == 400


def test_a_merged_id_is_its_successor(empty: Graph, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    empty.run(empty.database.alter("CYPHER 25 CREATE (:Merged {id: 'person/old', into: 'person/p'})"))
    with served(empty, tmp_path) as send:
        assert extended(send, ["person/old"], [{"id": "nameEn"}])["rows"] == {"person/old": {"nameEn": [{"str": "P"}]}}
        found = send("GET", "/reconcile", params={"query": "person/old"}).json()["result"]
        assert [(one["id"], one["match"]) for one in found] == [("person/p", True)]


def test_other_origins_may_ask_where_the_setting_lets_them(shipped: Graph, tmp_path: Path) -> None:
    origin = {"origin": "http://127.0.0.1:3333"}
    with served(shipped, tmp_path, cors_origins=("http://127.0.0.1:3333",)) as send:
        assert send("GET", "/reconcile", headers=origin).headers["access-control-allow-origin"] == origin["origin"]
        assert (
            "access-control-allow-origin"
            not in send("GET", "/reconcile", headers={"origin": "http://evil.example"}).headers
        )
    with served(shipped, tmp_path) as send:
        assert "access-control-allow-origin" not in send("GET", "/reconcile", headers=origin).headers
        assert not send("GET", "/reconcile", params={"callback": "alert"}).text.startswith("alert")  # no JSONP
