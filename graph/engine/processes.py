"""Processes: telling one from a later one of the same number, and ending them."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Process:
    """A process, told from a later one of the same number by its time of creation."""

    pid: int
    created: float  # psutil's create_time

    @classmethod
    def of(cls, pid: int) -> Process:
        """The process that has the number now; raises psutil.NoSuchProcess."""
        return cls(pid, psutil.Process(pid).create_time())

    def find(self) -> psutil.Process | None:
        """It, where it still runs; a dead one that nobody has waited for does not."""
        try:
            found = psutil.Process(self.pid)
            # What Linux reports moves by as much as the clock is set, so a second either way is the same process.
            if abs(found.create_time() - self.created) > 1 or found.status() == psutil.STATUS_ZOMBIE:
                return None
        except psutil.Error:
            return None
        return found


def end(process: psutil.Process, timeout: float, *, ask: bool = True) -> None:
    """Ask a process to end (where `ask`; it may know by itself), and kill it where it has not within `timeout`."""
    with contextlib.suppress(psutil.NoSuchProcess):
        if ask:
            process.terminate()
        if not _ended(process, timeout):
            process.kill()
            _ended(process, 5)


def _ended(process: psutil.Process, timeout: float) -> bool:
    """Whether a process ends within `timeout`; one that only waits to be reaped by its parent has ended.

    psutil's own wait also waits for that parent: with its pidfd it took 1.6 s longer than the process.
    """
    last = time.monotonic() + timeout
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > last:
            return False
        time.sleep(0.01)
    return True


def end_tree(pid: int) -> None:
    """Kill a process and all below it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        top = psutil.Process(pid)
        for process in [*top.children(recursive=True), top]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


def with_parent(sent: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: have Linux send the new process a signal when its parent dies (prctl(2)); None elsewhere."""
    if sys.platform != "linux":
        return None
    import ctypes  # Linux only

    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        libc.prctl(1, int(sent))  # 1: PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it died before it was asked
            os.kill(os.getpid(), sent)

    return ask
