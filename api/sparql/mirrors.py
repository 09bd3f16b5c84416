"""The mirror of an application, and where it lies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import tempfile
from pathlib import Path

from api.sparql.mirror import Mirror
from graph.driver import Database
from graph.engine.oslock import OsLock
from graph.settings import Settings


class Mirrors:
    """The mirror of an application: made when SPARQL is first asked for, so that who never does pays nothing."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._stack = contextlib.ExitStack()
        self._following: asyncio.Task[None] | None = None
        self._mirror: Mirror | None = None

    async def get(self, patience: float) -> Mirror:
        """The mirror; where it has no store yet, this waits up to `patience` seconds for one."""
        if self._mirror is None:
            self._mirror = Mirror(self._database, self._settings, self._place())
            self._following = asyncio.create_task(self._mirror.run())
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        while self._mirror.pool is None and loop.time() < end:
            await asyncio.sleep(0.05)
        return self._mirror

    def _place(self) -> Path:
        """The store's folder under the home; where another server of the home has it, or nobody can have one there, a temporary one."""
        home = self._settings.home / "sparql"
        lock = OsLock(home / "lock")
        try:
            ours = lock.take()
        except OSError:  # a home that cannot be written
            ours = False
        if ours:
            self._stack.callback(lock.release)
        else:
            home = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="qianglian-sparql-")))
        _tidy(home)
        return home

    async def close(self) -> None:
        """Follow no longer, and end all processes."""
        with self._stack:
            if self._following is not None:
                self._following.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._following


def _tidy(home: Path) -> None:
    """Remove snapshots that an earlier run left, all but the one in use."""
    kept = ""
    with contextlib.suppress(OSError, ValueError, KeyError):
        kept = json.loads((home / "state.json").read_text("utf-8"))["snapshot"]
    for folder in home.glob("*/"):
        if folder.name not in {"store", kept}:
            shutil.rmtree(folder, ignore_errors=True)
