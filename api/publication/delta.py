"""What changed from one publication to another, statement by statement, and making the newer one of the older.

A delta is gzipped JSON Lines (docs/publication.md): a head, then operations in the order of ids. Both publications are read
as streams, so memory does not grow with them. Applying one makes statements.jsonl.gz and merged.jsonl.gz anew, and from
them, with the code that publishes, every other file; each is held against the newer one's checksum before anything is put
in place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from api.publication.folder import PublicationError, made_beside, read_index, verify
from api.publication.index import NAME, About
from api.publication.packed import Packed, Sums, lines, sha256
from api.publication.render import MERGED, STATEMENTS, render
from api.publication.statements import Record, line, ordered, rank, record
from api.rdf.files import whole
from graph.errors import NotFoundError

FORMAT, FORMAT_VERSION = "qianglian-delta", 1

_ABOUT = ("baseIri", "address", "datasets")
Key = Callable[[str], Any]


def delta(old: Path, new: Path, out: Path) -> dict[str, int]:
    """Write what changed from the publication `old` to `new`; gives how many operations of each kind that was.

    Raises NotFoundError or PublicationError (NOT_A_PUBLICATION, DAMAGED) where one of them is not what it should be; `out`
    is there whole or as it was.
    """
    was, now = read_index(old), read_index(new)
    for folder, said in ((old, was), (new, now)):
        verify(folder, said, STATEMENTS, MERGED)
    head: dict[str, Any] = {"format": FORMAT, "formatVersion": FORMAT_VERSION}
    for name, folder, said in (("from", old, was), ("to", new, now)):
        head[name] = {"version": said["version"], "indexSha256": sha256(folder / NAME)}
    head["to"] |= {name: now[name] for name in _ABOUT}
    head["to"]["files"] = {name: sums["sha256"] for name, sums in now["files"].items()}
    counts: Counter[str] = Counter()
    with whole(out) as beside, Packed(beside) as packed:
        packed.write(orjson.dumps(head) + b"\n")
        for name, key in _STREAMS.items():
            for operation in _compared(_read(old / name), _read(new / name), key):
                kind = operation["op"] if name == STATEMENTS else _OF_MERGED[operation["op"]]
                counts[kind] += 1
                packed.write(orjson.dumps({**operation, "op": kind}) + b"\n")
    return dict(counts)


def patch(old: Path, changes: Path, new: Path) -> str:
    """Make, in the folder `new`, the publication that a delta leads to from `old`; gives its version.

    Raises PublicationError: NOT_A_DELTA; WRONG_VERSION where the delta is from another publication than `old`; DAMAGED where
    a file is not what its checksum says; DIFFERENT_RESULT where what was made is not the newer publication to the byte,
    because another release made that, or another zlib. Nothing is left behind then.
    """
    operations = _operations(changes)
    head = next(operations)
    said, to = read_index(old), head["to"]
    if sha256(old / NAME) != head["from"]["indexSha256"]:
        wanted, found = head["from"]["version"], said["version"]
        raise PublicationError("WRONG_VERSION", f"{changes} is for version {wanted}, and {old} has version {found}")
    verify(old, said, STATEMENTS, MERGED)
    with made_beside(new) as beside:
        sums: dict[str, Sums] = {}
        # The operations on merged ids come last, so both files are made of one reading.
        following = _Following(operations)
        for name, key in _STREAMS.items():
            with Packed(beside / name) as packed:
                for one in _applied(_read(old / name), following.of(name), key):
                    packed.write(line(one) + b"\n")
            sums[name] = packed.sums
        if (left := following.next) is not None:
            raise PublicationError(
                "DAMAGED", f"{changes}: an operation out of order: {left.get('op')} {left.get('id')}"
            )
        whole = render(beside, About(to["baseIri"], to["address"], to["datasets"]), sums)
        _same(beside, to, orjson.loads(whole))
    return str(to["version"])


def _same(made: Path, to: Record, index: Record) -> None:
    found = {name: sums["sha256"] for name, sums in index["files"].items()}
    if index["version"] != to["version"]:
        raise PublicationError("DIFFERENT_RESULT", f"made version {index['version']} instead of {to['version']}")
    differ = sorted(name for name in found.keys() | to["files"].keys() if found.get(name) != to["files"].get(name))
    if sha256(made / NAME) != to["indexSha256"]:
        differ.append(NAME)
    if differ:
        raise PublicationError(
            "DIFFERENT_RESULT",
            f"the statements are those of version {to['version']}, but another release or another zlib made the files "
            f"differently: {', '.join(differ)}",
        )


# The files that deltas are of, with what each is ordered by.
_STREAMS: dict[str, Key] = {STATEMENTS: rank, MERGED: str}
_OF_MERGED = {"add": "merge", "change": "merge", "remove": "unmerge"}


def _read(path: Path) -> Iterator[Record]:
    try:
        yield from map(record, lines(path))
    except (ValueError, EOFError, OSError) as error:
        raise PublicationError("DAMAGED", f"{path}: {error}") from error


def _operations(path: Path) -> Iterator[Record]:
    """The head, then the operations. Raises NotFoundError, and PublicationError (NOT_A_DELTA)."""
    if not path.is_file():
        raise NotFoundError(f"there is no delta {path}")
    number = 0
    try:
        for number, text in enumerate(lines(path), 1):
            found = orjson.loads(text)
            (_HEAD if number == 1 else _OPERATION).check(found)
            yield found
    except (ValueError, EOFError, OSError) as error:
        raise PublicationError("NOT_A_DELTA", f"{path}: line {number}: {error}") from error
    if not number:
        raise PublicationError("NOT_A_DELTA", f"{path} is empty")


class _Form:
    """What an object of a delta has to have: names and their types, those within one another joined by dots."""

    def __init__(self, **names: type) -> None:
        self.names = {name.replace("__", "."): type_ for name, type_ in names.items()}

    def check(self, found: object) -> None:
        """Raises ValueError where something is missing or of another type."""
        for name, type_ in self.names.items():
            value = found
            for part in name.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if not isinstance(value, type_):
                raise ValueError(f"expected {name}, {type_.__name__}, got {value!r}")
        if isinstance(found, dict) and "format" in self.names:
            given = found["format"], found["formatVersion"]
            if given != (FORMAT, FORMAT_VERSION):
                raise ValueError(f"expected the format {FORMAT} {FORMAT_VERSION}, got {given}")


_OPERATION = _Form(op=str, id=str)
_HEAD = _Form(
    format=str,
    formatVersion=int,
    from__version=str,
    from__indexSha256=str,
    to__version=str,
    to__indexSha256=str,
    to__baseIri=str,
    to__address=str,
    to__datasets=list,
    to__files=dict,
)


def _compared(old: Iterator[Record], new: Iterator[Record], key: Key) -> Iterator[Record]:
    """The operations that lead from one stream to the other, both in the order of `key`."""
    was, now = next(old, None), next(new, None)
    while was is not None or now is not None:
        if now is None or (was is not None and key(was["id"]) < key(now["id"])):
            assert was is not None
            yield {"op": "remove", "id": was["id"]}
            was = next(old, None)
        elif was is None or key(now["id"]) < key(was["id"]):
            yield {"op": "add", **now}
            now = next(new, None)
        else:
            if was != now or [*was] != [*now]:
                yield _change(was, now)
            was, now = next(old, None), next(new, None)


def _change(was: Record, now: Record) -> Record:
    given = {name: value for name, value in now.items() if name not in was or was[name] != value}
    gone = [name for name in was if name not in now]
    return {"op": "change", "id": now["id"], **({"set": given} if given else {}), **({"unset": gone} if gone else {})}


class _Following:
    """Operations as they come, split between the files that they are of."""

    def __init__(self, operations: Iterator[Record]) -> None:
        self._operations = operations
        self.next = next(operations, None)

    def of(self, name: str) -> Iterator[Record]:
        """Those of one file, up to the first of another."""
        known = {"add", "remove", "change"} if name == STATEMENTS else {"merge", "unmerge"}
        while self.next is not None and self.next.get("op") in known:
            yield self.next
            self.next = next(self._operations, None)


def _applied(old: Iterator[Record], operations: Iterable[Record], key: Key) -> Iterator[Record]:
    """The stream that operations lead to. Raises PublicationError (DAMAGED) where they do not fit."""
    was = next(old, None)
    for operation in operations:
        id_ = operation["id"]
        while was is not None and key(was["id"]) < key(id_):
            yield was
            was = next(old, None)
        there = was is not None and was["id"] == id_
        if there == (operation["op"] == "add") and operation["op"] != "merge":
            state = "is there" if there else "is not there"
            raise PublicationError("DAMAGED", f"the delta says to {operation['op']} {id_}, which {state}")
        if operation["op"] in {"add", "merge"}:
            yield {name: value for name, value in operation.items() if name != "op"}
        elif operation["op"] == "change":
            assert was is not None
            yield _changed(was, operation)
        if there:
            was = next(old, None)
    while was is not None:
        yield was
        was = next(old, None)


def _changed(was: Record, operation: Record) -> Record:
    said = {**was, **operation.get("set", {})}
    for name in operation.get("unset", ()):
        said.pop(name, None)
    return ordered(said)
