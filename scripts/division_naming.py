"""What a division is called in English, in French and otherwise, from its Chinese name and the corrections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypinyin import Style, pinyin

# What kind of unit a name says, longest first, and what it is called in English.
KINDS = {
    "特别行政区": "Special Administrative Region",
    "行政委员会": "Administrative Committee",
    "自治区": "Autonomous Region",
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "矿区": "Mining District",
    "地区": "Prefecture",
    "省": "Province",
    "市": "City",
    "盟": "League",
    "旗": "Banner",
    "县": "County",
    "区": "District",
}
# Kinds that take only few names ending like that; the names are listed under [full].
RARE_KINDS = ("新区", "林区", "特区")
SHORT_KINDS = {"自治州": "州 Prefecture", "自治县": "县 County", "自治旗": "旗 Banner"}
BANNER = re.compile(r"(.+?)(左翼|右翼)?(前|中|后|左|右|联合)旗")

# The generic part of a zone's Chinese name, and how it is shortened.
ZONE_KINDS = {
    r"高新技术产业开发区|高新技术产业园区|高新技术开发区|高技术产业开发区": "高新区",
    r"经济技术开发区|经济开发区": "经开区",
}

Names = dict[str, Any]


@dataclass
class Row:
    """One unit as the package has it, its code padded to six digits."""

    code: str
    name: str
    level: str
    parent: str = ""


@dataclass
class Parts:
    """A Chinese name taken apart: the name proper, the peoples in it, the kind of unit."""

    proper: str
    kind: str
    peoples: list[str] = field(default_factory=list)


def take_apart(row: Row, names: Names) -> Parts:
    """Take a Chinese name apart."""
    if row.level == "COUNTRY":
        return Parts(row.name, "")
    rare = RARE_KINDS if row.code in names["full"] else ()
    kind = next((kind for kind in (*rare, *KINDS) if row.name.endswith(kind)), "")
    if row.name == "矿区":
        kind = "区"
    proper = row.name.removesuffix(kind)
    peoples: list[str] = []
    while kind.startswith("自治") or (kind == "区" and proper.endswith("族")):
        people = next((p for p in names["peoples"] if proper.endswith((p, f"{p}族"))), None)
        rest = proper.removesuffix("族").removesuffix(people.removesuffix("族")) if people else ""
        if people is None or len(rest) == 1:  # 内蒙古: the name of the place, not of the people
            break
        if not rest:  # 东乡族自治县: named only after its people
            return Parts(proper.removesuffix("族"), kind, peoples)
        proper, peoples = rest, [people, *peoples]
    return Parts(proper, kind, peoples)


def romanise(chinese: str, names: Names) -> str:
    """A place name in pinyin: one word, apostrophes before a syllable that begins with a vowel."""
    given = names["readings"].get(chinese)
    syllables = given.split() if given else [reading(character, names) for character in chinese]
    parts = [f"'{s}" if i and s[0] in "aeo" else s for i, s in enumerate(syllables)]
    return "".join(parts).capitalize()


def reading(character: str, names: Names) -> str:
    """How a character is read in place names."""
    first: str = pinyin(character, style=Style.NORMAL, heteronym=False, errors="ignore", v_to_u=True)[0][0]
    return str(names["characters"].get(character, first))


def proper_name(row: Row, names: Names) -> str:
    """The English name without what kind of unit it is."""
    parts = take_apart(row, names)
    if row.code in names["english"]:
        return str(names["english"][row.code])
    if parts.kind.startswith("自治") and not parts.peoples:  # named only after a people
        people = next((p for p in names["peoples"] if p.removesuffix("族") == parts.proper), None)
        if people:
            return str(names["peoples"][people][0])
    return romanise(parts.proper, names)


def english(proper: str, row: Row, parts: Parts, names: Names, variant: int = 0) -> str:
    """The English name around `proper`; with a `variant`, the peoples' names spelled the other way."""
    kind = "Municipality" if row.level == "PROVINCE" and parts.kind == "市" else KINDS[parts.kind]
    peoples = [names["peoples"][p][min(variant, len(names["peoples"][p]) - 1)] for p in parts.peoples]
    joined = " and ".join(filter(None, [", ".join(peoples[:-1]), *peoples[-1:]]))
    return " ".join(filter(None, [proper, joined, kind]))


def french(proper: str, row: Row, parts: Parts, names: Names) -> str:
    """The French name, where it is certain."""
    if row.code in names["french"]:
        return str(names["french"][row.code])
    if row.level == "PROVINCE" and parts.kind == "省":
        return f"Province du {proper}"
    if row.level == "PREFECTURE" and parts.kind == "市" and not row.code.startswith("54"):
        return proper
    return ""


def government(row: Row, names: Names) -> dict[str, str]:
    """A row of Government.csv."""
    parts, proper = take_apart(row, names), proper_name(row, names)
    name_en = names["full"].get(row.code) or english(proper, row, parts, names)
    name_fr = french(proper, row, parts, names)
    return {
        "id": f"government/{row.code}",
        "name_en": name_en,
        "name_zh": row.name,
        "name_fr": name_fr,
        "aliases": aliases([name_en, row.name], other_names(row, parts, proper, names)),
        "code": row.code,
        "level": row.level,
    }


def other_names(row: Row, parts: Parts, proper: str, names: Names) -> Iterator[str]:
    """Short names, the peoples' names spelled otherwise, pinyin where it is not the usual name, and what is listed."""
    short_zh, short_en = SHORT_KINDS.get(parts.kind, " ").split(" ")
    romanised = romanise(parts.proper, names)
    if len(parts.proper) > 1:
        yield parts.proper
        if short_zh:
            yield parts.proper + short_zh
    if row.code not in names["full"] or parts.kind in RARE_KINDS:
        if len(parts.proper) == 1:
            yield romanise(row.name, names)
        if len(parts.proper) > 1 or proper != romanised:
            yield proper
        if short_en:
            yield f"{proper} {short_en}"
        if parts.peoples:
            yield english(proper, row, parts, names, variant=1)
    if row.level == "PROVINCE" and parts.kind == "市":
        yield f"{proper} City"
    directions = BANNER.fullmatch(row.name) if parts.kind == "旗" else None
    if proper != romanised and directions:
        place, wing, side = directions.groups()
        yield " ".join(
            filter(None, [romanise(place, names), wing and romanise(wing, names), romanise(side + "旗", names)])
        )
    elif proper != romanised and len(parts.proper) > 1 and parts.kind:
        yield romanised
        if row.level != "PROVINCE" and row.code not in names["full"]:
            yield english(romanised, row, parts, names)
    if plain(proper) != proper:
        yield plain(proper)
    if "lü" in romanised.lower():
        yield romanised.replace("Lü", "Lv").replace("lü", "lv")
    yield from names["aliases"].get(row.code, [])


def aliases(given: list[str], others: Iterator[str]) -> str:
    """The other names, each once, without those that the row has already and those of a single character."""
    return "|".join(name for name in dict.fromkeys(others) if name not in given and len(name) > 1)


def plain(name: str) -> str:
    """A name without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
