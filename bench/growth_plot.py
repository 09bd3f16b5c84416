"""The plot of bench/growth.py; the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

COLUMNS = 4


def plot(points: Sequence[tuple[str, int, float, float]], path: Path, *, check: bool = False) -> None:
    """Write an SVG with a panel per question, of (question, entities, milliseconds, db hits per row).

    `check` only sees whether it could be done. Raises SystemExit with what to do where matplotlib is missing.
    """
    try:
        import matplotlib as mpl  # type: ignore[import-not-found, unused-ignore]
        from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise SystemExit("--plot needs matplotlib: pip install matplotlib") from None
    if check:
        return
    names = sorted({name for name, *_ in points})
    lines = -(-len(names) // COLUMNS)
    # The salt and no date, so that the file repeats; text as text, so that it can be searched and stays small.
    with mpl.rc_context({"svg.hashsalt": "qianglian", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(3 * COLUMNS, 2.2 * lines), layout="constrained")
        for number, name in enumerate(names):
            own = sorted((entities, ms, per_row) for question, entities, ms, per_row in points if question == name)
            sizes = [entities for entities, *_ in own]
            axes = figure.add_subplot(lines, COLUMNS, number + 1)
            axes.set_title(name)
            axes.loglog(sizes, [ms for _, ms, _ in own], "o-", color="C0")
            axes.set_ylim(0.5, max(1000.0, *(2 * ms for _, _, ms, _ in points)))
            other = axes.twinx()
            other.loglog(sizes, [max(per_row, 0.1) for *_, per_row in own], "s--", color="C1")
            other.set_ylim(0.5, max(1000.0, *(2 * per_row for *_, per_row in points)))
            for one in (axes, other):
                one.minorticks_off()  # with them, and powers set as mathematics, the file is ten times as large
                one.yaxis.set_major_formatter("{x:g}")
                one.set_xticks(sizes, [f"{size:,}" for size in sizes])
        figure.supxlabel("entities")
        figure.supylabel("milliseconds (blue, round, left) · db hits per row (orange, square, right)")
        figure.savefig(path, format="svg", metadata={"Date": None})
