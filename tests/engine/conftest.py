"""Homes of their own, on free ports, with the user's jars; whatever runs in them is stopped at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import engine
from graph.settings import Settings


def settings_for(home: Path) -> Settings:
    """Settings for a home on free ports; the cache is the user's, or the one that QIANGLIAN_CACHE names."""
    cache = {name: text for name, text in os.environ.items() if name == "QIANGLIAN_CACHE"}
    return Settings.read(cache, home=home, bolt_port=0, browser_port=0)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A home for one test."""
    made = settings_for(tmp_path / "home")
    yield made
    engine.stop(made)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home for the tests of a module; each leaves its server running."""
    made = settings_for(tmp_path_factory.mktemp("engine") / "home")
    yield made
    engine.stop(made)
