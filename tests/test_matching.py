"""Names compared across languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matching import likeness, same_person
from graph.resolution import SAME, UNSURE

ALIKE = [
    ("威海光威复合材料股份有限公司", "Weihai Guangwei Composites Co., Ltd."),
    ("威海光威集团有限责任公司", "光威集团"),
    ("烟台万华化学集团股份有限公司", "Wanhua Chemical Group"),
    ("山东省市场监督管理局", "Shandong Administration for Market Regulation"),
    ("山东省工业和信息化厅", "Department of Industry and Information Technology of Shandong Province"),
    ("中国检验认证集团", "China Certification & Inspection Group"),
    ("中国检验认证集团", "Groupe de certification et d'inspection de Chine"),
    ("青岛西海岸新区", "Qingdao West Coast New Area"),
    ("碳纤维产业链", "carbon fiber industry chain"),
    ("哈尔滨工业大学", "Harbin Industrial University"),
    ("Suzhou Certification Services Center", "SUZHOU CERTIFICATION SERVICE CENTRE"),
    ("西安市人民政府", "Xi'an Municipal People's Government"),
]
UNLIKE = [
    ("Shandong Administration for Market Regulation", "Guangdong Administration for Market Regulation"),
    ("Jinan Steel Group", "Steel Group"),
    ("青岛银行", "青岛港"),
    ("海尔集团", "海信集团"),
    ("First Automobile Works 1", "First Automobile Works 2"),
    ("第一汽车厂3", "第一汽车厂5"),
    ("Weihai Bank", "Weihai Port Group"),
    ("中国质量认证中心", "中国检验认证集团"),
    ("", "Qingdao"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_of_one(one: str, other: str) -> None:
    assert likeness([one], [other]) >= SAME


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_names_of_two(one: str, other: str) -> None:
    assert likeness([one], [other]) < UNSURE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("许增德", "Xu Zengde", True),
        ("许增德", "Zengde Xu", True),
        ("许增德", "M. Xu Zengde", True),
        ("Xu Zeng-de", "Xu Zengde", True),
        ("王伟", "王维", False),
        ("Xu Kunlin", "Xu Zengde", False),
        ("李强", "Li Qiang", True),
        ("李强", "Li Qing", False),
    ],
)
def test_names_of_persons(one: str, other: str, same: bool) -> None:
    assert (same_person([one], [other]) >= SAME) is same


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    for compare in (likeness, same_person):
        assert 0 <= compare([one], [other]) <= 1
        assert compare([one], [other]) == compare([other], [one])
