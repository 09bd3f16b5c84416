"""Broken datasets, one mistake each, and the places that their errors name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Files = Mapping[str, str | bytes]

DESCRIPTION = """id = "mine"
title = "A dataset"
licence = "CC0-1.0"
publisher = "Somebody"
source = "document/mine"

[[documents]]
id = "document/mine"
title = "A register"
"""
CHAIN = "id,name_en\nindustrial-chain/tea,Tea\n"
PILOT = "id,name_en\npilot/tea,Tea pilot\n"
# Sound, and loaded before the broken ones.
LOADED: Files = {
    "dataset.toml": DESCRIPTION.replace('"mine"', '"loaded"').replace("document/mine", "document/loaded"),
    "Agency.csv": "id,name_en,since\nagency/regulator,Regulator,2001\n",
    "Government.csv": "id,name_en,level,code\ngovernment/city,City,PREFECTURE,370100\n",
    "PART_OF.csv": "subject,object,since\nagency/regulator,government/city,2018-03\n",
}


@dataclass(frozen=True)
class Case:
    """A dataset that is wrong; `at` are the places of the problems, each `file:line: column`."""

    what: str
    files: Files
    at: Sequence[str]
    second: Files | None = None  # another dataset, loaded together with it


def description(change: str, to: str) -> dict[str, str]:
    """A dataset.toml with something replaced."""
    assert change in DESCRIPTION
    return {"dataset.toml": DESCRIPTION.replace(change, to)}


CASES = [
    # dataset.toml
    Case("dataset.toml is not TOML", {"dataset.toml": 'id = "mine\n'}, ["dataset.toml:1"]),
    Case("dataset.toml lacks the title", description('title = "A dataset"\n', ""), ["dataset.toml:1: title"]),
    Case("The licence is not text", description('"CC0-1.0"', "1"), ["dataset.toml:3: licence"]),
    Case(
        "A key that dataset.toml does not have",
        description("publisher", "author"),
        ["dataset.toml:1: publisher", "dataset.toml:4: author"],
    ),
    Case("The dataset's id has capitals", description('"mine"', '"Mine"'), ["dataset.toml:1: id"]),
    Case(
        "The default source is no document",
        description('source = "document/mine"', 'source = "mine"'),
        ["dataset.toml:5: source"],
    ),
    Case("A document without a title", description('title = "A register"\n', ""), ["dataset.toml:7: title"]),
    Case(
        "A document with a day that does not exist",
        description('"A register"', '"A register"\ndate = "2025-02-30"'),
        ["dataset.toml:10: date"],
    ),
    Case(
        "A key that documents do not have",
        description('"A register"', '"A register"\nauthor = "me"'),
        ["dataset.toml:10: author"],
    ),
    Case(
        "A document with another type's id",
        description('id = "document/mine"', 'id = "policy/mine"'),
        ["dataset.toml:7: id"],
    ),
    # files
    Case("A file named like no type", {"Pilots.csv": PILOT}, ["Pilots.csv"]),
    Case("A file of another kind", {"Pilot.xlsx": b"PK"}, ["Pilot.xlsx"]),
    Case("An empty file", {"Pilot.csv": ""}, ["Pilot.csv:1"]),
    Case(
        "A file that is not UTF-8",
        {"Pilot.csv": "id,name_fr\npilot/a,Thé\npilot/b,Café\n".encode("latin-1")},
        ["Pilot.csv:2"],
    ),
    # CSV
    Case("A column that the type does not have", {"Pilot.csv": "id,name\npilot/tea,Tea\n"}, ["Pilot.csv:1: name"]),
    Case("A column that is missing", {"Pilot.csv": "name_en\nTea\n"}, ["Pilot.csv:1: id"]),
    Case(
        "A column that stands twice", {"Pilot.csv": "id,name_en,name_en\npilot/tea,Tea,Tea\n"}, ["Pilot.csv:1: name_en"]
    ),
    Case("A header with an empty cell", {"Pilot.csv": "id,,name_en\npilot/tea,,Tea\n"}, ["Pilot.csv:1"]),
    Case(
        "A quotation mark that is not closed",
        {"Pilot.csv": 'id,name_en\npilot/a,A\npilot/b,"B\npilot/c,C\n'},
        ["Pilot.csv:3"],
    ),
    Case("Too many cells", {"Pilot.csv": PILOT + "pilot/b,B,C\n"}, ["Pilot.csv:3"]),
    Case(
        "A field of more than a megabyte", {"Pilot.csv": f"id,name_en\npilot/tea,{'a' * (1 << 20)}b\n"}, ["Pilot.csv:2"]
    ),
    # JSON Lines
    Case("A line that is not JSON", {"Pilot.jsonl": '{"id": "pilot/a", "name_en": "A"}\n{"id": \n'}, ["Pilot.jsonl:2"]),
    Case("A line that is not an object", {"Pilot.jsonl": '["pilot/a", "A"]\n'}, ["Pilot.jsonl:1"]),
    Case(
        "A key that stands twice",
        {"Pilot.jsonl": '{"id": "pilot/a", "id": "pilot/b", "name_en": "A"}\n'},
        ["Pilot.jsonl:1"],
    ),
    Case(
        "Text instead of a list",
        {"Pilot.jsonl": '{"id": "pilot/a", "name_en": "A", "aliases": "B"}\n'},
        ["Pilot.jsonl:1: aliases"],
    ),
    Case("A number instead of text", {"Pilot.jsonl": '{"id": "pilot/a", "name_en": 7}\n'}, ["Pilot.jsonl:1: name_en"]),
    Case(
        "A truth value instead of a number",
        {"Pilot.jsonl": '{"id": "pilot/a", "name_en": "A", "batch": true}\n'},
        ["Pilot.jsonl:1: batch"],
    ),
    Case(
        "A number of 400 digits",
        {"Statistic.jsonl": f'{{"id": "statistic/a", "indicator": "a", "value": 1{"0" * 400}}}\n'},
        ["Statistic.jsonl:1: value"],
    ),
    # values
    Case("An id with another type's prefix", {"Pilot.csv": "id,name_en\nprogramme/tea,Tea\n"}, ["Pilot.csv:2: id"]),
    Case("An id with a space and capitals", {"Pilot.csv": "id,name_en\npilot/Green Tea,Tea\n"}, ["Pilot.csv:2: id"]),
    Case(
        "A value that is none of those allowed",
        {"Government.csv": "id,name_en,level\ngovernment/a,A,TOWN\n"},
        ["Government.csv:2: level"],
    ),
    Case(
        "A date in another form", {"Pilot.csv": "id,name_en,since\npilot/tea,Tea,10/09/2025\n"}, ["Pilot.csv:2: since"]
    ),
    Case(
        "A number with a unit",
        {"Statistic.csv": "id,indicator,value\nstatistic/a,output,46.6 million\n"},
        ["Statistic.csv:2: value"],
    ),
    Case(
        "Not a number",
        {"Statistic.jsonl": '{"id": "statistic/a", "indicator": "output", "value": NaN}\n'},
        ["Statistic.jsonl:1: value"],
    ),
    Case(
        "A fraction where a whole number belongs",
        {"Pilot.csv": "id,name_en,batch\npilot/tea,Tea,1.5\n"},
        ["Pilot.csv:2: batch"],
    ),
    Case("A control character", {"Pilot.csv": "id,name_en\npilot/tea,Green\x00Tea\n"}, ["Pilot.csv:2: name_en"]),
    Case(
        "An address that is not absolute",
        {"Pilot.csv": "id,name_en,same_as\npilot/tea,Tea,www.example.org\n"},
        ["Pilot.csv:2: same_as"],
    ),
    Case(
        "An end before the beginning",
        {"Pilot.csv": "id,name_en,since,until\npilot/tea,Tea,2025,2024-12\n"},
        ["Pilot.csv:2: until"],
    ),
    # entities and relations
    Case("An entity without a name", {"Pilot.csv": "id,batch\npilot/tea,1\n"}, ["Pilot.csv:2: name_en"]),
    Case(
        "An entity without a property that its type requires",
        {"Government.csv": "id,name_en\ngovernment/a,A\n"},
        ["Government.csv:2: level"],
    ),
    Case(
        "A post without its title",
        {
            "Person.csv": "id,name_en\nperson/a,A\n",
            "HOLDS_POST.csv": "subject,object,title\nperson/a,agency/regulator,\n",
        },
        ["HOLDS_POST.csv:2: title"],
    ),
    Case(
        "An end of a type that the relation does not go to",
        {"Pilot.csv": PILOT, "STRENGTHENS.csv": "subject,object\npilot/tea,agency/regulator\n"},
        ["STRENGTHENS.csv:2: object"],
    ),
    Case(
        "A relation of an entity to itself",
        {"IndustrialChain.csv": CHAIN, "FEEDS.csv": "subject,object\nindustrial-chain/tea,industrial-chain/tea\n"},
        ["FEEDS.csv:2: object"],
    ),
    Case(
        "An end that nothing declares",
        {"Pilot.csv": PILOT, "STRENGTHENS.csv": "subject,object\npilot/tea,industrial-chain/tea\n"},
        ["STRENGTHENS.csv:2: object"],
    ),
    Case(
        "Another name for an entity that nothing declares",
        {"Agency.csv": "id,aliases\nagency/office,Office\n"},
        ["Agency.csv:2: id"],
    ),
    # sources and evidence
    Case("No source", {**description('source = "document/mine"\n', ""), "Pilot.csv": PILOT}, ["Pilot.csv:2: source"]),
    Case(
        "A source that is no document",
        {"Pilot.csv": "id,name_en,source\npilot/tea,Tea,agency/regulator\n"},
        ["Pilot.csv:2: source"],
    ),
    Case(
        "A source that nothing declares",
        {"Pilot.csv": "id,name_en,source\npilot/tea,Tea,document/other\n"},
        ["Pilot.csv:2: source"],
    ),
    Case(
        "One place in two documents",
        {"Pilot.csv": "id,name_en,source,place\npilot/tea,Tea,document/mine|document/loaded,page 2\n"},
        ["Pilot.csv:2: place"],
    ),
    Case(
        "Offsets that are not the quote's",
        {"Pilot.csv": "id,name_en,quote,start,end\npilot/tea,Tea,green tea,10,15\n"},
        ["Pilot.csv:2: end"],
    ),
    Case(
        "A start without an end",
        {"Pilot.csv": "id,name_en,quote,start\npilot/tea,Tea,green tea,10\n"},
        ["Pilot.csv:2: end"],
    ),
    Case(
        "A confidence above 1", {"Pilot.csv": "id,name_en,confidence\npilot/tea,Tea,95\n"}, ["Pilot.csv:2: confidence"]
    ),
    # contradictions
    Case(
        "Two rows that contradict each other",
        {"Pilot.csv": PILOT + "pilot/tea,Green tea pilot\n"},
        ["Pilot.csv:3: name_en"],
    ),
    Case(
        "A contradiction with the graph",
        {"Agency.csv": "id,name_en,since\nagency/regulator,Regulator,2002\n"},
        ["Agency.csv:2: since"],
    ),
    Case(
        "An end before the beginning that the graph has",
        {"PART_OF.csv": "subject,object,until\nagency/regulator,government/city,2017\n"},
        ["PART_OF.csv:2: until"],
    ),
    Case(
        "A contradiction between two datasets loaded together",
        {"Pilot.csv": PILOT},
        ["other/Pilot.csv:2: name_en"],
        second={**description('"mine"', '"other"'), "Pilot.csv": "id,name_en\npilot/tea,Another\n"},
    ),
    Case(
        "Two datasets with one id",
        {"Pilot.csv": PILOT},
        ["other/dataset.toml:1: id"],
        second={"IndustrialChain.csv": CHAIN},
    ),
]
