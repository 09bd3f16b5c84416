"""More devices of the genre: who `both` are, bodies without their place, figures and whose they are, what is only implied."""

from __future__ import annotations

import re

import pytest

from loaders.extract import extract_text
from loaders.extract.rules import rules
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


def test_names_that_others_run_into() -> None:
    region = "国家认证认可监督管理委员会与新疆维吾尔自治区人民政府签署合作备忘录。自治区副主席艾合买提·吐尔逊出席。"
    assert {s for s, _, _, _ in of(region, "SIGNED")} == {"国家认证认可监督管理委员会", "新疆维吾尔自治区人民政府"}
    assert {s for s, _, _, _ in of(region, "ATTENDED")} == {"艾合买提·吐尔逊"}
    factories = "青岛市12家企业入选国家级绿色工厂。荣成海科化工集团股份有限公司带动化工新材料产业链。"
    kinds = {(one["type"], one["name"]) for one in said(factories)["entities"]}
    assert {name for kind, name in kinds if kind == "Enterprise"} == {"荣成海科化工集团股份有限公司"}
    assert {name for kind, name in kinds if kind == "IndustrialChain"} == {"化工新材料产业链"}


def test_a_value_is_the_number_that_is_written() -> None:
    found = said("2024年，日照市绿茶产值增至18.6亿元，企业达16.1万家。")["entities"]
    values = [one["properties"]["value"] for one in found if one["type"] == "Statistic"]
    assert sorted(values) == [161000, 1860000000]
    assert all(isinstance(value, int) for value in values)


def test_a_branch_has_two_names_and_a_town_one_without_its_kind() -> None:
    text = "中国检验认证集团山东有限公司与崂山区人民政府签署合作协议。中检集团山东公司总经理孙涛出席。"
    assert ("孙涛", "HOLDS_POST", "中国检验认证集团山东有限公司", "asserted") in relations(text)
    text = "CQC signed an agreement with the Laixi Municipal Government. Laixi Mayor Zhou Ke attended the ceremony."
    assert {o for _, _, o, _ in of(text, "HOLDS_POST")} == {"Laixi Municipal Government"}


def test_chain_owners_of_a_pilot_and_of_a_list() -> None:
    pilot = "潍坊高新区动力装备产业链质量认证试点项目成功入选。潍柴动力股份有限公司作为链主企业牵头，联合盛瑞传动股份有限公司等32家链上企业推进。"
    chain = "动力装备产业链"
    assert ("潍柴动力股份有限公司", "LEADS", chain, "asserted") in relations(pilot)
    assert ("盛瑞传动股份有限公司", "MEMBER_OF", chain, "asserted") in relations(pilot)
    listed = "济宁市印发《链主企业认定管理办法》。\n一、医药产业链：辰欣药业股份有限公司、鲁抗医药股份有限公司\n"
    assert {s for s, _, _, _ in of(listed, "LEADS")} == {"辰欣药业股份有限公司", "鲁抗医药股份有限公司"}
    assert not of(listed.replace("链主企业认定", "企业认定"), "LEADS")


@pytest.mark.parametrize("language", ["zh", "en", "fr"])
def test_no_rule_repeats_possessively(language: str) -> None:
    """Before Python 3.11.5 that gives wrong matches (https://github.com/python/cpython/issues/106052)."""
    for rule in rules(language):
        without_classes = re.sub(r"\[(?:\\.|[^\]\\])*\]", "x", rule.pattern.pattern)
        assert not re.search(r"(?<!\\)[*+?}]\+|\(\?>", without_classes), rule.name
