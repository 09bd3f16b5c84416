"""Search by name over the shipped data: what is found first, what is not found, where it was found, and that nothing breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.execution import Executor
from api.runtime import runtime_schema
from graph.driver import Database
from graph.names import fold, plain
from graph.search import NOTHING, chinese_query, latin_query, matched
from graph.settings import Settings
from tests.conftest import Graph
from tests.test_questions import ask

ASKED = "query ($text: String!) { search(text: $text, first: 50) { totalCount edges { score node { id } } } }"

# What is typed, what is wanted, and among how many of the first it has to be.
FOUND = [
    # Chinese: whole, part, the beginning, several parts
    ("国家认证认可监督管理委员会", "agency/cnca", 1),
    ("威海市", "government/371000", 1),
    ("山东", "government/370000", 1),
    ("光威复合材料", "enterprise/guangwei-composites", 1),
    ("青岛西海", "pilot-zone/qingdao-west-coast-new-area", 1),
    ("认证认可监督", "agency/cnca", 1),
    ("西海岸 新区", "pilot-zone/qingdao-west-coast-new-area", 1),
    ("苏州制造品牌", "programme/suzhou-design", 2),  # in the name with quotation marks between
    # a single character: the first, one within, the last
    ("碳", "industrial-chain/carbon-fibre", 1),
    ("纤", "industrial-chain/carbon-fibre", 1),
    ("链", "industrial-chain/new-displays", 20),
    ("苏 认证", "platform/suzhou-certification-services-center", 3),
    # one wrong, missing, too many
    ("碳千维", "industrial-chain/carbon-fibre", 1),
    ("碳纤唯", "industrial-chain/carbon-fibre", 1),
    ("中国质量认征中心", "agency/cqc", 1),
    ("国家认证认可监督官理委员会", "agency/cnca", 1),
    ("西海岸区", "pilot-zone/qingdao-west-coast-new-area", 1),
    ("光威复材料", "enterprise/guangwei-composites", 1),
    ("西海大岸新区", "pilot-zone/qingdao-west-coast-new-area", 1),
    ("碳素纤维", "industrial-chain/carbon-fibre", 1),
    ("苏州的认证服务中心", "platform/suzhou-certification-services-center", 1),
    # homophones, traditional characters, full width
    ("未海", "government/371000", 1),
    ("苏洲市", "government/320500", 3),
    ("廣東省", "government/440000", 1),
    ("國家認證認可監督管理委員會", "agency/cnca", 1),
    ("ＣＱＣ", "agency/cqc", 1),
    # English and French
    ("Suzhou", "government/320500", 1),
    ("Department of Finance", "agency/shandong-department-of-finance", 1),
    ("The Bureau of Quality Supervision in Yantai", "agency/yantai-bureau-of-quality-supervision", 1),
    ("West-Coast New Area", "pilot-zone/qingdao-west-coast-new-area", 1),
    ("Jinan high-tech zone", "pilot-zone/jinan-high-tech-zone", 1),
    ("filière de la fibre de carbone", "industrial-chain/carbon-fibre", 1),
    ("filiere fibre carbone", "industrial-chain/carbon-fibre", 1),
    ("ﬁbre de carbone", "industrial-chain/carbon-fibre", 1),
    ("centre de la certification de la qualité", "agency/cqc", 1),
    ("la côte ouest", "pilot-zone/qingdao-west-coast-new-area", 1),
    ("association accréditation", "organization/ccaa", 1),
    ("Association d’accréditation", "organization/ccaa", 1),
    ("Lu Mei", "person/lu-mei", 1),
    # misspelt
    ("certificaton center suzhou", "platform/suzhou-certification-services-center", 1),
    ("Shandogn", "government/370000", 1),
    ("Guangdnog", "government/440000", 2),
    ("carbn fiber", "industrial-chain/carbon-fibre", 1),
    ("acreditation", "programme/world-accreditation-day", 3),
    ("maanshan", "government/340500", 1),
    ("xian", "government/610100", 5),
    # by sound: joined, in syllables, unfinished, initials
    ("weihailingang", "pilot-zone/weihai-lingang-economic-and-technological-development-zone", 1),
    ("tanxianwei", "industrial-chain/carbon-fibre", 1),
    ("zhongguozhiliang", "agency/cqc", 1),
    ("wei hai", "government/371000", 1),
    ("xi an", "government/610100", 3),
    ("tan xian wei", "industrial-chain/carbon-fibre", 1),
    ("wei hai lingang", "pilot-zone/weihai-lingang-economic-and-technological-development-zone", 1),
    ("zhonggguo", "government/100000", 1),
    ("guojiarenzhengrenk", "agency/cnca", 1),
    ("tan xian w", "industrial-chain/carbon-fibre", 1),
    ("lvcha", "industrial-chain/green-tea", 1),
    ("lücha", "industrial-chain/green-tea", 1),
    ("lu cha", "industrial-chain/green-tea", 1),
    ("chong qing", "government/500000", 1),
    ("chang sha", "government/430100", 3),
    ("whgw", "enterprise/guangwei-composites", 1),
    ("zgzlrz", "agency/cqc", 1),
    ("bjs", "government/110000", 3),
    # more than one script
    ("Weihai carbon", "pilot/weihai-lingang-carbon-fibre", 3),
    ("Weihai 碳纤维", "pilot/weihai-lingang-carbon-fibre", 1),
    ("CQC 合作", "agreement/cqc-changchun-2020", 1),
    ("weihai 临岗", "pilot-zone/weihai-lingang-economic-and-technological-development-zone", 2),
]

# Names as they are typed: from how many characters on the wanted one is among the first three.
TYPED = [
    ("guangwei", 6, "enterprise/guangwei-composites"),
    ("shandong province", 5, "government/370000"),
    ("chongqing", 6, "government/500000"),
    ("accreditation day", 14, "programme/world-accreditation-day"),
    ("filière du thé vert", 15, "industrial-chain/green-tea"),
    ("中国质量认证中心", 4, "agency/cqc"),
    ("威海光威复合材料", 3, "enterprise/guangwei-composites"),
    ("tanxianwei", 7, "industrial-chain/carbon-fibre"),
    ("guangweifuhe", 6, "enterprise/guangwei-composites"),
]


@lru_cache(maxsize=1)
def executor(database: Database) -> Executor:
    """One for all tests here: the operation is the same, so it is compiled once."""
    return Executor(runtime_schema(), database, Settings.read({}))


def search(shipped: Graph, text: str) -> Any:
    """The answer to a search, which has no errors."""
    response = shipped.run(executor(shipped.database).execute(ASKED, {"text": text}))
    assert "errors" not in response, response["errors"]
    return response["data"]["search"]


def found(shipped: Graph, text: str) -> list[str]:
    """The ids that a search gives, best first."""
    return [edge["node"]["id"] for edge in search(shipped, text)["edges"]]


def counted(shipped: Graph, text: str) -> int:
    """How many a search gives."""
    total: int = search(shipped, text)["totalCount"]
    return total


@pytest.mark.parametrize(("text", "wanted", "among"), FOUND)
def test_what_is_meant_comes_first(shipped: Graph, text: str, wanted: str, among: int) -> None:
    assert wanted in (first := found(shipped, text))[:among], first[:5]


@pytest.mark.parametrize(("name", "shortest", "wanted"), TYPED)
def test_as_it_is_typed(shipped: Graph, name: str, shortest: int, wanted: str) -> None:
    missed = {
        name[:length]: first[:3]
        for length in range(shortest, len(name) + 1)
        if wanted not in (first := found(shipped, name[:length]))[:3]
    }
    assert missed == {}


def test_what_sounds_alike_does_not_flood_the_answer(shipped: Graph) -> None:
    # English words that are syllables, or several: only what is called so, or begins so, and next to nothing by its sound.
    for word, most in {"tea": 2, "man gao": 0, "change": 7, "machine": 2, "can": 15, "sea": 6, "wine": 2}.items():
        assert counted(shipped, word) <= most, word
    assert found(shipped, "green tea") == ["industrial-chain/green-tea", "pilot/rizhao-green-tea"]
    assert set(found(shipped, "碳纤维")) == {"industrial-chain/carbon-fibre", "pilot/weihai-lingang-carbon-fibre"}
    # One pair of characters in common is not enough.
    assert counted(shipped, "威海光威复合财料") == 1
    assert counted(shipped, "青岛西海岸新区") < 10


def test_whoever_is_called_so_in_english_comes_before_who_sounds_so(shipped: Graph) -> None:
    first = found(shipped, "Lu Mei")
    assert first[0] == "person/lu-mei"
    for text in ("Weihai", "Suzhou", "Long"):
        wanted = shipped.read(
            "CYPHER 25 MATCH (n:Entity) WHERE any(w IN split(n._names, '\n') WHERE w = $w OR w STARTS WITH $w + ' ') "
            "RETURN collect(n.id)",
            {"w": text.lower()},
        )[0][0]
        assert found(shipped, text)[0] in wanted


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="+-&|!(){}[]^\"~*?:\\/ \t\n\0ANDORTO威海碳aeiouwhg'’0", max_size=80),
        st.lists(
            st.sampled_from(
                ["AND", "OR", "NOT", "TO", "wei", "hai", "weihai", "an", "de", "威海", "市", "l'", "*", "~2"]
            ),
            max_size=25,
        ).map(" ".join),
    )
)
def test_nothing_typed_is_an_operator_or_an_error(shipped: Graph, text: str) -> None:
    answer = search(shipped, text)
    if not any(character.isalnum() for character in plain(fold(text))):
        assert answer["totalCount"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \0\x01\x1f\x7f",
        "a" * 10_000,
        "威" * 10_000,
        "威海 " * 3_000,
        "威海光威复合材料股份有限公司国家认证认可监督管理委员会" * 10,
        "shan " * 2_000,
        "xianxianxian" * 800,
        " ".join(
            f"{word}{end}" for word in ("shan", "chang", "xiang", "jiang", "guang") for end in ("", "g", "x", "shan")
        ),
        "distrct countyy cityy autonomus provnce zonee develpment tecnological economc industral",
        "ﷺ" * 600,
    ],
    ids=lambda text: f"{len(text)} {text[:10]!r}",
)
def test_long_and_strange_texts(shipped: Graph, text: str) -> None:
    assert len(search(shipped, text)["edges"]) <= 50


def test_lone_surrogates_do_not_reach_a_query(shipped: Graph) -> None:
    for text in ("\ud800", "威海\udfff", "wei\ud800hai"):
        assert (chinese_query(text) + latin_query(text) + fold(text)).encode()
        assert len(search(shipped, text)["edges"]) <= 50
    assert chinese_query("\ud800") == latin_query("\ud800") == NOTHING


def names_of(properties: Mapping[str, Any]) -> dict[str, str | list[str] | None]:
    """An entity's names as `matched` takes them."""
    fields = {"nameEn": "name_en", "nameZh": "name_zh", "nameFr": "name_fr", "aliases": "aliases", "title": "title"}
    return {field: properties.get(name) for field, name in fields.items()}


