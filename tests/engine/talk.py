"""Talking to a server without the driver, and starting commands that use one."""

from __future__ import annotations

import base64
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from graph.engine import ServerStatus

_START = """
import sys, time
from pathlib import Path
from graph import engine
from graph.settings import Settings
home, cache, owned = sys.argv[1:]
settings = Settings.read({}, home=Path(home), cache=Path(cache), bolt_port=0, browser_port=0)
print(engine.start(settings, owned=owned == "owned").pid, flush=True)
if owned == "owned":
    time.sleep(1000)
"""


def query(server: ServerStatus, statement: str) -> list[list[Any]]:
    """The rows of a statement, over the HTTP interface, which opens a second after Bolt."""
    credentials = base64.b64encode(f"{server.user}:{server.password()}".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {credentials}"}
    eventually(lambda: _opens(server))
    status, text = _ask(server, "POST", "/db/neo4j/query/v2", json.dumps({"statement": statement}), headers)
    if status >= http.client.BAD_REQUEST:
        raise OSError(f"{status}: {text.decode()}")
    values: list[list[Any]] = json.loads(text)["data"]["values"]
    return values


def command(home: Path, cache: Path, *, owned: bool) -> subprocess.Popen[str]:
    """A process that starts the home's server, and where it owns it stays; it prints the server's pid."""
    arguments = [str(home), str(cache), "owned" if owned else "stays"]
    return subprocess.Popen([sys.executable, "-c", _START, *arguments], stdout=subprocess.PIPE, text=True)


def eventually(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def _opens(server: ServerStatus) -> bool:
    try:
        return _ask(server, "GET", "/", None, {})[0] == http.client.OK
    except OSError:
        return False


def _ask(server: ServerStatus, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.browser).netloc, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
