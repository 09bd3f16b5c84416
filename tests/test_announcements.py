"""The announcements that ship say what their sources say: every fact that is promised, and no more."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data" / "announcements"

Pairs = set[tuple[str, str]]
Row = dict[str, str]

PROGRAMME = "programme/quality-certification-integration-pilots"
LIBRARY = "programme/shandong-quality-enterprise-cultivation-library"
WEST_COAST = "pilot-zone/qingdao-west-coast-new-area"
LINGANG = "pilot-zone/weihai-lingang-economic-and-technological-development-zone"
SUZHOU_AGREEMENT = "agreement/ccic-suzhou-2020"
ALLIANCE = "organization/suzhou-design-international-certification-alliance"
CENTER = "platform/suzhou-certification-services-center"
BASE = "organization/ccic-institute-yangtze-delta-base"
SHANDONG, SUZHOU, JINAN = "government/370000", "government/320500", "government/370100"


def rows(name: str) -> list[Row]:
    """The rows of one of the dataset's files."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entity(id_: str) -> Row:
    """What the row that declares an entity says of it."""
    name = "".join(part.capitalize() for part in id_.split("/")[0].split("-"))
    return next(row for row in rows(name) if row["id"] == id_)


def relations(name: str, *, subject: str = "", object_: str = "", status: str | None = None) -> Pairs:
    """The (subject, object) pairs of a relation type whose ends begin as asked."""
    return {
        (row["subject"], row["object"])
        for row in rows(name)
        if row["subject"].startswith(subject)
        and row["object"].startswith(object_)
        and (status is None or (row.get("status") or "ASSERTED") == status)
    }


def objects(name: str, subject: str, status: str | None = None) -> set[str]:
    """What a relation goes to from a subject."""
    return {object_ for _, object_ in relations(name, subject=subject, status=status)}


def posts(person: str) -> set[tuple[str, str]]:
    """The posts of a person, and where."""
    return {(row["title"], row["object"]) for row in rows("HOLDS_POST") if row["subject"] == f"person/{person}"}


def figures(of: str, prefix: str = "") -> set[tuple[str, ...]]:
    """Value, unit, qualifier, period and rank of the statistics that measure something."""
    measuring = {subject for subject, _ in relations("MEASURES", subject=f"statistic/{prefix}", object_=of)}
    wanted = ("value", "unit", "qualifier", "period", "rank")
    return {tuple(entity(id_)[column] for column in wanted) for id_ in measuring}


def documents() -> dict[str, Row]:
    """The documents of the description, by id."""
    said = tomllib.loads((DATA / "dataset.toml").read_text("utf-8"))
    return {document["id"]: document for document in said["documents"]}


@pytest.mark.parametrize("file", sorted(path.stem for path in DATA.glob("*.csv")))
def test_every_row_has_a_document_and_a_place_in_it_and_no_quotation(file: str) -> None:
    for row in rows(file):
        assert row["source"] in documents(), row
        assert row["place"], row
        assert not row.get("quote"), row


def test_every_document_is_cited() -> None:
    assert {row["source"] for path in DATA.glob("*.csv") for row in rows(path.stem)} == documents().keys()


def test_six_pilots_each_strengthen_a_chain_in_their_zone_or_districts() -> None:
    pilots = {
        "qingdao-west-coast-new-displays": ("new-displays", {WEST_COAST}),
        "rizhao-green-tea": ("green-tea", {f"government/{code}" for code in (371103, 371102, 371121, 371122)}),
        "weihai-lingang-carbon-fibre": ("carbon-fibre", {LINGANG}),
        "linyi-lanshan-commercial-logistics": ("commercial-logistics-services", {"government/371302"}),
        "qingdao-laoshan-marine-bio-manufacturing": ("marine-bio-manufacturing", {"government/370212"}),
        "jinan-high-tech-zone-heavy-trucks": ("heavy-trucks", {"pilot-zone/jinan-high-tech-zone"}),
    }
    assert relations("STRENGTHENS", subject="pilot/") == {
        (f"pilot/{key}", f"industrial-chain/{chain}") for key, (chain, _) in pilots.items()
    }
    assert relations("LOCATED_IN", subject="pilot/") == {
        (f"pilot/{key}", place) for key, (_, places) in pilots.items() for place in places
    }


