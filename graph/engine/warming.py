"""Making the file for a faster start while a server is up: in a process of lowest priority, which ends with it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from graph.engine.aot import rehearsal
from graph.engine.processes import end_tree, with_parent

_AFTER = 30.0  # seconds of a server's life: one that serves a single command never comes to it
_TRIES = 20  # so many times the machine may have no room for it
_NEEDED = 3 << 30  # bytes of free memory: the rehearsal takes 0.6 GB, writing the file 1.2 GB
_RUN = "from graph.engine.warming import main; main()"


@dataclass(frozen=True, slots=True)
class Warm:
    """What `graph.engine.setup.warm` needs to know."""

    cache: str
    maven_repository: str | None


class Helper:
    """The process that makes the file, if there is one to be made."""

    def __init__(self, warm: Warm | None) -> None:
        self._warm = warm
        self._cache = Path(warm.cache) if warm else Path()
        self._tries = _TRIES
        self._at = time.monotonic() + _AFTER
        self._process: subprocess.Popen[bytes] | None = None

    def busy(self) -> bool:
        """Whether it is still to do its work; starts it when its time has come."""
        if self._process:
            return self._process.poll() is None
        if self._warm and time.monotonic() > self._at:
            self._at += _AFTER
            self._tries -= 1
            if _affordable():
                self._process = _start(self._warm)
            if self._process or not self._tries:
                self._warm = None
        return self._process is not None or self._warm is not None

    def end(self) -> None:
        """End it, wherever it is; what it had made is of no use and is removed."""
        if self._process and self._process.poll() is None:
            end_tree(self._process.pid)
            self._process.wait()
            shutil.rmtree(rehearsal(self._cache, self._process.pid), ignore_errors=True)


def main() -> None:
    """The process itself: reads a `Warm` from its standard input."""
    from graph.engine.setup import warm  # setup imports this module
    from graph.settings import Settings  # only this process needs it

    told = Warm(**json.load(sys.stdin))
    with contextlib.suppress(OSError, psutil.Error):
        if sys.platform == "win32":
            psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS)
        else:
            os.nice(19)
    cache = Path(told.cache)
    warm(Settings.read({}, home=cache, cache=cache, maven_repository=told.maven_repository))


def _affordable() -> bool:
    """Whether there is memory for it, and no more work under way than the machine has processors."""
    return psutil.virtual_memory().available > _NEEDED and psutil.getloadavg()[0] < (os.cpu_count() or 1)


def _start(warm: Warm) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-P", "-c", _RUN],
        stdin=subprocess.PIPE,
        env=os.environ,
        preexec_fn=with_parent(signal.SIGKILL),
    )
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError), child.stdin as pipe:
        pipe.write(json.dumps(asdict(warm)).encode())
    return child
