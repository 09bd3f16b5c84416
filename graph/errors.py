"""Every error that Qianglian raises on purpose.

::

    QianglianError
    ├── SettingsError            a setting or argument that cannot be used
    ├── EngineError              the local Neo4j
    │   ├── DownloadError        a jar could not be fetched, or is not the one the lock names
    │   ├── PortTakenError       another program listens on the port asked for
    │   ├── HomeInUseError       another start, or another program, holds this home
    │   └── EngineStartError     the server's process ended, or did not answer in time
    ├── DatabaseError            what Neo4j answered, or that it did not
    │   ├── DatabaseUnavailableError
    │   ├── DatabaseAuthError
    │   └── QueryTimeoutError
    ├── DatasetError             problems in a source, each with its file, line and column
    ├── JudgementError           a judgement that contradicts others, or is none
    ├── NotFoundError            a question, entity or file that is not there
    └── LimitError               a request beyond a bound; carries the bound's name

Callers catch the base or a leaf. A message says what happened, where, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class QianglianError(Exception):
    """Base of the tree; its text is fit to show to a user."""


class SettingsError(QianglianError):
    """A setting or argument that cannot be used."""


class EngineError(QianglianError):
    """The local Neo4j could not be set up, started or stopped."""


class DownloadError(EngineError):
    """A jar could not be fetched, or its hash is not the lock's."""


class PortTakenError(EngineError):
    """Another program listens on the port asked for."""


class HomeInUseError(EngineError):
    """Another start, or another program, holds this home."""


class EngineStartError(EngineError):
    """The server's process ended, or did not answer in time."""


class DatabaseError(QianglianError):
    """Neo4j refused a statement."""


class DatabaseUnavailableError(DatabaseError):
    """Neo4j does not answer at the address."""


class DatabaseAuthError(DatabaseError):
    """Neo4j does not accept the user and password."""


class QueryTimeoutError(DatabaseError):
    """A query ran longer than its bound and was ended."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a source: where it stands, and what was expected there."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.column}: {self.message}" if self.column else f"{where}: {self.message}"


class DatasetError(QianglianError):
    """A source that cannot be loaded; `problems` lists everything wrong with it at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class JudgementError(QianglianError):
    """A judgement that contradicts what was judged before, or that cannot be one."""


class NotFoundError(QianglianError):
    """A question, entity or file that is not there."""


class LimitError(QianglianError):
    """A request beyond a bound; `code` is the bound's name in API answers."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)