def test_pilots_share_programme_regulator_province_and_batch() -> None:
    pilots = {row["id"] for row in rows("Pilot")}
    assert len(pilots) == 6
    assert relations("UNDER") == {(pilot, PROGRAMME) for pilot in pilots}
    assert relations("DESIGNATED_BY") == {(pilot, "agency/cnca") for pilot in pilots}
    assert relations("RECOMMENDED_BY") == {(pilot, SHANDONG) for pilot in pilots}
    assert {(row["batch"], row["since"]) for row in rows("Pilot")} == {("1", "2025")}
    circular = "policy/cnca-integration-pilots-circular-2025"
    issued = {circular, PROGRAMME}
    assert relations("ISSUED_BY", object_="agency/cnca") >= {(what, "agency/cnca") for what in issued}
    assert objects("CONCERNS", circular) == {PROGRAMME, *pilots}


def test_the_two_lanshans_stay_two_and_the_west_coast_is_one() -> None:
    named = {row["id"] for row in rows("Government") if "Lanshan" in row["aliases"].split("|")}
    assert named == {"government/371103", "government/371302"}
    seen = {"Xihai'an", "West Coast New Area", "西海岸新区"}
    assert {row["id"] for row in rows("PilotZone") if seen & set(row["aliases"].split("|"))} == {WEST_COAST}
    assert relations("PART_OF", subject="pilot-zone/") == {
        (WEST_COAST, "government/370200"),
        (LINGANG, "government/371000"),
        ("pilot-zone/jinan-high-tech-zone", JINAN),
    }


def test_figures_of_shandong_and_jinan() -> None:
    assert figures(SHANDONG) == {
        ("6", "pilot", "EXACT", "2025", "1"),
        ("78000", "enterprise", "EXACT", "2025-09", ""),
        ("304000", "certificate", "EXACT", "2025-09", "4"),
        ("286", "enterprise", "EXACT", "2025", ""),
        ("348", "enterprise", "EXACT", "2025", ""),
        ("274", "enterprise", "EXACT", "2025-12", ""),
        ("1356", "enterprise", "EXACT", "2025-12", ""),
    }
    assert figures(JINAN) == {
        ("833600000000", "CNY", "EXACT", "2021", ""),
        ("10", "PERCENT", "EXACT", "2021", ""),
        ("4000", "enterprise", "MORE_THAN", "2022-04", ""),
        ("", "", "", "2022-04", "1"),
        ("4", "innovation circle", "EXACT", "2022-04", ""),
    }


def test_guangdong_has_six_figures_and_a_headline_that_disagrees() -> None:
    headline = ("24", "PERCENT", "MORE_THAN", "", "1")
    assert figures("government/440000") == {
        ("143", "institution", "ABOUT", "2018", "1"),
        ("327000", "certificate", "ABOUT", "2018", "1"),
        ("93000", "organization", "ABOUT", "2018", "1"),
        ("2592", "institution", "EXACT", "2017-12-31", "1"),
        ("15.3", "PERCENT", "EXACT", "2017", ""),
        ("46615000", "report", "EXACT", "2017", "1"),
        headline,
    }
    assert "disagrees" in entity("statistic/guangdong-testing-institutions-average-growth")["note"]


def test_planned_cities_parks_and_clusters_are_zones_and_no_pilots() -> None:
    assert {row["id"] for row in rows("PilotZone") if row["status"] == "PLANNED"} == {
        "pilot-zone/qilu-science-city",
        "pilot-zone/shandong-heavy-industry-green-intelligent-manufacturing-city",
        "pilot-zone/changsha-testing-services-cluster",
        "pilot-zone/zhongke-industrial-park-qingdao",
        "pilot-zone/qingdao-west-coast-science-park",
    }


def test_platforms_of_jiangsu_and_changsha() -> None:
    clouds = {subject for subject, _ in relations("LOCATED_IN", subject="platform/", object_="government/320000")}
    assert {id_: len(entity(id_)["functions"].split("|")) for id_ in clouds} == {
        "platform/jiangsu-enterprise-service-certification-cloud": 6,
        "platform/jiangsu-organization-remote-audit-service-cloud": 1,
        "platform/jiangsu-certification-supervision-service-cloud": 1,
    }
    assert {len(entity(id_)["technologies"].split("|")) for id_ in clouds} == {8}
    assert len(entity("platform/changsha-inspection-testing-system")["fields"].split("|")) == 5
    area = entity("pilot-zone/changsha-testing-certification-platform-demonstration-area")
    assert (area["kind"], area["status"]) == ("DEMONSTRATION_AREA", "")


