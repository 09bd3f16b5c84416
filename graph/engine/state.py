"""What runs in a home: run/server.json, and whether its process still runs."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from graph.engine import password
from graph.engine.home import USER, Home
from graph.engine.processes import Process
from graph.settings import Settings


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """A running server, and how to reach it."""

    home: Path
    pid: int
    bolt: str  # bolt://127.0.0.1:7687
    browser: str  # http://127.0.0.1:7474/browser/
    user: str
    password_file: Path
    neo4j_version: str
    java_version: str
    owned: bool  # it ends with the last process that uses it

    def password(self) -> str:
        """The user's password."""
        return password.read(self.password_file)


@dataclass(frozen=True, slots=True)
class Record:
    """The content of run/server.json."""

    java: Process
    supervisor: Process
    bolt_port: int
    browser_port: int
    neo4j_version: str
    java_version: str
    owned: bool
    ready: bool = False  # it has answered on Bolt

    def status(self, home: Home) -> ServerStatus:
        """It, as others see it."""
        return ServerStatus(
            home=home.root,
            pid=self.java.pid,
            bolt=f"bolt://127.0.0.1:{self.bolt_port}",
            browser=f"http://127.0.0.1:{self.browser_port}/browser/",
            user=USER,
            password_file=home.password,
            neo4j_version=self.neo4j_version,
            java_version=self.java_version,
            owned=self.owned,
        )


def read(home: Home) -> Record | None:
    """What was last written; None where there is nothing, or nothing that can be read."""
    try:
        values = json.loads(_path(home).read_text(encoding="utf-8"))
        java, supervisor = Process(**values.pop("java")), Process(**values.pop("supervisor"))
        return Record(java=java, supervisor=supervisor, **values)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write(home: Home, record: Record) -> None:
    """Write it, never half."""
    temporary = _path(home).with_suffix(f".{os.getpid()}")
    temporary.write_text(json.dumps(asdict(record)), encoding="utf-8")
    temporary.replace(_path(home))


def change(home: Home, record: Record, **values: bool) -> Record:
    """Write it with other `values`; what was written."""
    changed = replace(record, **values)  # type: ignore[arg-type]
    write(home, changed)
    return changed


def clear(home: Home) -> None:
    """Nothing runs."""
    _path(home).unlink(missing_ok=True)


def alive(home: Home) -> Record | None:
    """What runs, ready or not; None where nothing does."""
    record = read(home)
    return record if record and record.java.find() else None


def status(settings: Settings) -> ServerStatus | None:
    """The home's running server; None where there is none, or none that is ready yet. Takes about a millisecond."""
    home = Home(settings.home)
    record = alive(home)
    return record.status(home) if record and record.ready else None


def _path(home: Home) -> Path:
    return home.run / "server.json"
