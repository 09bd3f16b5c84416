"""What benchmarks share: ratios of runs made side by side, with their spread."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Median of the ratios of paired runs, and the smallest and largest of them."""
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"


def seconds(values: Sequence[float]) -> str:
    """Median, smallest and largest."""
    return f"{statistics.median(values):.2f} s ({min(values):.2f} to {max(values):.2f})"


def machine() -> str:
    """Where it was measured."""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
