"""The questions of queries/ over what ships: exact answers, counted by hand in data/ and the texts it is taken from."""

from __future__ import annotations

from typing import Any

from queries import question
from tests.conftest import Graph

PILOTS = {
    "jinan-high-tech-zone-heavy-trucks": "heavy-trucks",
    "linyi-lanshan-commercial-logistics": "commercial-logistics-services",
    "qingdao-laoshan-marine-bio-manufacturing": "marine-bio-manufacturing",
    "qingdao-west-coast-new-displays": "new-displays",
    "rizhao-green-tea": "green-tea",
    "weihai-lingang-carbon-fibre": "carbon-fibre",
}
CNCA_LIST = {f"pilot/{key}" for key in PILOTS}
SUZHOU = "agreement/ccic-suzhou-2020"


def ask(graph: Graph, name: str, **given: object) -> list[dict[str, Any]]:
    """The rows of an answer by column; what is not given is the example of the file."""
    asked = question(name)
    columns, rows = graph.run(graph.database.read_table(asked.cypher, asked.bind(given)))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def pick(rows: list[dict[str, Any]], columns: str) -> set[tuple[Any, ...]]:
    """Some columns of the rows as a set of tuples; lists become tuples."""
    return {tuple(tuple(row[c]) if isinstance(row[c], list) else row[c] for c in columns.split()) for row in rows}


def found(graph: Graph, name: str, columns: str, **given: object) -> set[tuple[Any, ...]]:
    """Some columns of an answer."""
    return pick(ask(graph, name, **given), columns)


def test_chains_of_pilot(shipped: Graph) -> None:
    for pilot, chain in PILOTS.items():
        rows = ask(shipped, "chains-of-pilot", pilot=f"pilot/{pilot}")
        assert pick(rows, "chain since until status") == {(f"industrial-chain/{chain}", "2025", None, "ASSERTED")}
        assert rows[0]["evidence"] == [
            {
                "document": "document/dzwww-2025-09-10",
                "title": "Six projets du Shandong dans la première série de pilotes d'intégration",
                "publisher": "dzwww.com (Haibao News)",
                "date": "2025-09-10",
                "place": "paragraph 1, sentence 2",
            }
        ]


def test_pilots_of_chain(shipped: Graph) -> None:
    rows = ask(shipped, "pilots-of-chain", chain="industrial-chain/carbon-fibre")
    assert pick(rows, "pilot chain") == {("pilot/weihai-lingang-carbon-fibre", "industrial-chain/carbon-fibre")}
    assert ask(shipped, "pilots-of-chain", chain="industrial-chain/chips") == []


def test_pilots_of_place(shipped: Graph) -> None:
    west_coast = "pilot-zone/qingdao-west-coast-new-area"
    expected = {
        "government/370000": CNCA_LIST,
        "government/100000": CNCA_LIST,
        "government/370200": {
            "pilot/qingdao-laoshan-marine-bio-manufacturing",
            "pilot/qingdao-west-coast-new-displays",
        },
        west_coast: {"pilot/qingdao-west-coast-new-displays"},
        "government/371103": {"pilot/rizhao-green-tea"},  # Lanshan of Rizhao
        "government/371302": {"pilot/linyi-lanshan-commercial-logistics"},  # Lanshan of Linyi
        "government/320000": set(),
    }
    for place, pilots in expected.items():
        assert {row["pilot"] for row in ask(shipped, "pilots-of-place", place=place)} == pilots, place
    counties = tuple(f"government/{code}" for code in (371102, 371103, 371121, 371122))
    assert found(shipped, "pilots-of-place", "places chains", place="government/371100") == {
        (counties, ("industrial-chain/green-tea",))
    }
    assert ask(shipped, "pilots-of-place", asOf="2024-12-31") == []
    assert len(ask(shipped, "pilots-of-place", asOf="2025-01")) == 6


def test_pilots_of_programme(shipped: Graph) -> None:
    rows = ask(shipped, "pilots-of-programme", programme="programme/quality-certification-integration-pilots")
    assert pick(rows, "pilot chains batch") == {
        (f"pilot/{p}", (f"industrial-chain/{c}",), 1) for p, c in PILOTS.items()
    }


