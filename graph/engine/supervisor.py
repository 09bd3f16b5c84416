"""The process between a command and its server: starts Java, and ends it when nobody uses it any more.

Run by `spawn` with a job (see `Job`) on its standard input. A server that was started for
`up` or for one command is *owned*: every process that uses it holds run/users shared, and the operating system drops
that lock with the process, even one killed with -9. When the supervisor can take it alone, nobody is left. Where the
supervisor itself is killed, Linux sends Java a SIGTERM (elsewhere the server stays, and the next command finds it).
A server that is to stay needs none of this: its supervisor ends as soon as Java runs (and the file for a faster start,
see `graph.engine.warming`, is there).
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

from graph.engine import state
from graph.engine.home import Home
from graph.engine.oslock import OsLock
from graph.engine.processes import Process, with_parent
from graph.engine.warming import Helper, Warm

_RUN = "from graph.engine.supervisor import main; main()"
_LOOK = 0.2  # seconds between two looks at the lock
GRACE = 8.0  # seconds Java has to end by itself; it takes 0.5, with a large page cache on a slow disk more


@dataclass(frozen=True, slots=True)
class Job:
    """What a supervisor is told."""

    home: str
    command: list[str]
    ports: tuple[int, int]  # Bolt's, and the browser's
    neo4j_version: str
    java_version: str
    owned: bool
    aot_file: str  # the file for a faster start, whether it is there or not
    warm: Warm | None  # how to make that file, where it is not there


def spawn(job: Job) -> subprocess.Popen[bytes]:
    """Start a supervisor, out of reach of the terminal's Ctrl-C: who started it decides when to stop."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    with Home(Path(job.home)).console.open("wb") as log:
        # -P: a folder `graph` where the user stands must not be taken for this package.
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", _RUN],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=job.home,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError), child.stdin as pipe:
        pipe.write(json.dumps(asdict(job)).encode())
    return child


def main() -> None:
    """Start Java, write run/server.json, and watch."""
    told = json.load(sys.stdin)
    told["warm"] = told["warm"] and Warm(**told["warm"])
    job = Job(**told)
    home = Home(Path(job.home))
    signal.signal(signal.SIGTERM, _leave)
    java = subprocess.Popen(
        job.command, stdin=subprocess.DEVNULL, preexec_fn=with_parent(signal.SIGTERM) if job.owned else None
    )
    try:
        state.write(home, _record(job, java.pid))
    except BaseException:
        _end(java)  # nobody would find it
        raise
    helper = Helper(job.warm)
    try:
        _watch(java, home, helper, owned=job.owned)
    except BaseException:
        if job.owned:
            _end(java)
        raise
    finally:
        helper.end()


def _record(job: Job, pid: int) -> state.Record:
    return state.Record(
        java=Process.of(pid),
        supervisor=Process.of(os.getpid()),
        bolt_port=job.ports[0],
        browser_port=job.ports[1],
        neo4j_version=job.neo4j_version,
        java_version=job.java_version,
        owned=job.owned,
    )


def _watch(java: subprocess.Popen[bytes], home: Home, helper: Helper, *, owned: bool) -> None:
    """Wait for Java's end, and bring it about once nobody uses it. Returns early where nothing is left to watch for."""
    users = OsLock(home.run / "users")
    watching = owned
    # One that was owned at first keeps its supervisor: Linux ends Java with it.
    while owned or helper.busy():
        with contextlib.suppress(subprocess.TimeoutExpired):
            java.wait(_LOOK if watching or helper.busy() else None)
            return
        if watching and users.take():
            record = state.read(home)
            if record is None or record.owned:
                _end(java)  # `users` stays taken: who comes now sees that this server is on its way out
                return
            users.release()
            watching = False  # `db start` has made it one that stays


def _end(java: subprocess.Popen[bytes]) -> None:
    java.terminate()
    try:
        java.wait(GRACE)
    except subprocess.TimeoutExpired:
        java.kill()
        java.wait()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
