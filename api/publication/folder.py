"""A publication as a folder: made beside the place where it is to stand, moved there whole, read with its checksums checked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from api.publication.index import FORMAT, FORMAT_VERSION, NAME
from api.publication.packed import sha256
from graph.errors import NotFoundError, QianglianError


class PublicationError(QianglianError):
    """A publication or delta that is damaged, is not the one asked for, or may not be made; `code` says which."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(f"{code}: {message}")


@contextmanager
def made_beside(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder`, which takes its place at the end; where anything is raised, nothing has changed.

    What may be replaced is a publication, or an empty folder: raises PublicationError (NOT_A_PUBLICATION) for anything else.
    """
    target = folder.resolve()
    if target.exists() and not ((target / NAME).is_file() or (target.is_dir() and not any(target.iterdir()))):
        raise PublicationError("NOT_A_PUBLICATION", f"{folder} is there, and is no publication; choose another folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        beside.chmod(0o755)  # mkdtemp's folders are private; a publication is for everybody
        yield beside
        _replace(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _replace(beside: Path, target: Path) -> None:
    if not target.exists():
        beside.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
    try:
        target.rename(old / target.name)
        try:
            beside.rename(target)
        except OSError:
            (old / target.name).rename(target)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def read_index(folder: Path) -> dict[str, Any]:
    """index.json of a publication. Raises NotFoundError where there is none, PublicationError where it is none of ours."""
    path = folder / NAME
    if not path.is_file():
        raise NotFoundError(f"{folder} is no publication: it has no {NAME}")
    try:
        said = orjson.loads(path.read_bytes())
    except ValueError as error:
        raise PublicationError("DAMAGED", f"{path} is not JSON: {error}") from error
    if not isinstance(said, dict) or (said.get("format"), said.get("formatVersion")) != (FORMAT, FORMAT_VERSION):
        raise PublicationError("NOT_A_PUBLICATION", f"{path} is not of the format {FORMAT} {FORMAT_VERSION}")
    return said


def verify(folder: Path, said: dict[str, Any], *names: str) -> None:
    """Whether files are those that index.json names, all of them where no names are given. Raises PublicationError."""
    for name in names or sorted(said["files"]):
        path = folder / name
        if not path.is_file():
            raise PublicationError("DAMAGED", f"{path} is missing")
        if sha256(path) != said["files"][name]["sha256"]:
            raise PublicationError("DAMAGED", f"{path} is not the file whose checksum is in {NAME}")
