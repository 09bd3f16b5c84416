"""What is said of every broken dataset; `python -m tests.broken_datasets` writes docs/broken-datasets.md anew."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cli.loading import read
from graph.errors import DatasetError, Problem
from loaders.check import check
from tests.broken_cases import CASES, DESCRIPTION, LOADED, Case, Files

PAGE = Path(__file__).parent.parent / "docs" / "broken-datasets.md"


def write(folder: Path, files: Files) -> Path:
    """Make the folder of a dataset; what `files` leaves out of dataset.toml is as in DESCRIPTION."""
    folder.mkdir(parents=True)
    for name, content in {"dataset.toml": DESCRIPTION, **files}.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def folders(case: Case, under: Path) -> list[Path]:
    """The case's datasets."""
    given = {"mine": case.files, "other": case.second}
    return [write(under / name, files) for name, files in given.items() if files is not None]


def said(error: DatasetError, under: Path) -> list[str]:
    """What the error says, line by line, with the files named as from where the datasets are."""
    return [
        line.replace(f"{under}/", "").removeprefix("mine/").replace("mine/", "") for line in str(error).splitlines()
    ]


def problems(case: Case, under: Path) -> list[str]:
    """What is wrong with a case beside LOADED, without a graph."""
    known = read([write(under / "loaded", LOADED)])
    try:
        parsed = read(folders(case, under))
        found: Sequence[Problem] = asyncio.run(check(parsed, None, known))
    except DatasetError as error:
        return said(error, under)
    return said(DatasetError(found), under)


def page() -> Iterator[str]:
    """The lines of docs/broken-datasets.md."""
    yield "# What is said of a broken dataset"
    yield ""
    yield "`qianglian check` and `qianglian load` say everything that is wrong at once, one line each, with the file, the line"
    yield "and the column, and nothing is written. Made from tests/broken_cases.py by `python -m tests.broken_datasets`."
    yield ""
    yield "| What is wrong | What the error says |"
    yield "|---|---|"
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            lines = "<br>".join(f"`{_cut(line)}`" for line in problems(case, Path(folder)))
        yield f"| {case.what} | {lines} |"


def _cut(line: str) -> str:
    text = line.replace("|", "\\|")
    return text if len(text) <= 230 else f"{text[:230]} ..."


if __name__ == "__main__":
    PAGE.write_text("\n".join(page()) + "\n", encoding="utf-8")
