"""What the server's logs say about a start that failed."""

from __future__ import annotations

import re
from pathlib import Path

from graph.engine.home import Home

_TELLING = re.compile(r"ERROR|FATAL|Exception|Error|Caused by|No space|denied", re.ASCII)
_NOISE = re.compile(
    r"^\s+at |^\s*\.\.\. \d+ more|^\s*WARNING: |^Optional\[|^\[[0-9.]+s\]"
)  # traces, Java's own warnings
_LINES = 12


def size(path: Path) -> int:
    """How long a log is now, as the `start` for `since`; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def since(path: Path, start: int) -> list[str]:
    """The lines written after the log was `start` bytes long (all, where it has been begun anew since)."""
    try:
        with path.open("rb") as file:
            file.seek(start if size(path) >= start else 0)
            return file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def telling(home: Home, start: int) -> list[str]:
    """The last lines that tell why, of neo4j.log (from byte `start` on) and the console, without stack traces."""
    lines = [*since(home.logs / "neo4j.log", start), *since(home.console, 0)]
    kept = [line.rstrip() for line in lines if line.strip() and not _NOISE.match(line)]
    chosen = [line for line in kept if _TELLING.search(line)] or kept
    return list(dict.fromkeys(chosen))[-_LINES:]
