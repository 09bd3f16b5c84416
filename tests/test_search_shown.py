"""What of a name is highlighted, and what is stored and typed to find Chinese names by their sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import pinyin
from graph.fold import claims_of, stored
from graph.names import plain, plain_with_offsets
from graph.search import Match, matched
from graph.statements import Claim
from tests.conftest import Graph


def marked(match: Match | None) -> str:
    """The field and the text with brackets around what is highlighted."""
    assert match is not None
    text = match.text
    for start, end in reversed(match.spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return f"{match.field} {text}"


GUANGWEI: dict[str, str | list[str] | None] = {
    "nameEn": "Weihai Guangwei Composites Co., Ltd.",
    "nameZh": "威海光威复合材料股份有限公司",
    "nameFr": None,
    "aliases": ["Guangwei", "光威复材"],
    "title": None,
}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("guangwei", "aliases [Guangwei]"),
        ("guangwei composites", "nameEn Weihai [Guangwei] [Composites] Co., Ltd."),
        ("comp", "nameEn Weihai Guangwei [Comp]osites Co., Ltd."),
        ("the compsites of weihai", "nameEn [Weihai] Guangwei [Composites] Co., Ltd."),
        ("复合材料", "nameZh 威海光威[复合材料]股份有限公司"),
        ("光", "aliases [光]威复材"),
        ("司", "nameZh 威海光威复合材料股份有限公[司]"),
        ("威海光威复合财料", "nameZh [威海光威复合]材[料]股份有限公司"),
        ("复合料股份", "nameZh 威海光威[复合]材[料股份]有限公司"),
        ("威海的光威", "nameZh [威海光威]复合材料股份有限公司"),
        ("威海 公司", "nameZh [威海]光威复合材料股份有限[公司]"),
        ("fuhecail", "nameZh 威海光威[复合材料]股份有限公司"),
        ("wei hai guang", "nameZh [威海光]威复合材料股份有限公司"),
        ("whgw", "nameZh [威海光威]复合材料股份有限公司"),
        ("複合", "nameZh 威海光威[复合]材料股份有限公司"),
        ("ＧＵＡＮＧＷＥＩ", "aliases [Guangwei]"),
    ],
)
def test_what_is_highlighted(typed: str, shown: str) -> None:
    assert marked(matched(typed, GUANGWEI)) == shown


def test_offsets_are_those_of_the_original_text() -> None:
    assert marked(matched("eau", {"nameFr": "Qualité de l’eau"})) == "nameFr Qualité de l’[eau]"
    assert marked(matched("qualite", {"nameFr": "De la Qualite\u0301 totale"})) == "nameFr De la [Qualite\u0301] totale"
    assert marked(matched("fibre", {"nameFr": "Une ﬁbre"})) == "nameFr Une [ﬁbre]"
    assert marked(matched("oeuvre", {"nameFr": "Main d'œuvre"})) == "nameFr Main d'[œuvre]"
    assert marked(matched("cqc", {"nameZh": "（ＣＱＣ）实验室"})) == "nameZh （[ＣＱＣ]）实验室"
    assert marked(matched("shiyan", {"nameZh": "㍿ＣＱＣ实验室"})) == "nameZh ㍿ＣＱＣ[实验]室"
    assert marked(matched("苏州制造品牌", {"nameZh": "“苏州制造”品牌"})) == "nameZh “[苏州制造]”[品牌]"
    assert marked(matched("xian", {"nameEn": "Xi’an City"})) == "nameEn [Xi’an] City"
    for nothing in ("", "!", "zzz", "海海", "of"):
        assert matched(nothing, GUANGWEI) is None


@given(st.text(max_size=30), st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_spans_are_ascending_and_within_the_text(typed: str, name: str, aliases: list[str]) -> None:
    folded, offsets = plain_with_offsets(name)
    assert folded == plain(name)
    assert offsets is None or len(offsets) == len(folded) + 1
    for text in (typed, name[:20], name[5:]):
        if match := matched(text, {"nameEn": name, "aliases": aliases}):
            assert match.text in (name, *aliases)
            edges = [offset for span in match.spans for offset in span]
            assert edges == sorted(set(edges))
            assert match.spans
            assert edges[0] >= 0
            assert edges[-1] <= len(match.text)


def test_what_is_stored_to_be_found_by_sound(shipped: Graph) -> None:
    entity = Claim("enterprise/x", {"name_zh": "威海光威", "aliases": ["CQC绿茶", "西安", "白银", "Guangwei"]})
    properties = stored(entity.id, {"d": entity})
    assert properties["_pinyin"] == [
        "bai yin",
        "by0",
        "cqc lu cha",
        "cqc lc",
        "wei hai guang wei",
        "whgw",
        "xi an0",
        "xa",
    ]
    assert claims_of(properties)["d"].properties == entity.properties
    assert "_pinyin" not in stored("enterprise/y", {"d": Claim("enterprise/y", {"name_en": "Guangwei"})})
    assert pinyin.sounds("长" * 500)[-1].end == pinyin.MAX_NAME
    names = [
        name
        for (given,) in shipped.read("CYPHER 25 MATCH (n:Entity) RETURN [n.name_zh] + coalesce(n.aliases, [])")
        for name in given
        if name
    ]
    spoken = {one.text for name in names for one in pinyin.sounds(name) if one.chinese}
    assert spoken - pinyin.SYLLABLES <= {"n"}
    assert [one.text for one in pinyin.sounds("女绿略虐")] == ["nu", "lu", "lue", "nue"]
    assert [one.text for one in pinyin.sounds("重庆长沙")] == ["chong", "qing", "chang", "sha"]


def test_typed_letters_become_syllables() -> None:
    assert pinyin.readings("xian") == (("xian",), ("xi", "an"))
    assert pinyin.readings("xi'an") == (("xi", "an"),)
    assert set(pinyin.readings("fangan")) == {("fan", "gan"), ("fang", "an")}
    assert pinyin.readings("lve") == pinyin.readings("lue") == (("lue",), ("lu", "e"))
    assert pinyin.readings("carbon") == pinyin.readings("xyz") == pinyin.readings("") == ()
    assert ("guang", "w") in pinyin.readings("guangw", unfinished=True)
    assert ("guang", "wei") in pinyin.phrases(("guangw",), unfinished=True)
    assert pinyin.phrases(("guangwei",), unfinished=False)[0] == ("guang", "wei")
    assert pinyin.phrases(("wei",), unfinished=True) == []
    assert len(pinyin.phrases(("xianxianxianxianxianxian",), unfinished=True)) <= 64
