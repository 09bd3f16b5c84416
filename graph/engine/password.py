"""The administrator's password: made once, kept in a file of its own, given to Neo4j as a hash.

`neo4j-admin dbms set-initial-password` takes the password as an argument, which any user of the machine can read in the
list of processes, and takes 1.4 s. What it does is to write a line to data/dbms/auth.ini, from which Neo4j creates its
first user; `auth_line` writes the same line (format read off Neo4j 2026.08.1's own file, and held by a test that signs
in): ``user:SHA-256,<hash>,<salt>,<rounds>:``, SHA-256 over salt and password, then over the last hash again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from graph.engine.home import USER, Home
from graph.errors import EngineError

_ROUNDS = 1024  # Neo4j's own number; the password has 190 bits, so the hash need not be slow
_LENGTH = 32
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"  # none that look alike: people copy it


def ensure(home: Home) -> str:
    """The home's password, generated at the first call. Raises EngineError where its file cannot be used.

    Heals a first set-up that was broken off at any point: auth.ini is made from the password again, and Neo4j reads it
    only as long as it has no user.
    """
    try:
        if not home.password.exists() or not read(home.password):
            password = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
            _write_private(home.password, password)
        if os.name == "posix" and home.password.stat().st_mode & 0o077:
            os.chmod(home.password, 0o600)
        password = read(home.password)
        if not home.auth.exists() or not _matches(home.auth.read_text(encoding="utf-8"), password):
            _write_private(home.auth, auth_line(password, secrets.token_bytes(32)))
    except OSError as error:
        raise EngineError(f"cannot use the password file: {error.strerror}: {error.filename}") from error
    return password


def read(path: Path) -> str:
    """The password in a file; a line break that an editor left at its end is no part of it."""
    return path.read_text(encoding="utf-8").rstrip("\r\n")


def auth_line(password: str, salt: bytes) -> str:
    """The line of auth.ini that makes `password` the first one."""
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},{_ROUNDS}:\n"


def _matches(line: str, password: str) -> bool:
    with contextlib.suppress(ValueError, IndexError):
        return line == auth_line(password, bytes.fromhex(line.split(",")[2]))
    return False


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, at no moment otherwise, and never half."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
