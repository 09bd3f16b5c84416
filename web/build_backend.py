"""The build backend: setuptools, which for a wheel first has the explorer built (cli/web.py).

An editable installation builds nothing here: `qianglian up` does, when it first starts, and shows what it is doing.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def get_requires_for_build_wheel(config_settings: Mapping[str, Any] | None = None) -> list[str]:
    """What a wheel needs to be built: setuptools' needs, and Node (PEP 517)."""
    from cli import web

    return [*build_meta.get_requires_for_build_wheel(config_settings), web.NODE]


def build_wheel(
    wheel_directory: str,
    config_settings: Mapping[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    """A wheel with the explorer in it; fails where that cannot be built: nobody would miss it before it is installed."""
    from cli import web

    if web.main([]):
        raise RuntimeError("the explorer could not be built, see above; a wheel is to have it")
    name: str = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    return name