def test_agreement(shipped: Graph) -> None:
    rows = ask(shipped, "agreement", agreement=SUZHOU)
    present = ("xu-kunlin", "xu-zengde", "li-yaping", "lu-mei", "wang-xiang", "yu-xingnan", "hu-zhibin", "zhou-wei")
    programmes = (
        "belt-and-road",
        "free-trade-pilot-zones",
        "suzhou-design",
        "yangtze-river-delta-integration",
        "yangtze-river-economic-belt",
    )
    assert pick(rows, "role entity on_behalf_of status") == {
        ("SIGNED", "agency/ccic", None, "ASSERTED"),
        ("SIGNED", "government/320500", None, "ASSERTED"),
        ("SIGNED", "person/lu-mei", "agency/ccic", "ASSERTED"),
        ("SIGNED", "person/wang-xiang", "government/320500", "ASSERTED"),
        *(("ATTENDED", f"person/{key}", None, "ASSERTED") for key in present),
        ("ESTABLISHES", "organization/suzhou-design-international-certification-alliance", None, "ASSERTED"),
        ("ESTABLISHES", "platform/suzhou-certification-services-center", None, "ASSERTED"),
        ("ESTABLISHES", "organization/ccic-institute-yangtze-delta-base", None, "PLANNED"),
        *(("CONCERNS", f"programme/{key}", None, "ASSERTED") for key in programmes),
        ("CONCERNS", "programme/suzhou-production-inspection-training-research", None, "PLANNED"),
        ("CONCERNS", "government/320500", None, "ASSERTED"),
        ("CONCERNS", "industrial-chain/inspection-testing-certification", None, "ASSERTED"),
    }
    lu_mei = next(row for row in rows if row["entity"] == "person/lu-mei")
    assert {post.split(",")[0] for post in lu_mei["posts"]} == {"Deputy General Manager", "Managing Director"}
    both = ["person/xu-kunlin", "person/xu-zengde"]
    unveiled = {row["entity"]: row["unveiled_by"] for row in rows if row["role"] == "ESTABLISHES"}
    assert sorted(unveiled.values()) == [[], both, both]
    assert unveiled["organization/ccic-institute-yangtze-delta-base"] == []
    assert ask(shipped, "agreement", agreement=SUZHOU, asOf="2019-01-01") == []


def test_ties_of_agency(shipped: Graph) -> None:
    assert found(shipped, "ties-of-agency", "relation direction entity", agency="agency/cnca") == {
        *(("DESIGNATED_BY", "<-", pilot) for pilot in CNCA_LIST),
        ("ISSUED_BY", "<-", "policy/cnca-integration-pilots-circular-2025"),
        ("ISSUED_BY", "<-", "programme/quality-certification-integration-pilots"),
        ("PART_OF", "->", "agency/samr"),
        ("PART_OF", "<-", "agency/cnca-secretariat"),
        ("SUPERVISES", "->", "agency/cqc"),
    }
    assert found(shipped, "ties-of-agency", "relation direction entity title signed_for_it", agency="agency/cqc") == {
        ("HOLDS_POST", "<-", "person/lu-mei", "Managing Director", ()),
        ("HOLDS_POST", "<-", "person/song-xiangdong", "Deputy Director", ()),
        ("OWNED_BY", "->", "agency/ccic", None, ()),
        ("SIGNED", "->", "agreement/cqc-changchun-2020", None, ("person/lu-mei",)),
        ("SUPERVISES", "<-", "agency/cnca", None, ()),
    }


def test_enterprises_of_chain(shipped: Graph) -> None:
    rows = ask(shipped, "enterprises-of-chain", chain="industrial-chain/carbon-fibre")
    assert pick(rows, "enterprise relation status") == {
        ("enterprise/guangwei-composites", "LEADS", "PLANNED"),
        ("enterprise/guangwei-composites", "MEMBER_OF", "ASSERTED"),
    }


