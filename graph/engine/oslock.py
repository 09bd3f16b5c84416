"""Locks that the operating system drops with the process that holds them, even one killed with -9.

POSIX: flock(2) on a file of its own; two openings in one process exclude each other too. Windows has no shared lock in
its C library, so a sharer locks one byte of a thousand and an excluder all of them.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_BYTES = 1000  # Windows only: how many can share


class OsLock:
    """A lock on a file, which is made if need be and never removed (removing it would let two hold "it")."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Try to take it, without waiting; False where others hold it in a way that excludes this one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)  # not inherited by children (PEP 446)
        try:
            _lock(fd, shared)
        except OSError:
            os.close(fd)
            return False
        self._fd = fd
        return True

    def wait(self, seconds: float, *, shared: bool = False) -> bool:
        """Take it, trying for as long as `seconds`; False where that was not enough."""
        deadline = time.monotonic() + seconds
        while not self.take(shared=shared):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def release(self) -> None:
        """Give it back; nothing happens where it is not held."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


@contextlib.contextmanager
def held(lock: OsLock) -> Iterator[None]:
    """Release `lock`, which has been taken, at the end of the block."""
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int, shared: bool) -> None:
        os.lseek(fd, random.randrange(_BYTES) if shared else 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1 if shared else _BYTES)
else:
    import fcntl

    def _lock(fd: int, shared: bool) -> None:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
