"""One server's process: brought up until it answers, and taken down. The caller holds the home's run/lock."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from graph.engine import password, processes, setup, state
from graph.engine.bolt import Answer, probe
from graph.engine.home import USER, Home
from graph.engine.logs import since, size, telling
from graph.engine.ports import BOLT_OPTION, BROWSER_OPTION, choose, taken
from graph.engine.state import Record
from graph.engine.supervisor import Job, spawn
from graph.errors import EngineStartError, HomeInUseError
from graph.settings import Settings

START_TIMEOUT = 300.0  # seconds; a large database that was killed recovers first
LOOK = 0.03  # seconds between two looks
_children: dict[int, subprocess.Popen[bytes]] = {}  # supervisors this process started, to be waited for


def launch(settings: Settings, home: Home, *, owned: bool) -> Record:
    """Start a server and wait until it answers.

    Raises DownloadError, PortTakenError, HomeInUseError, EngineStartError, EngineError.
    """
    secret = password.ensure(home)
    ports = choose(settings.bolt_port, settings.browser_port)
    job = setup.prepare(settings, home, ports, owned=owned)
    try:
        record = _run(home, job, secret)
    except EngineStartError:
        if not _console_says(home, "fatal error has been detected"):
            raise
        # Java itself fell over: a spoilt file of ready-made classes is the one thing here that can do that.
        Path(job.aot_file).unlink(missing_ok=True)
        return _run(home, setup.prepare(settings, home, ports, owned=owned), secret)
    if _console_says(home, "Unable to map shared spaces"):  # Java went on without the file: have it made again
        Path(job.aot_file).unlink(missing_ok=True)
    return record


def _run(home: Home, job: Job, secret: str) -> Record:
    """Start a supervisor and wait until its server answers; nothing is left running where it does not."""
    state.clear(home)
    log_start = size(home.logs / "neo4j.log")
    child = spawn(job)
    _children[child.pid] = child
    try:
        return _await(home, child, job, secret, log_start)
    except BaseException:  # Ctrl-C among them
        end(home, 2.0)
        if child.poll() is None:  # it had not come to starting Java, or was just about to say so
            child.terminate()
        child.wait()
        end(home, 2.0)
        _children.pop(child.pid, None)
        raise


def _await(home: Home, child: subprocess.Popen[bytes], job: Job, secret: str, log_start: int) -> Record:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        record = state.read(home)
        if record is None and child.poll() is not None:
            raise _failed(home, job, log_start, "its process could not be started")
        if _disk_full(home, log_start):  # Neo4j stays up then, and never answers
            raise _failed(home, job, log_start, f"no space is left for {home.root}")
        if record:
            if not record.java.find():
                raise _failed(home, job, log_start, "it ended while starting")
            answer = probe(job.ports[0], USER, secret)
            if answer is Answer.READY:
                return state.change(home, record, ready=True)
            if answer is Answer.REFUSED:
                raise EngineStartError(
                    f"Neo4j does not accept the password in {home.password}. It was changed in the database, or the "
                    "file was replaced: write the present password into the file, and nothing else."
                )
        time.sleep(LOOK)
    raise _failed(home, job, log_start, f"it did not answer within {START_TIMEOUT:.0f} s")


def _failed(home: Home, job: Job, log_start: int, what: str) -> Exception:
    lines = telling(home, log_start)
    for port, option in ((job.ports[0], BOLT_OPTION), (job.ports[1], BROWSER_OPTION)):
        if any("Address already in use" in line and str(port) in line for line in lines):
            return taken(port, option)
    if any("store_lock" in line and "locked by another process" in line for line in lines):
        return HomeInUseError(
            f"another program, which qianglian did not start, uses the database in {home.data}. End it, or choose "
            "another home by --home or QIANGLIAN_HOME."
        )
    said = "".join(f"\n    {line}" for line in lines)
    return EngineStartError(f"Neo4j did not start: {what}. Its logs are in {home.logs}. Last lines:{said}")


def _disk_full(home: Home, log_start: int) -> bool:
    return any("No space left on device" in line for line in since(home.logs / "neo4j.log", log_start))


def _console_says(home: Home, words: str) -> bool:
    return any(words in line for line in since(home.console, 0))


def end(home: Home, timeout: float) -> bool:
    """End Java and its supervisor; whether Java ran."""
    record = state.read(home)
    if record is None:
        return False
    java = record.java.find()
    if java:
        processes.end(java, timeout)
    helper = record.supervisor.find()
    if record.supervisor.pid in _children:
        _children.pop(record.supervisor.pid).wait()  # it ends with Java
    elif helper:
        processes.end(helper, 2.0, ask=False)
    state.clear(home)
    return java is not None
