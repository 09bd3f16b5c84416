"""The reconciliation service on what ships, every answer checked against the specification's schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests import reconcile_schemas as schemas
from tests.conftest import Graph
from tests.served import Send, served

LINYI, RIZHAO = "government/371302", "government/371103"  # two Lanshan Districts


@pytest.fixture
def send(shipped: Graph, tmp_path: Path) -> Iterator[Send]:
    with served(shipped, tmp_path) as sending:
        yield sending


def valid(value: Any, schema: schemas.Schema) -> Any:
    """The value, which has to fit the schema."""
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(value)
    return value


def ask(send: Send, batch: dict[str, Any], method: str = "POST", **headers: str) -> dict[str, list[dict[str, Any]]]:
    """The candidates for each query of a batch."""
    valid(batch, schemas.QUERY_BATCH)
    text = json.dumps(batch, ensure_ascii=False)
    given = {"data": {"queries": text}} if method == "POST" else {"params": {"queries": text}}
    answer = send(method, "/reconcile", headers=headers, **given)
    assert answer.status_code == 200, answer.text
    found = valid(answer.json(), schemas.RESULT_BATCH)
    assert list(found) == list(batch)
    for one in found.values():
        scores = [candidate["score"] for candidate in one["result"]]
        assert scores == sorted(scores, reverse=True)
        assert [candidate["match"] for candidate in one["result"]].count(True) <= 1
        for candidate in one["result"]:
            assert candidate["features"]
    return {key: one["result"] for key, one in found.items()}


def best(send: Send, query: str, **more: Any) -> dict[str, Any]:
    """The likeliest candidate."""
    return ask(send, {"q": {"query": query, **more}})["q"][0]


def test_the_manifest(send: Send) -> None:
    answer = send("GET", "/reconcile")
    manifest = valid(answer.json(), schemas.MANIFEST)
    assert manifest["identifierSpace"] == "https://qianglian.example/id/"
    assert manifest["view"]["url"] == "http://test/id/{{id}}"
    again = send("GET", "/reconcile", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    # What it names is there, written as OpenRefine does, with the slash of an id encoded.
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        there = send("GET", template.replace("{{id}}", LINYI.replace("/", "%2F")), headers={"accept": "text/html"})
        assert there.status_code in {200, 303}
    for name, one in {**manifest["suggest"], "extend": manifest["extend"]["propose_properties"]}.items():
        there = send("GET", one["service_url"] + one["service_path"], params={"prefix": "a"})
        assert there.status_code == 200, name
    flyout = manifest["suggest"]["entity"]
    there = send("GET", flyout["flyout_service_url"] + flyout["flyout_service_path"].replace("${id}", LINYI))
    assert "Lanshan" in there.json()["html"]


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        ("Lanshan District, Linyi", LINYI),
        ("Lanshan District (Rizhao)", RIZHAO),
        ("Linyi, Lanshan District", LINYI),
        ("Lanshan District in Linyi City, Shandong Province", LINYI),
        ("Linyi Lanshan District", LINYI),
        ("Shandong Linyi Lanshan", LINYI),
        ("临沂市兰山区", LINYI),
        ("山东省临沂市兰山区", LINYI),
        ("山东省日照市岚山区", RIZHAO),
        ("临沂市，兰山区", LINYI),
        ("兰山区", LINYI),
        ("岚山区", RIZHAO),
        ("Linyi City, Shandong", "government/371300"),
        ("Pekin", "government/110000"),
        ("PÉKIN", "government/110000"),
        ("国家认监委", "agency/cnca"),
        ("CNCA", "agency/cnca"),
        ("Pilote d'intégration du thé vert de Rizhao", "pilot/rizhao-green-tea"),
        ("371302", LINYI),
        (LINYI, LINYI),
        (f"https://qianglian.example/id/{LINYI}", LINYI),
        ("Changchun Automotive Test Center Co., Ltd.", "enterprise/changchun-automotive-test-center"),
    ],
)
def test_what_is_certain_matches(send: Send, query: str, id_: str) -> None:
    found = best(send, query)
    assert (found["id"], found["match"], found["score"]) == (id_, True, 100.0)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("Lanshan District", {LINYI, RIZHAO}),
        ("Lanshan District, Shandong", {LINYI, RIZHAO}),
        ("Linyi, Shandong", {"government/371300", "government/371424"}),
        ("Suzhou", {"government/320500", "government/341300", "government/620902"}),
    ],
)
def test_namesakes_do_not_match(send: Send, query: str, ids: set[str]) -> None:
    found = ask(send, {"q": {"query": query}})["q"]
    assert {one["id"] for one in found if one["score"] == 100} == ids
    assert not any(one["match"] for one in found)
    assert len({one["description"] for one in found}) == len(found)  # what tells them apart


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        ("Weihai Lingang carbon fiber integration pilot", "pilot/weihai-lingang-carbon-fibre"),
        ("Changchun Automotive Test Centre Co., Ltd.", "enterprise/changchun-automotive-test-center"),
        ("China Certification and Inspection Group", "agency/ccic"),
        ("Lan shan District, Linyi", LINYI),
        ("青岛西海岸新区新型显示融合试点", "pilot/qingdao-west-coast-new-displays"),
    ],
)
def test_what_is_misspelt_is_found_and_does_not_match(send: Send, query: str, id_: str) -> None:
    found = best(send, query)
    assert (found["id"], found["match"]) == (id_, False)
    assert 60 < found["score"] < 100


def test_nothing_is_found_for_nonsense(send: Send) -> None:
    assert ask(send, {"q": {"query": "qxzwvk jjkq"}}) == {"q": []}


def test_scores_have_their_reasons(send: Send) -> None:
    def features(candidate: dict[str, Any]) -> dict[str, Any]:
        return {feature["id"]: feature["value"] for feature in candidate["features"]}

    right, *others = ask(send, {"q": {"query": "Lanshan District, Linyi", "limit": 20}})["q"]
    assert features(right) == {"name": 1.0, "exact": True, "place": 1.0}
    [wrong] = [one for one in others if one["id"] == RIZHAO]
    assert wrong["score"] < 80
    with_code = best(send, "Lanshan", properties=[{"pid": "code", "v": "371302"}])
    assert (with_code["id"], with_code["match"], features(with_code)["code"]) == (LINYI, True, 1.0)
    against = best(send, "Lanshan District, Linyi", properties=[{"pid": "level", "v": "PROVINCE"}])
    assert (against["id"], against["match"], features(against)["level"]) == (LINYI, False, 0.0)


def test_types_are_conditions_or_wishes(send: Send) -> None:
    weihai = {"query": "Weihai", "limit": 20}
    for types in ("Pilot", ["Pilot"], ["Pilot", "PilotZone"]):
        found = ask(send, {"q": {**weihai, "type": types}})["q"]
        assert {one["type"][0]["id"] for one in found} <= {"Pilot", "PilotZone"}
        assert found
    wished = ask(send, {"q": {**weihai, "type": ["Pilot"], "type_strict": "should"}})["q"]
    assert {"Government", "Pilot"} <= {one["type"][0]["id"] for one in wished}
    assert not wished[0]["match"]
    assert ask(send, {"q": {**weihai, "type": ["Pilot", "PilotZone"], "type_strict": "all"}})["q"] == []
    assert best(send, "Weihai", type="Government")["match"]


@pytest.mark.parametrize(
    ("constraint", "fits"),
    [
        ({"pid": "within", "v": "Linyi City"}, True),
        ({"pid": "within", "v": "临沂"}, True),
        ({"pid": "within", "v": {"id": "government/371300"}}, True),
        ({"pid": "within", "v": {"id": "https://qianglian.example/id/government/371300", "name": "Linyi"}}, True),
        ({"pid": "within", "v": ["Dezhou City", "Linyi City"]}, True),
        ({"pid": "within", "v": "Rizhao City"}, False),
        ({"pid": "partOf", "v": {"id": "government/371300"}}, True),
        ({"pid": "partOf", "v": {"id": "government/371100"}}, False),
        ({"pid": "code", "v": 371302}, True),
        ({"pid": "hosts", "v": {"id": "pilot/linyi-lanshan-commercial-logistics"}}, True),
    ],
)
def test_properties_narrow(send: Send, constraint: dict[str, Any], fits: bool) -> None:
    found = ask(send, {"q": {"query": "Lanshan District", "properties": [constraint], "limit": 20}})["q"]
    [linyi] = [one for one in found if one["id"] == LINYI]
    value = {feature["id"]: feature["value"] for feature in linyi["features"]}[constraint["pid"]]
    assert (value == 1) == fits
    assert found[0]["id"] == (LINYI if fits else RIZHAO)
    assert found[0]["match"]


def test_by_properties_alone(send: Send) -> None:
    assert [one["id"] for one in ask(send, {"q": {"properties": [{"pid": "code", "v": "371302"}]}})["q"]] == [LINYI]
    related = {"properties": [{"pid": "strengthens", "v": {"id": "industrial-chain/green-tea"}}], "type": "Pilot"}
    [found] = ask(send, {"q": related})["q"]
    assert (found["id"], found["score"]) == ("pilot/rizhao-green-tea", 100.0)


def test_every_way_to_ask(send: Send) -> None:
    batch = {f"q{at}": {"query": text, "limit": 3} for at, text in enumerate(["CNCA", "兰山区", "Suzhou", "Pékin"])}
    assert ask(send, batch) == ask(send, batch, "GET")
    single = send("GET", "/reconcile", params={"query": "CNCA"}).json()
    assert valid(single, schemas.RESULTS)["result"][0]["id"] == "agency/cnca"
    typed = send("GET", "/reconcile", params={"query": '{"query": "Weihai", "type": "Pilot", "limit": 1}'}).json()
    assert [one["type"][0]["id"] for one in valid(typed, schemas.RESULTS)["result"]] == ["Pilot"]


def test_names_in_the_language_asked_for(send: Send) -> None:
    batch = {"q": {"query": "371302"}}
    names = {
        lang: ask(send, batch, **{"accept-language": lang})["q"][0]["name"]
        for lang in ("en", "zh-CN", "fr;q=0.1", "de")
    }
    assert names == {
        "en": "Lanshan District",
        "zh-CN": "兰山区",
        "fr;q=0.1": "Lanshan District",
        "de": "Lanshan District",
    }
    assert ask(send, batch, **{"accept-language": "zh"})["q"][0]["type"][0]["name"] == "政府"


@pytest.mark.parametrize(
    "given",
    [
        {"queries": "{"},
        {"queries": "[]"},
        {"queries": '{"q": {}}'},
        {"queries": '{"q": "Linyi"}'},
        {"queries": '{"q": {"query": 1}}'},
        {"queries": '{"q": {"query": "x", "what": 1}}'},
        {"queries": '{"q": {"query": "x", "limit": "5"}}'},
        {"queries": '{"q": {"query": "x", "limit": 0}}'},
        {"queries": '{"q": {"query": "x", "type": "Nothing"}}'},
        {"queries": '{"q": {"query": "x", "type_strict": "never"}}'},
        {"queries": '{"q": {"query": "x", "properties": [{"pid": "nothing", "v": 1}]}}'},
        {"queries": '{"q": {"query": "x", "properties": [{"pid": "code"}]}}'},
        {"queries": '{"q": {"query": "x", "properties": [{"pid": "code", "v": null}]}}'},
        {"queries": json.dumps({f"q{at}": {"query": "x"} for at in range(101)})},
        {"extend": '{"ids": 1, "properties": []}'},
        {"extend": '{"ids": [], "properties": [{"id": "nothing"}]}'},
        {"extend": '{"ids": [], "properties": [{"id": "code", "settings": {"limit": "many"}}]}'},
        {"queries": '{"q": {"query": "\\ud800"}}'},
        {"other": "x"},
    ],
)
def test_what_is_no_query_is_refused(send: Send, given: dict[str, str]) -> None:
    answer = send("POST", "/reconcile", data=given)
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_USER_INPUT"), answer.text


@pytest.mark.parametrize("text", ["\x00", "a" * 100_000, "兰" * 5000, '"\\+-&|!(){}[]^~*?:/', "，，，", "a, " * 500])
def test_odd_texts_are_answered(send: Send, text: str) -> None:
    answer = send("POST", "/reconcile", data={"queries": json.dumps({"q": {"query": text}})})
    assert answer.status_code == 200, answer.text
    valid(answer.json(), schemas.RESULT_BATCH)
