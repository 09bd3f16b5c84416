"""`qianglian up` as a user has it: a process, its output, and HTTP."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from graph import engine
from graph.settings import Settings

QIANGLIAN = Path(sys.executable).parent / "qianglian"
PILOTS = '{ pilots(where: {within: "government/370000"}) { totalCount } }'


@contextmanager
def up(home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running `up` and its GraphQL address."""
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [QIANGLIAN, "up", "--home", home, "--port", "0", "--bolt-port", "0", "--browser-port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        try:
            said = []
            for line in process.stdout:
                said.append(line)
                if line.startswith("sign in"):
                    break
            address = re.search(r"http://\S+/graphql", "".join(said))
            assert address, (said, process.stderr and process.stderr.read())
            yield process, address.group()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(30)


def until(condition: object, seconds: float = 30) -> bool:
    """Whether a condition came true within a bounded time."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that the tests of this module share."""
    return tmp_path_factory.mktemp("up")


def test_up_loads_serves_and_stops_with_what_it_started(home: Path) -> None:
    with up(home) as (process, address):
        base = address.removesuffix("/graphql")
        status = engine.status(Settings.read({}, home=home))
        assert status is not None
        answer = httpx.post(address, json={"query": PILOTS})
        assert (answer.status_code, answer.json()) == (200, {"data": {"pilots": {"totalCount": 6}}})
        assert httpx.get(address, params={"query": PILOTS}).json() == answer.json()
        assert httpx.get(f"{base}/healthz").json() == {"status": "ok"}
        assert httpx.get(f"{base}/readyz").status_code == 200
        for refused in (
            httpx.post(address, content="{", headers={"content-type": "application/json"}),
            httpx.post(address, content=b"\xff\xfe", headers={"content-type": "application/json"}),
            httpx.post(address, json=["query"]),
            httpx.post(address, json={"query": PILOTS, "variables": []}),
            httpx.post(address, content=PILOTS, headers={"content-type": "text/plain"}),
            httpx.post(address, content=b"[" * 100_000, headers={"content-type": "application/json"}),
            httpx.post(address, content=b" " * (2 << 20), headers={"content-type": "application/json"}),
            httpx.get(address),
        ):
            assert refused.status_code == 400
            assert refused.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
        newer = httpx.post(
            address, json={"query": "{ nothing }"}, headers={"accept": "application/graphql-response+json"}
        )
        assert newer.status_code == 400
        assert newer.headers["content-type"].startswith("application/graphql-response+json")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert not psutil.pid_exists(status.pid)
    assert engine.status(Settings.read({}, home=home)) is None


def test_a_server_does_not_outlive_an_up_that_was_killed(home: Path) -> None:
    with up(home, "--no-load") as (process, address):
        assert httpx.post(address, json={"query": PILOTS}).json()["data"]["pilots"]["totalCount"] == 6
        status = engine.status(Settings.read({}, home=home))
        assert status is not None
        process.kill()
        process.wait(30)
    assert until(lambda: not psutil.pid_exists(status.pid))


def test_not_ready_once_neo4j_is_gone(home: Path) -> None:
    with up(home, "--no-load") as (_, address):
        status = engine.status(Settings.read({}, home=home))
        assert status is not None
        psutil.Process(status.pid).kill()
        ready = address.replace("/graphql", "/readyz")
        assert until(lambda: httpx.get(ready, timeout=60).status_code == 503)
        answer = httpx.post(address, json={"query": PILOTS}, timeout=120).json()
        assert answer["errors"][0]["extensions"]["code"] == "DATABASE_UNAVAILABLE"
        assert "bolt" not in str(answer)


def test_a_port_that_is_taken_is_said(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [QIANGLIAN, "serve", "--home", home, "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