def test_yantai_and_world_accreditation_day() -> None:
    bureau = "agency/yantai-bureau-of-quality-supervision"
    keys = ("certification-promotion", "testing-credit-system", "classified-supervision")
    planned = {f"programme/yantai-{key}" for key in keys}
    assert relations("ISSUED_BY", object_=bureau, status="PLANNED") == {(id_, bureau) for id_ in planned}
    assert {entity(id_)["status"] for id_ in planned} == {"PLANNED"}
    assert len(entity("programme/world-accreditation-day")["themes"].split("|")) == 2


def test_shandongs_policy_has_three_issuers_named_three_tiers_and_three_targets() -> None:
    policy = "policy/shandong-quality-enterprises-opinions"
    departments = ("industry-and-information-technology", "science-and-technology", "finance")
    assert objects("ISSUED_BY", policy) == {f"agency/shandong-department-of-{key}" for key in departments}
    assert "six" in entity(policy)["description"]
    assert len(entity(LIBRARY)["tiers"].split("|")) == 3
    targets = objects("SETS", policy)
    assert {(t["value"], t["qualifier"], t["period"]) for t in map(entity, targets)} == {
        ("1500", "MORE_THAN", "2025"),
        ("400", "EXACT", "2025"),
        ("150", "MORE_THAN", "2025"),
    }
    assert {frozenset(objects("MEASURES", target)) for target in targets} == {frozenset({SHANDONG, LIBRARY})}
    means = {"programme/shandong-chain-owners", "programme/shandong-factors-follow-projects"}
    assert objects("CONCERNS", policy) == {LIBRARY, *means}


def test_a_target_can_be_held_against_a_later_figure() -> None:
    target = entity("target/shandong-single-champions-2025")
    found = entity("statistic/shandong-national-single-champions-2025")
    assert target["indicator"] == found["indicator"]
    assert "National level" in found["note"]
    giants = entity("target/shandong-little-giants-2025"), entity("statistic/shandong-national-little-giants-2025")
    assert giants[0]["indicator"] != giants[1]["indicator"]  # provincial against national level


def test_the_suzhou_agreement_whole() -> None:
    assert entity(SUZHOU_AGREEMENT)["since"] == "2020-12-18"
    signed = {(row["subject"], row["onBehalfOf"]) for row in rows("SIGNED") if row["object"] == SUZHOU_AGREEMENT}
    assert signed == {
        ("agency/ccic", ""),
        (SUZHOU, ""),
        ("person/wang-xiang", SUZHOU),
        ("person/lu-mei", "agency/ccic"),
    }
    people = ("xu-kunlin", "xu-zengde", "li-yaping", "lu-mei", "wang-xiang", "yu-xingnan", "hu-zhibin", "zhou-wei")
    assert relations("ATTENDED", object_=SUZHOU_AGREEMENT) == {(f"person/{key}", SUZHOU_AGREEMENT) for key in people}
    unveilers = ("person/xu-kunlin", "person/xu-zengde")
    assert relations("UNVEILED") == {(person, what) for person in unveilers for what in (ALLIANCE, CENTER)}
    assert objects("ESTABLISHES", SUZHOU_AGREEMENT, "ASSERTED") == {ALLIANCE, CENTER}
    assert objects("ESTABLISHES", SUZHOU_AGREEMENT, "PLANNED") == {BASE}
    assert entity(BASE)["status"] == "PLANNED"
    assert (CENTER, SUZHOU) in relations("LOCATED_IN")
    regions = ("yangtze-river-economic-belt", "yangtze-river-delta-integration", "free-trade-pilot-zones")
    concerned = ("belt-and-road", *regions, "suzhou-design")
    assert {f"programme/{key}" for key in concerned} <= objects("CONCERNS", SUZHOU_AGREEMENT, "ASSERTED")


