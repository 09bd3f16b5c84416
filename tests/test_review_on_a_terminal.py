"""`review` as a person meets it: on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from graph.settle import settle
from loaders import document
from tests.announcements import AMBIGUOUS, write
from tests.conftest import Graph


def test_review_asks_with_evidence_and_takes_one_key(empty: Graph, tmp_path: Path) -> None:
    folder = write(tmp_path, where=AMBIGUOUS)
    empty.run(settle(empty.database, [document.read(folder / "where.txt", document.gazetteer([]))]))
    command = [str(Path(sys.executable).with_name("qianglian")), "review", "--by", "Li", "--below", "0"]
    outside, inside = pty.openpty()
    process = subprocess.Popen(
        [*command, "--home", str(empty.settings.home)], stdin=inside, stdout=inside, stderr=inside, close_fds=True
    )
    os.close(inside)
    os.write(outside, b"s\nq\n")
    said = b""
    while True:
        try:
            part = os.read(outside, 4096)
        except OSError:  # the terminal's other end is closed: the process has ended
            break
        if not part:
            break
        said += part
    assert process.wait(timeout=60) == 0
    os.close(outside)
    text = said.decode()
    assert "Are these the same?" in text
    assert "in document/2022-03-01-where: Lanshan" in text
    [[right]] = empty.read("CYPHER 25 MATCH (j:Judgement {by: 'Li', verdict: 'same'}) RETURN [j.left, j.right]")
    [[place]] = empty.read("CYPHER 25 MATCH ()-[r:LOCATED_IN]->(b) RETURN b.id")
    assert place in right