def test_strengthening_of_place(shipped: Graph) -> None:
    rows = ask(shipped, "strengthening-of-place", place="government/370100")
    jinan = "government/370100"
    assert pick(rows, "kind entity because status") == {
        (
            "Pilot",
            "pilot/jinan-high-tech-zone-heavy-trucks",
            ("LOCATED_IN pilot-zone/jinan-high-tech-zone",),
            "ASSERTED",
        ),
        ("PilotZone", "pilot-zone/jinan-high-tech-zone", (f"PART_OF {jinan}",), "ASSERTED"),
        ("PilotZone", "pilot-zone/qilu-science-city", (f"LOCATED_IN {jinan}",), "PLANNED"),
        (
            "PilotZone",
            "pilot-zone/shandong-heavy-industry-green-intelligent-manufacturing-city",
            (f"LOCATED_IN {jinan}",),
            "PLANNED",
        ),
        (
            "Policy",
            "policy/cnca-integration-pilots-circular-2025",
            ("CONCERNS pilot/jinan-high-tech-zone-heavy-trucks",),
            "ASSERTED",
        ),
        (
            "Programme",
            "programme/jinan-strong-industrial-city",
            (
                "CONCERNS pilot-zone/qilu-science-city",
                "CONCERNS pilot-zone/shandong-heavy-industry-green-intelligent-manufacturing-city",
                f"ISSUED_BY {jinan}",
                f"LOCATED_IN {jinan}",
            ),
            "ASSERTED",
        ),
    }
    suzhou = found(shipped, "strengthening-of-place", "entity", place="government/320500")
    assert suzhou == {
        (SUZHOU,),
        ("pilot-zone/suzhou-industrial-park",),
        ("platform/suzhou-certification-services-center",),
        ("programme/suzhou-design",),
    }
    # An agreement signed in a place does not strengthen it; one that a company of the place signed does.
    assert "agreement/cqc-changchun-2020" not in {
        row["entity"] for row in ask(shipped, "strengthening-of-place", place="government/110000")
    }
    assert "agreement/cqc-changchun-2020" in {
        row["entity"] for row in ask(shipped, "strengthening-of-place", place="government/220100")
    }


def test_chains_without_pilot(shipped: Graph) -> None:
    zhongke, west_coast = (
        ("STRENGTHENS pilot-zone/zhongke-industrial-park-qingdao",),
        "CONCERNS agreement/qingdao-west-coast-projects-2020",
    )
    yantai = tuple(
        f"CONCERNS programme/yantai-{key}"
        for key in ("certification-promotion", "classified-supervision", "testing-credit-system")
    )
    expected = {
        ("5g", zhongke, "PLANNED"),
        ("automotive-technology", zhongke, "PLANNED"),
        ("chips", zhongke, "PLANNED"),
        ("home-appliances", (west_coast, "MEMBER_OF enterprise/hisense-group"), "ASSERTED"),
        ("inspection-testing-certification", yantai, "PLANNED"),
        ("medical-equipment", (west_coast, "MEASURES statistic/qingdao-west-coast-medical-device-2020"), "ASSERTED"),
        ("new-energy-vehicles", ("STRENGTHENS programme/jinan-strong-industrial-city",), "PLANNED"),
        ("smart-marine-manufacturing", (west_coast,), "ASSERTED"),
    }
    rows = ask(shipped, "chains-without-pilot", place="government/370000")
    assert pick(rows, "chain because status") == {
        (f"industrial-chain/{key}", because, status) for key, because, status in expected
    }
    assert ask(shipped, "chains-without-pilot", place="government/371000") == []  # Weihai's carbon fibre has its pilot
    assert found(shipped, "chains-without-pilot", "chain", place="government/440000") == {
        ("industrial-chain/inspection-testing-certification",)
    }


def test_pilots_without_leader(shipped: Graph) -> None:
    leader = "enterprise/guangwei-composites"
    expected = {
        (f"pilot/{p}", (f"industrial-chain/{c}",), (leader,) if c == "carbon-fibre" else ()) for p, c in PILOTS.items()
    }
    assert (
        found(shipped, "pilots-without-leader", "pilot chains planned_leaders", place="government/370000") == expected
    )
    assert found(shipped, "pilots-without-leader", "pilot", place="") == {(pilot,) for pilot in CNCA_LIST}
    assert found(shipped, "pilots-without-leader", "pilot", place="government/371000") == {
        ("pilot/weihai-lingang-carbon-fibre",)
    }