def test_everyone_with_every_post() -> None:
    member, ccic, cqc = "Member of the Standing Committee", "agency/ccic", "agency/cqc"
    city, group = "organization/suzhou-municipal-party-committee", "organization/ccic-party-committee"
    assert posts("xu-kunlin") == {(member, "organization/jiangsu-provincial-party-committee"), ("Secretary", city)}
    assert posts("xu-zengde") == {("Secretary", group), ("President", ccic)}
    assert posts("li-yaping") == {("Deputy Secretary", city), ("Mayor", SUZHOU)}
    assert posts("lu-mei") == {("Deputy General Manager", ccic), ("Managing Director", cqc)}
    assert posts("wang-xiang") == {(member, city), ("Executive Deputy Mayor", SUZHOU)}
    assert posts("yu-xingnan") == {(member, city), ("Secretary-General", city)}
    assert posts("hu-zhibin") == {("Deputy Mayor", SUZHOU)}
    assert posts("zhou-wei") == {("Secretary-General", SUZHOU)}
    assert posts("li-zhongbang") == {("Deputy Secretary", group), ("General Manager", ccic)}
    assert posts("song-xiangdong") == {("Deputy Director", cqc)}
    assert posts("song-mingjun") == {("Chairman", "enterprise/changchun-automotive-test-center")}
    assert posts("wang-guoqiang") == {("Deputy General Manager", "enterprise/china-faw-group")}
    guangdong, party = "agency/ccic-guangdong", "organization/ccic-guangdong-party-committee"
    assert posts("su-liming") == {("Secretary", party), ("Chairman", guangdong), ("General Manager", guangdong)}
    assert posts("liu-yingqing") == {("Member of the Party Committee", party), ("Deputy General Manager", guangdong)}
    assert posts("cai-yijun") == {
        ("Secretary", "organization/guangzhou-testing-group-party-committee"),
        ("Chairman", "enterprise/guangzhou-inspection-testing-certification-group"),
    }
    assert {(row.get("since"), row.get("until")) for row in rows("HOLDS_POST")} == {(None, None)}


def test_the_other_agreements_and_notices() -> None:
    assert {(row["id"], row["since"]) for row in rows("Agreement") if row["name_en"]} == {
        (SUZHOU_AGREEMENT, "2020-12-18"),
        ("agreement/cqc-changchun-2020", "2020-12-21"),
        ("agreement/ccic-guangdong-guangzhou-testing-group-2024", "2024-05-27"),
        ("agreement/ccaa-afnor-auditors", ""),
        ("agreement/qingdao-west-coast-projects-2020", "2020-03-11"),
    }
    auditors = "agreement/ccaa-afnor-auditors"
    assert relations("SIGNED", object_=auditors) == {(f"organization/{key}", auditors) for key in ("ccaa", "afnor")}
    assert entity("policy/cnca-secretariat-2024-58")["number"] == "认秘函〔2024〕58号"
    action = "programme/small-micro-enterprise-certification-upgrading"
    assert objects("ISSUED_BY", action) == {"agency/samr"}


def test_who_leads_belongs_and_invests() -> None:
    guangwei, chain = "enterprise/guangwei-composites", "industrial-chain/carbon-fibre"
    assert relations("LEADS") == relations("LEADS", status="PLANNED") == {(guangwei, chain)}
    hisense = "enterprise/hisense-group"
    assert relations("MEMBER_OF") == {(guangwei, chain), (hisense, "industrial-chain/home-appliances")}
    investors = {(hisense, WEST_COAST), ("enterprise/hitachi", WEST_COAST)}
    assert relations("INVESTS_IN") == relations("INVESTS_IN", status="PLANNED") == investors
    assert {(value, unit) for value, unit, *_ in figures(WEST_COAST)} == {
        *((str(value), "CNY") for value in (17_200_000_000, 1_000_000_000, 600_000_000, 5_000_000_000, 3_000_000_000)),
        ("11", "project"),
        ("23000000", "USD"),
    }
    assert {value for value, *_ in figures("organization/weihai")} == {"41"}
    assert {value for value, *_ in figures("platform/shandong-carbon-fibre")} == {"12"}


def test_regulator_group_and_city_are_connected() -> None:
    assert ("agency/cnca", "agency/cqc") in relations("SUPERVISES")
    assert ("agency/cqc", "agency/ccic") in relations("OWNED_BY")
    assert {("agency/cnca", "agency/samr"), ("agency/samr", "government/100000")} <= relations("PART_OF")
