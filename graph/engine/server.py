"""Starting, stopping and sharing a home's server.

run/lock is held while a start or stop goes on, so that there is one at a time. run/users is held, shared, by every
process that uses the server; see `graph.engine.supervisor`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from graph.engine import password, state
from graph.engine.bolt import Answer, probe
from graph.engine.home import USER, Home
from graph.engine.launch import LOOK, START_TIMEOUT, end, launch
from graph.engine.oslock import OsLock, held
from graph.engine.state import Record, ServerStatus
from graph.engine.supervisor import GRACE
from graph.errors import HomeInUseError
from graph.settings import Settings

_TURN = 60.0  # seconds to wait for another start or stop of this home
_uses: dict[Path, list[OsLock]] = {}  # what `start(owned=True)` holds until `stop`, or the end of this process


def start(settings: Settings, *, owned: bool) -> ServerStatus:
    """The home's server, started where it is down: jars fetched, home set up, Bolt answering.

    `owned`: it must not outlive this process (nor others that use it); otherwise it stays until `stop`, also where an
    owned one was found. Raises DownloadError, PortTakenError, HomeInUseError, EngineStartError, EngineError.
    """
    status, use = _join(settings, owned=owned)
    if use:
        _uses.setdefault(settings.home, []).append(use)
    return status


@contextlib.contextmanager
def running(settings: Settings) -> Iterator[ServerStatus]:
    """The home's server for a block; one that was down is started, and stopped when its last user leaves.

    Raises what `start` raises.
    """
    status, use = _join(settings, owned=True)
    assert use is not None
    try:
        yield status
    finally:
        _part(Home(settings.home), use)


def stop(settings: Settings, *, timeout: float = 10) -> bool:
    """Stop the home's server, whoever uses it; True where there was one. It has `timeout` seconds, then it is killed.

    Raises HomeInUseError where a start of it does not end within `timeout`.
    """
    home = Home(settings.home)
    if not home.run.is_dir():
        return False
    with _turn(home, timeout):
        stopped = end(home, timeout)
    for use in _uses.pop(settings.home, []):
        use.release()
    return stopped


def _join(settings: Settings, *, owned: bool) -> tuple[ServerStatus, OsLock | None]:
    home = Home(settings.home)
    home.make()
    with _turn(home, _TURN):
        use = OsLock(home.run / "users") if owned else None
        if use and not use.wait(GRACE + 2, shared=True):
            raise HomeInUseError(f"the server of {home.root} is being stopped and does not end; try again")
        try:
            record = _settle(home) or launch(settings, home, owned=owned)
            if record.owned and not owned:
                record = state.change(home, record, owned=False)
        except BaseException:
            if use:
                use.release()
            raise
        return record.status(home), use


def _part(home: Home, use: OsLock) -> None:
    """Stop using the server, and stop it where it was owned and nobody else uses it."""
    last = OsLock(home.run / "users")
    try:
        # Another start or stop goes on: leave it to the supervisor, which looks five times a second.
        with _turn(home, 1.0):
            use.release()
            record = state.alive(home)
            if record and record.owned and last.take():
                end(home, GRACE)
    except HomeInUseError:
        pass
    finally:
        use.release()
        last.release()


def _settle(home: Home) -> Record | None:
    """The server that runs, once it answers; None where none does, or the one that did has ended.

    One may be on its way up (its starter was killed) or down (its last user was killed).
    """
    deadline = time.monotonic() + START_TIMEOUT
    while record := state.alive(home):
        if record.ready:
            return record
        if probe(record.bolt_port, USER, password.read(home.password)) is Answer.READY:
            return state.change(home, record, ready=True)
        if time.monotonic() > deadline:
            raise HomeInUseError(
                f"process {record.java.pid} holds {home.root} and does not answer; end it and try again"
            )
        time.sleep(LOOK)
    return None


@contextlib.contextmanager
def _turn(home: Home, seconds: float) -> Iterator[None]:
    lock = OsLock(home.run / "lock")
    if not lock.wait(seconds):
        raise HomeInUseError(
            f"another start or stop of {home.root} is going on; it has not ended within {seconds:.0f} s"
        )
    with held(lock):
        yield
