"""The files of queries/ as files: the ontology's names only, nothing written, nothing scanned, documented; and time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.engine import ServerStatus
from queries import QuestionError, question, questions
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT
from tests.conftest import Graph
from tests.test_questions import ask, found

ROOT = Path(__file__).parent.parent
# What is scanned, and why: upwards from the few pilots is cheaper than downwards from a place; no index has the dates.
SCANS = {"pilots-without-leader": {"p:Pilot"}}  # without a place it is asked of every pilot
DATED = """id = "dated"
title = "Dated"
licence = "CC0-1.0"
publisher = "Nobody"
source = "document/d"

[[documents]]
id = "document/d"
title = "Document"
date = "2021"
"""
INTERNAL_LABELS, INTERNAL_TYPES = {"Entity", "Evidence"}, {"FROM", "HAS"}
NOT_PROPERTIES = {
    ("db", "index"),
    ("index", "fulltext"),
    ("fulltext", "queryNodes"),
    ("fulltext", "queryRelationships"),
    ("options", "indexConfig"),
}


def code(cypher: str) -> str:
    """A question's text without comments and with its strings emptied."""
    return re.sub(
        r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*", lambda found: "" if found[0][0] == "/" else "''", cypher
    )


def test_every_question_has_a_test_of_its_answer() -> None:
    text = "".join(file.read_text("utf-8") for file in (ROOT / "tests").glob("test_questions*.py"))
    assert {name for name in questions() if f'(shipped, "{name}"' not in re.sub(r"\(\s+", "(", text)} == set()


@pytest.mark.parametrize("name", questions())
def test_labels_types_and_properties_are_the_ontologys(name: str) -> None:
    text = code(question(name).cypher)
    named = {
        n for found in re.findall(r":(!?[A-Z]\w*(?:[|&]!?[A-Z]\w*)*)", text) for n in re.split(r"[|&!]+", found) if n
    }
    known = {*ENTITIES, *RELATIONS, *INTERNAL_LABELS, *INTERNAL_TYPES}
    assert named - known == set()
    properties = {"id", *STATEMENT, *EVIDENCE}
    for declared in (*ENTITIES.values(), *RELATIONS.values()):
        properties |= declared.properties.keys()
    used = {(owner, name) for owner, name in re.findall(r"\b([a-z]\w*)\.([a-zA-Z_]+)", text)} - NOT_PROPERTIES
    in_patterns = set(re.findall(r":\$?[\w()|]+ \{(\w+):", text))
    assert {name for _, name in used} | in_patterns <= properties


