"""Broken graphs: one mistake each, and the constraint component of SHACL that says so of which statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.rdf_sample import Sample, small


@dataclass(frozen=True)
class Entity:
    """An entity like a sound one of its type, with these properties changed; None takes one away."""

    what: str
    component: str
    change: dict[str, Any]
    type: str = "government"


@dataclass(frozen=True)
class Relation:
    """A relation between two sound entities."""

    what: str
    component: str
    type: str
    subject: str
    object: str
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence for a sound statement."""

    what: str
    component: str
    change: dict[str, Any]


SOUND = {
    "government": {"level": "COUNTY", "name_en": "x"},
    "statistic": {"indicator": "output"},
    "pilot": {"name_zh": "x"},
    "document": {"title": "t"},
    "certificate": {"number": "1"},
}
CASES: list[Entity | Relation | Evidence] = [
    Entity("a required property is missing", "MinCount", {"level": None}),
    Entity("a required number is missing", "MinCount", {"number": None}, "certificate"),
    Entity("a value is none of those there are", "In", {"level": "VILLAGE"}),
    Entity("a number stands where one of some words belongs", "In", {"level": 3}),
    Entity("no name in any language", "MinCount", {"name_en": None}),
    Entity("a name that no text can have", "Datatype", {"name_en": "\x01"}),
    Entity("a text that XML cannot carry", "Datatype", {"title": "a\ufffe"}, "document"),
    Entity("a number for a text", "Datatype", {"code": 370000}),
    Entity("a text for a whole number", "Datatype", {"batch": "first"}, "pilot"),
    Entity("a fraction for a whole number", "Datatype", {"batch": 1.5}, "pilot"),
    Entity("a text for a number", "Datatype", {"value": "many"}, "statistic"),
    Entity("a number without end", "Datatype", {"value": float("inf")}, "statistic"),
    Entity("several values where one belongs", "MaxCount", {"code": ["370000", "370001"]}),
    Entity("words for a date", "Or", {"since": "last spring"}),
    Entity("a day that does not exist", "Or", {"until": "2021-02-29"}),
    Entity("no date of publication but a number", "Or", {"date": 2021}, "document"),
    Entity("no status: nothing declares it", "MinCount", {"status": None}),
    Entity("a status that there is not", "In", {"status": "PERHAPS"}),
    Entity("no IRI", "NodeKind", {"same_as": ["no iri"]}),
    Entity("an IRI with a dot segment", "NodeKind", {"url": "https://example.org/../x"}, "document"),
    Entity("a scheme that is a name of the context", "NodeKind", {"same_as": ["qid:agency/x"]}),
    Entity("a source that is no document", "Class", {"sources": ["person/p"]}),
    Relation("a post without a title", "MinCount", "HOLDS_POST", "person/p", "government/g"),
    Relation(
        "a relation without a source",
        "MinCount",
        "HOLDS_POST",
        "person/p",
        "government/g",
        {"title": "a", "sources": []},
    ),
    Relation(
        "a status that there is not",
        "In",
        "HOLDS_POST",
        "person/p",
        "government/g",
        {"title": "b", "status": "PERHAPS"},
    ),
    Relation("one of several pairs of ends", "Or", "PART_OF", "person/p", "government/g", {"status": "PLANNED"}),
    Relation("the one subject there may be", "Class", "SETS", "person/p", "target/t", {"status": "PLANNED"}),
    Relation("the one object there may be", "Class", "SETS", "policy/l", "person/p", {"status": "PLANNED"}),
    Relation(
        "none of several objects", "Or", "HOLDS_POST", "person/p", "person/q", {"title": "c", "status": "PLANNED"}
    ),
    Relation(
        "a source that is no document",
        "Class",
        "HOLDS_POST",
        "person/p",
        "government/g",
        {"title": "d", "sources": ["person/p"]},
    ),
    Relation(
        "a day that does not exist", "Or", "HOLDS_POST", "person/p", "government/g", {"title": "e", "since": "2020-13"}
    ),
    Evidence("more than certain", "MaxInclusive", {"confidence": 1.5}),
    Evidence("before the beginning", "MinInclusive", {"start": -1}),
    Evidence("of no document", "Class", {"document": "person/p"}),
    Evidence("of no statement", "MinCount", {"statement": None}),
    Evidence("a number for a text", "Datatype", {"place": 3}),
]


def broken() -> tuple[Sample, dict[tuple[str, str], str]]:
    """A graph with all the cases; and (id of the statement, component) -> what is wrong with it."""
    sample, wanted = small(), dict[tuple[str, str], str]()
    said = {"status": "ASSERTED", "sources": ["document/d"], "name_en": "x"}
    sample.entities |= {"target/t": {**said, "indicator": "output"}, "policy/l": said, "person/q": said}
    post = sample.relate("HOLDS_POST", "person/p", "government/g", ["document/d"], title="sound")
    for number, case in enumerate(CASES):
        if isinstance(case, Entity):
            id_ = f"{case.type}/broken{number}"
            given = {"status": "ASSERTED", **SOUND[case.type], **case.change}
            given = given if case.type == "document" else {"sources": ["document/d"], **given}
            sample.entities[id_] = {name: value for name, value in given.items() if value is not None}
        elif isinstance(case, Relation):
            id_ = sample.relate(case.type, case.subject, case.object, **{"sources": ["document/d"], **case.said})
        else:
            id_ = f"evidence/{number:020x}"
            given = {"statement": post, "document": "document/d", **case.change}
            sample.evidence[id_] = {name: value for name, value in given.items() if value is not None}
        wanted[id_, case.component] = case.what
    return sample, wanted