@pytest.mark.parametrize("text", sorted({text for text, _, _ in FOUND} | {"de", "sh", "xi", "市", "区", "经开区"}))
def test_all_that_is_found_can_be_shown_why(shipped: Graph, text: str) -> None:
    rows = shipped.read(
        "CYPHER 25 MATCH (n:Entity) WHERE n.id IN $ids RETURN n.id, properties(n)",
        {"ids": found(shipped, text)},
    )
    assert [id_ for id_, properties in rows if matched(text, names_of(properties)) is None] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("纤", "industrial-chain/carbon-fibre"),
        ("中国质量认征中心", "agency/cqc"),
        ("西海岸区", "pilot-zone/qingdao-west-coast-new-area"),
        ("Department of Finance", "agency/shandong-department-of-finance"),
        ("thé vert", "industrial-chain/green-tea"),
        ("wei hai", "government/371000"),
        ("lü cha", "industrial-chain/green-tea"),
        ("whgw", "enterprise/guangwei-composites"),
        ("CQC 合作", "agreement/cqc-changchun-2020"),
    ],
)
def test_the_question_that_can_be_pasted_finds_most_of_it_too(shipped: Graph, text: str, wanted: str) -> None:
    assert ask(shipped, "search", text=text)[0]["entity"] == wanted
