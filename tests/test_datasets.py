"""Datasets as folders: what is read of them, and everything that is wrong with broken ones, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.loading import read
from graph.errors import DatasetError
from graph.statements import Claim
from loaders import folder
from tests.broken_cases import CASES, CHAIN, LOADED, PILOT, Case, Files
from tests.broken_datasets import PAGE, folders, page, problems, said, write
from tests.conftest import Graph
from tests.snapshot import snapshot, version


def claims(path: Path, files: Files) -> dict[str, Claim]:
    """The claims of a sound dataset by id, without those of its document and of evidence."""
    found = folder.parse(write(path / "sound", files)).dataset.claims
    return {id_: claim for id_, claim in found.items() if not id_.startswith(("document/", "evidence/"))}


def wrong(path: Path, files: Files) -> list[str]:
    """What is said of a dataset that cannot be read."""
    with pytest.raises(DatasetError) as error:
        read([write(path / "mine", files)])
    return said(error.value, path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_an_error_names_file_line_and_column(case: Case, tmp_path: Path) -> None:
    found = problems(case, tmp_path)
    assert len(found) == len(case.at)
    assert [line for line, place in zip(found, case.at, strict=True) if not line.startswith(f"{place}: ")] == []


def test_the_page_of_broken_datasets_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8").splitlines() == list(page())


def test_the_graph_says_the_same_and_nothing_is_written(empty: Graph, tmp_path: Path) -> None:
    empty.load(write(tmp_path / "before", LOADED))
    before, written = snapshot(empty), version(empty)
    for number, case in enumerate(CASES):
        with pytest.raises(DatasetError) as error:
            empty.load(*folders(case, tmp_path / str(number)))
        assert said(error.value, tmp_path / str(number)) == problems(case, tmp_path / f"{number}-without-graph"), (
            case.what
        )
    assert (snapshot(empty), version(empty)) == (before, written)


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    mine = write(
        tmp_path / "mine",
        {
            "Pilot.csv": "id,name_en,batch,since\npilot/a,A,one,2025-13\npilot/b,B,2,2025\npilot/C,,,\n",
            "Programme.jsonl": '{"id": "programme/a", "name_en": 1}\n{"id": "programme/b"\n',
            "Pilots.csv": "",
        },
    )
    other = write(tmp_path / "other", {"dataset.toml": 'id = "other"\n'})
    with pytest.raises(DatasetError) as error:
        read([mine, other])
    places = [(Path(found.file).name, found.line, found.column) for found in error.value.problems]
    assert sorted(places) == [
        ("Pilot.csv", 2, "batch"),
        ("Pilot.csv", 2, "since"),
        ("Pilot.csv", 4, "id"),
        ("Pilots.csv", 0, ""),
        ("Programme.jsonl", 1, "name_en"),
        ("Programme.jsonl", 2, ""),
        ("dataset.toml", 1, "licence"),
        ("dataset.toml", 1, "publisher"),
        ("dataset.toml", 1, "title"),
    ]


def test_values_are_read_as_their_kinds(tmp_path: Path) -> None:
    row = '{"id": "statistic/b", "indicator": "output", "value": 5, "rank": 3, "aliases": ["y", " x ", "y"], "unit": null}\n'
    table = "id,indicator,value,rank,aliases,unit\nstatistic/a,output, 4.66e7 ,3,y| x |y||,\n"
    found = claims(tmp_path, {"Statistic.jsonl": row, "Statistic.csv": table})
    common = {"indicator": "output", "rank": 3, "aliases": ["x", "y"], "status": "ASSERTED"}
    assert {id_: claim.properties for id_, claim in found.items()} == {
        "statistic/a": {**common, "value": 46_600_000.0},
        "statistic/b": {**common, "value": 5.0},
    }
    assert {type(claim.properties["value"]) for claim in found.values()} == {float}


def test_lines_end_where_csv_says_and_nowhere_else(tmp_path: Path) -> None:
    text = '\ufeffid,name_en,description\r\npilot/a,A\u2028B\x85C,"one\r\n\r\ntwo"\r\n\r\npilot/b,,\r\n,,\r\npilot/c,C,bad\x07\r\n'
    assert wrong(tmp_path, {"Pilot.csv": text}) == [
        "Pilot.csv:8: description: expected no control characters, got U+0007"
    ]
    found = claims(tmp_path, {"Pilot.csv": text.replace("\x07", "")})
    assert found["pilot/a"].properties["name_en"] == "A\u2028B\x85C"
    assert found.keys() == {"pilot/a", "pilot/b", "pilot/c"}


@pytest.mark.parametrize("year", ["２０２５", "٢٠٢٥"])
def test_digits_are_those_of_ascii(year: str, tmp_path: Path) -> None:
    files = {"Pilot.csv": f"id,name_en,since,batch\npilot/a,A,{year},{year}\n"}
    assert [line.split(" expected")[0] for line in wrong(tmp_path, files)] == [
        "Pilot.csv:2: batch:",
        "Pilot.csv:2: since:",
    ]


@pytest.mark.parametrize(
    ("column", "longest"), [("id", 194), ("name_en", 2_000), ("description", 100_000), ("same_as", 1_990)]
)
def test_what_no_index_can_hold_is_refused(empty: Graph, column: str, longest: int, tmp_path: Path) -> None:
    """An index of Neo4j takes 8 kB, and a Chinese character 3 bytes: what just passes can be loaded."""
    prefix = {"id": "pilot/", "same_as": "urn:longer"}.get(column, "")
    letter = "a" if column == "id" else "强"

    def files(length: int) -> Files:
        row = {"id": "pilot/a", "name_en": "A", column: prefix + letter * length}
        return {"Pilot.csv": f"{','.join(row)}\n{','.join(row.values())}\n"}

    empty.load(write(tmp_path / "loaded", files(longest)))
    assert empty.read(f"MATCH (n:Pilot) RETURN size(n.{column}) > 0") == [[True]]
    assert [line.split(" expected at most")[0] for line in wrong(tmp_path, files(longest + 1))] == [
        f"Pilot.csv:2: {column}:"
    ]


def test_names_together_are_no_longer_than_their_index_takes(empty: Graph, tmp_path: Path) -> None:
    def files(more: str) -> Files:
        rows = "".join(f"pilot/a,{letter * 2_000}{more}\n" for letter in "一二三")
        return {
            "Pilot.csv": f"id,aliases\n{rows}",
            "Pilot.jsonl": f'{{"id": "pilot/a", "name_zh": "{"名" * 2_000}"}}\n',
        }

    empty.load(write(tmp_path / "loaded", files("")))
    assert empty.read("MATCH (n:Pilot) RETURN size(n._names)") == [[8_005]]
    assert wrong(tmp_path, files("|x")) == [
        "Pilot.jsonl:1: aliases: expected names and aliases of at most 8000 characters in all"
    ]


def test_rows_of_one_statement_are_united_in_any_order(tmp_path: Path) -> None:
    rows = ["pilot/tea,Tea,,,page 1,", "pilot/tea,,2025,,page 2,", "pilot/tea,,,Green,page 3,", "pilot/tea,,,,,PLANNED"]
    heads = "id,name_en,since,aliases,place,status\n"
    texts = [heads + "\n".join(order) + "\n" for order in (rows, rows[::-1], rows[2:] + rows[:2])]
    found = [claims(tmp_path / str(number), {"Pilot.csv": text}) for number, text in enumerate(texts)]
    assert found[0] == found[1] == found[2]
    properties = {"name_en": "Tea", "since": "2025", "aliases": ["Green"], "status": "PLANNED"}
    assert found[0] == {"pilot/tea": Claim("pilot/tea", properties, ("document/mine",))}


def test_rows_together_must_not_end_before_they_begin(tmp_path: Path) -> None:
    rows = "id,name_en,since,until\npilot/tea,Tea,2025,\npilot/tea,,,2024\n"
    assert wrong(tmp_path, {"Pilot.csv": rows}) == ["Pilot.csv:3: until: expected no day before since, 2025, got 2024"]


def test_evidence_that_disagrees_is_a_contradiction(tmp_path: Path) -> None:
    rows = "id,name_en,place,confidence\npilot/tea,Tea,page 1,0.5\npilot/tea,Tea,page 1,0.6\n"
    assert wrong(tmp_path, {"Pilot.csv": rows}) == ["Pilot.csv:3: confidence: 0.6 contradicts 0.5 at Pilot.csv:2"]


@pytest.mark.parametrize(
    "documents",
    [
        '[[documents]]\nid = "document/mine"\ntitle = "T"\ndate = 2025-09-10\n',
        '[[ documents ]]  # the register\nid = "document/mine"\ntitle = "T"\ndate = "2025-09-10"\n',
        'documents = [{id = "document/mine", title = "T", date = 2025-09-10}]\n',
    ],
)
def test_documents_are_read_however_toml_writes_them(documents: str, tmp_path: Path) -> None:
    said_first = 'id = "mine"\ntitle = "T"\nlicence = "L"\npublisher = "P"\n'
    parsed = folder.parse(write(tmp_path / "sound", {"dataset.toml": said_first + documents}))
    properties = {"title": "T", "date": "2025-09-10", "status": "ASSERTED"}
    assert dict(parsed.dataset.claims) == {"document/mine": Claim("document/mine", properties, ("document/mine",))}


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "9" * 5_000, "a = 1\na = 2", b"\xff\xfe"])
def test_no_toml_breaks_the_reader(text: str | bytes, tmp_path: Path) -> None:
    assert len(wrong(tmp_path, {"dataset.toml": text})) == 1


@pytest.mark.parametrize("text", ["[" * 100_000, '{"id": ' + "9" * 5_000 + "}", '{"id": "\\ud800"}', b"\xff"])
def test_no_json_breaks_the_reader(text: str | bytes, tmp_path: Path) -> None:
    assert len(wrong(tmp_path, {"Pilot.jsonl": text})) == 1


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    mine = write(tmp_path / "mine", {"IndustrialChain.csv": CHAIN})
    (mine / "Pilot.csv").symlink_to(tmp_path / "nothing")
    (mine / "Policy.csv").mkdir()
    with pytest.raises(DatasetError) as error:
        read([mine])
    assert [problem.file.rpartition("/")[2] for problem in error.value.problems] == ["Pilot.csv", "Policy.csv"]


def test_notes_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    files = {"Pilot.csv": PILOT, "README.md": "# Notes", "LICENSE.txt": "...", ".swp": "x"}
    assert claims(tmp_path, files).keys() == {"pilot/tea"}
