"""More devices of the genre: who `both` are, bodies without their place, figures and whose they are, what is only implied."""

from __future__ import annotations

import pytest

from loaders.extract import extract_text
from tests.test_extract import of, relations, said


def names(text: str, type_: str) -> set[str]:
    """The names of the entities of a type."""
    return {one["name"] for one in said(text)["entities"] if one["type"] == type_}


def test_money_needs_something_that_it_is_of() -> None:
    assert not of("The Yantai Smart Park in Yantai, meant for chips, at 5 billion yuan.", "MEASURES")
    found = said("The Yantai High-tech Zone attracted projects worth 5 billion yuan in 2024.")["entities"]
    assert {one["properties"]["indicator"] for one in found if one["type"] == "Statistic"} == {"value"}


def test_whoever_picks_things_does_not_have_them() -> None:
    assert not of("CNCA has approved twelve pilots.", "MEASURES")


def test_an_investment_is_not_the_place_s_where_the_investor_sits() -> None:
    text = "Haier, leader de l'électroménager basé à Qingdao, investira 3 milliards de yuans dans une usine."
    assert {o for _, _, o, _ in of(text, "MEASURES")} == {"Haier"}


def test_both_are_the_parties_that_the_text_is_about() -> None:
    text = (
        "湘潭经开区管委会与中检集团深化合作\n湘潭经济技术开发区管委会主任谭志远到访中检集团。湘潭市市场监督管理局副局长李文斌参加座谈。"
        "双方签署《检测服务合作协议》。中检集团将提供服务。"
    )
    assert {s for s, _, _, _ in of(text, "SIGNED")} == {"湘潭经济技术开发区管委会", "中检集团"}


def test_the_provincial_department_is_that_of_the_province_before() -> None:
    text = 'Shandong issued the "Opinions on Quality". The Provincial Department of Finance published the "Measures on Funds".'
    assert "agency/shandong-department-of-finance" in {one["id"] for one in said(text)["entities"]}
    other = text.replace("Shandong", "Hunan")
    assert "agency/430000-provincial-department-of-finance" in {one["id"] for one in said(other)["entities"]}


def test_a_bracket_with_a_known_abbreviation_says_who_it_is() -> None:
    found = said("中国质量认证中心有限公司（CQC）与威海市人民政府签署合作协议。")
    assert {one["id"] for one in found["entities"] if one["type"] == "Agency"} == {"agency/cqc"}


def test_a_name_before_another_is_not_lost() -> None:
    text = 'Hunan Provincial Market Supervision Administration and Hunan Provincial Science Bureau issued the "Plan for Quality".'
    assert len({o for _, _, o, _ in of(text, "ISSUED_BY")}) == 2


def test_appointments() -> None:
    assert relations("宁波市人民政府任命陈国强为宁波市市场监督管理局局长。") == {
        ("陈国强", "HOLDS_POST", "宁波市市场监督管理局", "asserted")
    }
    found = of("Chen Min has been appointed general manager of CQC, replacing Wang Jun.", "HOLDS_POST")
    assert found == {("Chen Min", "HOLDS_POST", "CQC", "asserted")}


def test_an_agreement_brings_about_what_the_parties_set_up_under_it() -> None:
    text = "CQC and Suzhou signed a cooperation agreement.\nAccording to the agreement, Suzhou will establish the Suzhou Toy Testing Center."
    assert ("cooperation agreement", "ESTABLISHES", "Suzhou Toy Testing Center", "planned") in relations(text)


def test_what_a_name_implies_is_kept_apart() -> None:
    result = extract_text('Shandong spoke. Shandong Department of Health issued the "Measures on Health".')
    implied = {(r.subject, r.predicate, r.object) for r in result.implied.relations}
    assert implied == {("agency/shandong-department-of-health", "PART_OF", "government/370000")}
    assert not implied & {(r.subject, r.predicate, r.object) for r in result.relations}
    whole = result.with_implied()
    assert implied <= {(r.subject, r.predicate, r.object) for r in whole.relations}
    ends = {end for r in whole.relations for end in (r.subject, r.object)}
    assert ends <= {one.id for one in whole.entities}


def test_the_city_is_no_district() -> None:
    text = (
        "Jinan wants to grow. The centre is located in Licheng District. The city has 41 enterprises.\n"
        "Yiwu City opened a testing centre. The city has 52 enterprises."
    )
    whose = {(figure, place) for figure, predicate, place, _ in relations(text) if predicate == "MEASURES"}
    assert whose == {("41 enterprises", "Jinan"), ("52 enterprises", "Yiwu City")}


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("中国质量认证中心有限公司", "agency/cqc"),
        ("中国质量认证中心华南公司", None),
        ("CCIC Shandong Co., Ltd.", None),
    ],
)
def test_companies_called_after_an_agency(name: str, id_: str | None) -> None:
    han = name[0] == "中"
    text = f"{name}与威海市签署合作协议。" if han else f"{name} and Weihai signed a cooperation agreement."
    (agency,) = (one for one in said(text)["entities"] if one["type"] == "Agency")
    assert agency["name"] == name
    assert (agency["id"] if agency["known"] else None) == id_


def test_what_is_yet_to_be_built_is_planned_to_be_there() -> None:
    text = "威海市将在临港经济技术开发区建设“威海碳纤维检测平台”。平台设在威海临港经济技术开发区。"
    found = {(predicate, status) for _, predicate, _, status in relations(text)}
    assert ("LOCATED_IN", "planned") in found
    assert ("LOCATED_IN", "asserted") not in found


def test_a_head_without_a_body_is_that_of_the_body_before() -> None:
    found = relations("烟台市工业和信息化局为牵头部门，局长于海东任专班组长。")
    assert ("于海东", "HOLDS_POST", "烟台市工业和信息化局", "asserted") in found


def test_what_is_counted_at_present_is_counted_when_the_document_says_so() -> None:
    text = "标题：检验检测发展情况\n来源：市场监管局 发布时间：2024-03-18\n目前，山东有检验检测机构186家。"
    (figure,) = (one for one in said(text)["entities"] if one["type"] == "Statistic")
    assert figure["properties"]["period"] == "2024-03"
