"""Real `qianglian load` processes: killed in the middle, and several at once."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

import loaders
from cli.common import opened
from graph import engine, store
from graph.driver import Row
from graph.errors import DatabaseError
from graph.settings import Settings
from tests.broken_datasets import write
from tests.conftest import Graph
from tests.snapshot import snapshot
from tests.tables import alone, exported

# `qianglian load` with smaller transactions: a hundred thousand statements would take a minute. With a second argument it
# waits until there is a file of that name, so that two can begin together.
IN_BATCHES = """
import pathlib, sys, time
from cli.main import main
from graph import store
store.TRANSACTION_ROWS = store.BATCH = 500
while sys.argv[1] and not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.001)
del sys.argv[1]
main()
"""
ENTERPRISES, RELATIONS = 3_000, 12_000


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    """A home of its own."""
    made = Settings.read({}, home=tmp_path / "home", bolt_port=0, browser_port=0)
    yield made
    engine.stop(made)


def big(under: Path) -> Path:
    """A dataset of fifteen thousand statements, made by counting."""
    enterprises = "".join(f"enterprise/e{n},Company {n},C{n}\n" for n in range(ENTERPRISES))
    pairs = ((n % ENTERPRISES, (n * 7 + n // ENTERPRISES + 1) % ENTERPRISES) for n in range(RELATIONS))
    relations = "".join(f"enterprise/e{a},enterprise/e{b},20{n % 30:02}\n" for n, (a, b) in enumerate(pairs) if a != b)
    files = {
        "Enterprise.csv": "id,name_en,aliases\n" + enterprises,
        "INVESTS_IN.csv": "subject,object,since\n" + relations,
    }
    return write(under / "big", files)


def command(home: Path, *arguments: object) -> subprocess.Popen[str]:
    """Start the command on a home."""
    return _start([str(Path(sys.executable).with_name("qianglian")), *map(str, arguments)], home)


def in_batches(home: Path, path: Path, wait_for: object = "") -> subprocess.Popen[str]:
    """Start a load in small transactions."""
    return _start([sys.executable, "-c", IN_BATCHES, str(wait_for), "load", str(path)], home)


def _start(line: list[str], home: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "QIANGLIAN_HOME": str(home), "QIANGLIAN_BOLT_PORT": "0", "QIANGLIAN_BROWSER_PORT": "0"}
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)


def succeeds(process: subprocess.Popen[str]) -> str:
    """Wait for a command that works; gives what it said."""
    text, _ = process.communicate(timeout=300)
    assert process.returncode == 0, text
    return text


class Own:
    """The graph of a home, which may not be there yet."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, cypher: str) -> list[Row]:
        """Rows of a statement; none where no server answers yet."""
        status = engine.status(self.settings)
        if status is None:
            return []
        at = (status.bolt, status.user, status.password())

        async def ask() -> list[Row]:
            async with opened(self.settings, at) as database:
                return await database.read(cypher)

        try:
            return asyncio.run(ask())
        except DatabaseError:
            return []


def kill_when(settings: Settings, process: subprocess.Popen[str], holds: Callable[[], Any]) -> None:
    """Kill a command and its server with -9 as soon as something holds."""
    deadline = time.monotonic() + 120
    while not holds():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
    status = engine.status(settings)
    assert status is not None
    server = psutil.Process(status.pid)
    process.kill()
    server.kill()
    process.communicate()
    psutil.wait_procs([server], timeout=60)
    assert process.returncode == -9


def test_killed_in_the_middle_it_is_as_if_it_never_was(empty: Graph, own: Settings, tmp_path: Path) -> None:
    path, graph = big(tmp_path), Own(own)
    [summary] = empty.load(path)
    undisturbed, expected = exported(empty), snapshot(empty)
    writing = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'UNWIND $rows' RETURN 1"
    kill_when(own, command(own.home, "load", path), lambda: graph.read(writing))
    with engine.running(own):
        assert graph.read("MATCH (n) RETURN count(n)") == [[0]]
    half = f"MATCH (n:Enterprise) WITH count(n) AS n WHERE n > {ENTERPRISES // 3} RETURN n"
    kill_when(own, in_batches(own.home, path), lambda: graph.read(half))
    with engine.running(own):
        assert graph.read("MATCH (d:Dataset) WHERE d.unfinished RETURN d.id") == [["mine"]]
        assert graph.read("MATCH (n:Enterprise) RETURN count(n)")[0][0] < ENTERPRISES
        said = succeeds(command(own.home, "load", path))
        assert f"mine: {summary.added} added, 0 changed, 0 retracted, 0 unchanged" in said
        assert snapshot(graph) == expected
        succeeds(command(own.home, "export", "--format", "nquads", "--output", tmp_path / "all.nq"))
    assert (tmp_path / "all.nq").read_bytes() == undisturbed


def table(under: Path, id_: str, names: range, alias: str) -> Path:
    """A dataset of some of a row of agencies, each owned by the next; what any two of them say agrees."""
    description = f'id = "{id_}"\ntitle = "T"\nlicence = "L"\npublisher = "P"\nsource = "document/{id_}"\n'
    agencies = "".join(f"agency/a{n},Agency {n},{alias}\n" for n in [*names, names.stop])
    owners = "".join(f"agency/a{n},agency/a{n + 1}\n" for n in names)
    files = {"Agency.csv": "id,name_en,aliases\n" + agencies, "OWNED_BY.csv": "subject,object\n" + owners}
    document = f'[[documents]]\nid = "document/{id_}"\ntitle = "T"\n'
    return write(under / f"{id_}-{alias}", {"dataset.toml": description + document, **files})


def together(graph: Graph, tmp_path: Path, *paths: Path) -> list[tuple[int, str]]:
    """Load with several processes at once; gives how each ended and what it said."""
    processes = [in_batches(graph.settings.home, path, tmp_path / "go") for path in paths]
    time.sleep(3)  # until all of them wait
    (tmp_path / "go").touch()
    texts = [process.communicate(timeout=300)[0] for process in processes]
    return [(process.returncode, text) for process, text in zip(processes, texts, strict=True)]


def test_two_processes_may_load_overlapping_datasets(empty: Graph, tmp_path: Path) -> None:
    paths = [table(tmp_path, "one", range(1500), "x"), table(tmp_path, "two", range(500, 2000), "y")]
    assert [code for code, _ in together(empty, tmp_path, *paths)] == [0, 0]
    assert snapshot(empty) == alone(empty, *(loaders.parse(path).dataset for path in paths))


def test_of_two_loads_of_one_dataset_one_counts(empty: Graph, tmp_path: Path) -> None:
    paths = [table(tmp_path, "one", range(1500), "x"), table(tmp_path, "one", range(500, 2000), "y")]
    ended = together(empty, tmp_path, *paths)
    found = snapshot(empty)
    assert empty.run(store.unfinished(empty.database)) == []
    assert [text for code, text in ended if code and "another process has begun to load" not in text] == []
    finished = [path for path, (code, _) in zip(paths, ended, strict=True) if not code]
    assert found in [alone(empty, loaders.parse(path).dataset) for path in finished]


def test_one_dataset_loaded_twice_at_once_is_loaded_once(empty: Graph, tmp_path: Path) -> None:
    path = table(tmp_path, "one", range(200), "x")
    said = "".join(text for code, text in together(empty, tmp_path, path, path) if not code)
    assert {"402 added", "402 unchanged"} == set(re.findall(r"\b402 \w+", said))
    assert snapshot(empty) == alone(empty, loaders.parse(path).dataset)