@pytest.mark.parametrize("name", questions())
def test_nothing_is_written(name: str) -> None:
    assert (
        re.findall(
            r"\b(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|LOAD|FOREACH|ALTER)\b",
            code(question(name).cypher),
            re.IGNORECASE,
        )
        == []
    )


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(operator, details) of a plan and everything in it."""
    yield plan["operatorType"].split("@")[0], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from operators(child)


def test_lookups_begin_at_an_index(shipped: Graph, server: ServerStatus) -> None:
    assert shipped.holds
    with (
        neo4j.GraphDatabase.driver(server.bolt, auth=(server.user, server.password())) as driver,
        driver.session() as session,
    ):
        for name, asked in questions().items():
            plan = session.run(asked.cypher.replace("CYPHER 25", "CYPHER 25 EXPLAIN", 1), asked.bind({})).consume().plan
            assert plan is not None
            steps = list(operators(plan))
            scanned = {details.split(" ")[0] for operator, details in steps if "Scan" in operator}
            assert scanned == SCANS.get(name, set()), name
            # What is found by id is sought in an index, never filtered.
            assert any("Seek" in operator for operator, _ in steps) or name == "search", name


def test_examples_are_not_empty_and_answers_come_in_one_order(shipped: Graph) -> None:
    for name in questions():
        rows = ask(shipped, name)
        assert rows, name
        assert ask(shipped, name) == rows, name


def test_limits_bound_answers(shipped: Graph) -> None:
    bounded = [asked.name for asked in questions().values() if any(p.name == "limit" for p in asked.parameters)]
    assert set(questions()) - set(bounded) == {"chains-of-pilot", "why"}
    for name in bounded:
        rows = ask(shipped, name, limit=1)
        assert len(rows) == 1 or name == "connection", name
    assert {row["path"] for row in ask(shipped, "connection", limit=2)} == {1, 2}


def test_a_question_says_what_is_wrong_with_what_it_is_given() -> None:
    with pytest.raises(QuestionError, match=r"no question 'nothing'; there are: agreement, chains-of-pilot"):
        question("nothing")
    with pytest.raises(QuestionError, match="why has no parameter 'id'; it takes statement"):
        question("why").bind({"id": "x"})
    for wrong in ("ten", "-1", "0", -1, 0, True, 1.5, None):
        with pytest.raises(QuestionError, match="limit: expected INTEGER"):
            question("search").bind({"limit": wrong})
    assert question("search").bind({"limit": "7", "types": "Agency, Policy"})["types"] == ["Agency", "Policy"]


def test_the_page_tells_every_question(shipped: Graph) -> None:
    page = (ROOT / "docs" / "questions.md").read_text("utf-8")
    for name, asked in questions().items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        _, _, sentence, parameters, columns, _ = (cell.strip() for cell in row.split("|"))
        assert sentence == asked.sentence
        assert re.findall(r"`(\w+)`", parameters) == [parameter.name for parameter in asked.parameters]
        assert columns.split(" ") == list(ask(shipped, name)[0]), name


def test_what_the_page_draws_is_a_graph(shipped: Graph) -> None:
    page = (ROOT / "docs" / "questions.md").read_text("utf-8")
    drawn = {part.split()[0]: part.split("```cypher\n")[1].split("```")[0] for part in page.split("\n### ")[1:]}
    assert set(drawn) == {"agreement", "connection", "strengthening-of-place", "ties-of-agency"}
    for name, cypher in drawn.items():
        given = {key: value for key, value in question(name).bind({}).items() if f"${key}" in cypher}
        rows = shipped.read(cypher, given)
        assert rows, name
        assert all(isinstance(value, neo4j.graph.Path | None) for row in rows for value in row), name


@pytest.fixture
def dated(empty: Graph, tmp_path: Path) -> Graph:
    """A province with a city, pilots of several times, posts, figures and targets."""
    of_city = ("statistic/old", "statistic/new", "target/below", "target/above", "target/other")
    files = {
        "Government.csv": "id,name_en,level|government/province,Province,PROVINCE|government/city,City,PREFECTURE",
        "PART_OF.csv": "subject,object,until|government/city,government/province,2022-06",
        "Programme.csv": "id,name_en|programme/g,G",
        "IndustrialChain.csv": "id,name_en|industrial-chain/c,C",
        "Pilot.csv": "id,name_en,since,until,status"
        "|pilot/ended,E,2018,2019-06,|pilot/now,N,2020-05,,|pilot/planned,P,,,PLANNED",
        "LOCATED_IN.csv": "subject,object"
        + "".join(f"|pilot/{key},government/city" for key in ("ended", "now", "planned")),
        "STRENGTHENS.csv": "subject,object"
        + "".join(f"|pilot/{key},industrial-chain/c" for key in ("ended", "now", "planned")),
        "UNDER.csv": "subject,object,until"
        "|pilot/ended,programme/g,|pilot/now,programme/g,2020|pilot/planned,programme/g,",
        "Person.csv": "id,name_en|person/a,A|person/b,B",
        "HOLDS_POST.csv": "subject,object,title,since,until"
        "|person/a,government/city,Mayor,2010,2015-03|person/b,government/city,Mayor,2015-03,",
        "Statistic.csv": "id,indicator,value,unit,qualifier,period"
        "|statistic/old,Firms,500,firm,EXACT,2019|statistic/new,firms,300,firm,MORE_THAN,2019/2020-12",
        "Target.csv": "id,indicator,value,unit,qualifier"
        "|target/below,Firms,300,firm,MORE_THAN|target/above,FIRMS,400,firm,AT_LEAST|target/other,Firms,1,shop,EXACT",
        "MEASURES.csv": "subject,object" + "".join(f"|{figure},government/city" for figure in of_city),
    }
    (tmp_path / "dataset.toml").write_text(DATED, "utf-8")
    for name, text in files.items():
        (tmp_path / name).write_text(text.replace("|", "\n") + "\n", "utf-8")
    empty.load(tmp_path)
    return empty


def test_time_and_status(dated: Graph) -> None:
    now, ended, planned = ("pilot/now", "ASSERTED"), ("pilot/ended", "ASSERTED"), ("pilot/planned", "PLANNED")
    city = {"place": "government/city"}
    assert found(dated, "pilots-of-place", "pilot status", **city) == {now, planned}
    assert found(dated, "pilots-of-chain", "pilot status", chain="industrial-chain/c") == {now, planned}
    assert found(dated, "pilots-of-programme", "pilot", programme="programme/g") == {("pilot/planned",)}
    # `until` counts to its last day, a partial day of the question whole.
    for day, pilots in {
        "2019-06-30": {ended, planned},
        "2019-07-01": {planned},
        "2020": {now, planned},
        "2020-04": {planned},
        "2018": {ended, planned},
    }.items():
        assert found(dated, "pilots-of-place", "pilot status", asOf=day, **city) == pilots, day
    assert found(dated, "pilots-of-programme", "pilot", programme="programme/g", asOf="2020-12-31") == {
        ("pilot/now",),
        ("pilot/planned",),
    }
    # The city left the province in the middle of 2022.
    assert ask(dated, "pilots-of-place", place="government/province") == []
    assert found(dated, "pilots-of-place", "pilot status", place="government/province", asOf="2022-06-30") == {
        now,
        planned,
    }
    # A pilot that has ended or is only planned does not make a chain have one.
    assert found(dated, "chains-without-pilot", "chain other_pilots", asOf="2024", **city) == set()
    assert found(dated, "chains-without-pilot", "chain other_pilots", asOf="2019-12", **city) == {
        ("industrial-chain/c", ("pilot/planned",))
    }


def test_past_posts_and_targets(dated: Graph) -> None:
    mayors = found(dated, "posts-of-body", "person ended", body="government/city")
    assert mayors == {("person/a", True), ("person/b", False)}
    for day, who in {
        "2014": {"person/a"},
        "2015-03": {"person/a", "person/b"},
        "2015-04-01": {"person/b"},
        "2009": set(),
    }.items():
        assert {row["person"] for row in ask(dated, "posts-of-body", body="government/city", asOf=day)} == who, day
    # "More than 300" reaches more than 300 and says nothing of 400; another unit is another figure.
    assert found(dated, "targets-of-place", "target statistic reached", place="government/city") == {
        ("target/below", "statistic/new", True),
        ("target/above", "statistic/new", None),
        ("target/other", None, None),
    }


def test_events_begin_and_end(dated: Graph) -> None:
    events = {**{"from": "2019-06-15"}, "to": "2020-05"}
    assert found(dated, "events-between", "date event subject object", **events) == {
        ("2019-06", "until", "pilot/ended", None),
        ("2020-05", "since", "pilot/now", None),
        ("2020", "until", "pilot/now", "programme/g"),
    }
