"""A server that belongs to the commands that use it: there as long as one of them lives, and not longer."""

from __future__ import annotations

import psutil
import pytest
from talk import command, eventually, query

from graph import engine
from graph.errors import EngineStartError
from graph.settings import Settings


def test_it_ends_with_its_last_user_even_one_that_is_killed(settings: Settings) -> None:
    first = command(settings.home, settings.cache, owned=True)
    assert first.stdout is not None
    pid = int(first.stdout.readline())
    second = command(settings.home, settings.cache, owned=True)
    assert second.stdout is not None
    assert int(second.stdout.readline()) == pid
    with engine.running(settings) as used:
        assert used.pid == pid
        assert used.owned
        first.kill()
        first.communicate()
        assert query(used, "RETURN 1") == [[1]]
    assert engine.status(settings) is not None  # the second one uses it
    second.kill()
    second.communicate()
    eventually(lambda: not psutil.pid_exists(pid))
    assert engine.status(settings) is None


def test_a_first_start_that_was_killed_half_way_is_made_good(settings: Settings) -> None:
    for milestone in ("password", "run/server.json", "data/databases/system"):
        half = command(settings.home, settings.cache, owned=True)
        eventually(lambda name=milestone: (settings.home / name).exists())
        for process in [*psutil.Process(half.pid).children(recursive=True), psutil.Process(half.pid)]:
            process.kill()
        half.communicate()
    with engine.running(settings) as server:
        assert query(server, "RETURN 1") == [[1]]
        pid = server.pid
    assert not psutil.pid_exists(pid)
    assert engine.status(settings) is None


def test_one_that_cannot_start_says_why(settings: Settings) -> None:
    (settings.home / "data" / "databases" / "store_lock").mkdir(parents=True)
    with pytest.raises(EngineStartError, match="store_lock") as caught:
        engine.start(settings, owned=True)
    assert str(settings.home / "logs") in str(caught.value)
    assert engine.status(settings) is None
