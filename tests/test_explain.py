"""`qianglian explain`: what a person sees of an operation."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from cli.explain import indented
from tests.conftest import Graph

QIANGLIAN = str(Path(sys.executable).parent / "qianglian")
ASKED = "query ($id: ID!) { pilot(id: $id) { strengthens { nodes { name } } } }"


def explain(graph: Graph, operation: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the graph's home."""
    command = [QIANGLIAN, "explain", "-", "--home", str(graph.settings.home), *options]
    return subprocess.run(command, input=operation, capture_output=True, text=True, check=False, timeout=120)


def test_what_an_operation_does_and_costs(shipped: Graph) -> None:
    given = ("--variables", '{"id": "pilot/weihai-lingang-carbon-fibre"}')
    said = explain(shipped, ASKED, *given)
    assert (said.returncode, said.stderr) == (0, "")
    assert "cost        25 entities at most, of 100000 allowed" in said.stdout
    assert '"pilot/weihai-lingang-carbon-fibre"' in said.stdout
    steps = re.findall(r"^ +(\d+) hits +(\d+) rows  ( *)(\w+)", said.stdout, re.MULTILINE)
    assert {"NodeUniqueIndexSeek", "Expand"} <= {step[3] for step in steps}
    total = re.search(r"^db hits     (\d+)$", said.stdout, re.MULTILINE)
    assert total is not None
    assert int(total[1]) == sum(int(step[0]) for step in steps) > 0
    planned = explain(shipped, ASKED, *given, "--no-run").stdout
    assert "NodeUniqueIndexSeek" in planned
    assert " hits " not in planned
    cypher = explain(shipped, ASKED, *given, "--cypher").stdout
    assert cypher.startswith("CYPHER 25 RETURN [")
    assert "weihai" not in cypher


def test_what_is_wrong_is_said(shipped: Graph) -> None:
    for operation, options, message in (
        ("{ nothing }", (), "Cannot query field 'nothing'"),
        (ASKED, (), "to be provided"),
        (ASKED, ("--variables", "{"), "not JSON"),
        (ASKED, ("--variables", "[]"), "expected a JSON object"),
        ("query A { pilots { totalCount } } query B { pilots { totalCount } }", (), "name one in `operationName`"),
    ):
        said = explain(shipped, operation, *options)
        assert said.returncode in {1, 2}
        assert message in said.stderr
        assert "Traceback" not in said.stderr


def test_cypher_is_indented_by_its_subqueries() -> None:
    assert indented("MATCH (n) RETURN [COLLECT { MATCH (n)--(m) RETURN m }, 1]") == (
        "MATCH (n) RETURN [COLLECT {\n  MATCH (n)--(m) RETURN m\n}, 1]"
    )
