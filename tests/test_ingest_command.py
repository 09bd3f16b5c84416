"""`ingest`, `review` and `judge` as commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import group
from graph.errors import DatasetError, JudgementError
from tests.announcements import SIGNING_EN, four, held, write
from tests.conftest import Graph
from tests.snapshot import snapshot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents on one signing, one of figures, one that says Lanshan, of which there are several."""
    return four(tmp_path / "texts")


def command(graph: Graph, *arguments: str) -> Result:
    """A command on the test's graph."""
    return CliRunner().invoke(group, [*arguments, "--home", str(graph.settings.home)])


def lines(result: Result) -> Sequence[str]:
    """What it said."""
    return result.stderr.splitlines()


def test_the_command_ingests_what_it_can_and_reports_the_rest(empty: Graph, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "copy.txt").write_text(SIGNING_EN, encoding="utf-8")
    result = command(empty, "ingest", str(folder))
    assert isinstance(result.exception, DatasetError)
    [problem] = result.exception.problems
    assert problem.file.endswith("broken.pdf")
    assert held(empty, "MATCH (d:Document) RETURN count(d)") == [4]
    assert any("the same text as" in line for line in lines(result))
    (folder / "broken.pdf").unlink()
    again = command(empty, "ingest", str(folder))
    assert again.exit_code == 0
    assert sum("0 added, 0 changed, 0 retracted" in line for line in lines(again)) == 4


def test_another_file_of_the_same_name_and_day_is_not_taken_for_the_same_document(empty: Graph, tmp_path: Path) -> None:
    one, other = (
        write(tmp_path / "one", news=SIGNING_EN),
        write(tmp_path / "other", news=SIGNING_EN.replace("Chen", "Qin")),
    )
    assert command(empty, "ingest", str(one)).exit_code == 0
    before = snapshot(empty)
    refused = command(empty, "ingest", str(other))
    assert isinstance(refused.exception, DatasetError)
    assert "give --replace" in str(refused.exception)
    assert snapshot(empty) == before
    assert command(empty, "ingest", str(other), "--replace").exit_code == 0
    assert held(empty, "MATCH (n:Person {id: 'person/qin-guoping'}) RETURN n.sources") == [["document/2021-05-12-news"]]


def test_a_document_whose_date_is_corrected_is_still_the_same(empty: Graph, folder: Path) -> None:
    signing = folder / "signing.txt"
    command(empty, "ingest", str(signing))
    signing.write_text(SIGNING_EN.replace("Date: 2021-05-12", "Date: 2021-05-11"), encoding="utf-8")
    assert command(empty, "ingest", str(signing)).exit_code == 0
    assert held(empty, "MATCH (d:Document) RETURN d.id") == ["document/2021-05-11-signing"]


def test_review_lists_and_judge_decides(empty: Graph, folder: Path) -> None:
    command(empty, "ingest", str(folder))
    listed = command(empty, "review", "--list", "--below", "1")
    assert listed.exit_code == 0
    assert '"kind": "identity"' in listed.stdout
    assert '"kind": "statement"' in listed.stdout
    [record] = held(empty, "MATCH (r:Record {type: 'Government', entity: 'government/lanshan'}) RETURN r.id")
    assert command(empty, "judge", record, "government/371302", "same", "--by", "Li").exit_code == 0
    assert held(empty, "MATCH ()-[r:LOCATED_IN]->(b) RETURN b.id") == ["government/371302"]
    assert held(empty, "MATCH (j:Judgement {by: 'Li'}) RETURN j.verdict") == ["same"]
    assert isinstance(command(empty, "review").exception, JudgementError)  # no terminal
