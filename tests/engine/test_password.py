"""The password: one, private, and known to Neo4j only as a hash."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.engine import password
from graph.engine.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.make()
    return made


def test_it_is_made_once_and_the_file_holds_nothing_else(home: Home) -> None:
    first = password.ensure(home)
    assert len(first) >= 24
    assert home.password.read_bytes() == first.encode()
    assert password.ensure(home) == first
    assert password.ensure(Home(home.root)) == first


def test_only_its_owner_can_read_it(home: Home) -> None:
    password.ensure(home)
    assert home.root.stat().st_mode & 0o777 == 0o700
    assert home.password.stat().st_mode & 0o777 == 0o600
    assert home.auth.stat().st_mode & 0o777 == 0o600
    home.password.chmod(0o644)
    password.ensure(home)
    assert home.password.stat().st_mode & 0o777 == 0o600


def test_the_line_is_the_one_that_neo4j_admin_writes() -> None:
    # Written by `neo4j-admin dbms set-initial-password abcdefgh1` of Neo4j 2026.08.1.
    salt = bytes.fromhex("43226e93aba9f41f0a93d4e6ba13f525dae4d0d090d3c1fb5243505f2a7203a5")
    line = password.auth_line("abcdefgh1", salt)
    assert line.split(",")[1] == "d65a95591803a929eb4f988f521ab52947aab72308c8629fe8a4f9ad0b0bd44e"
    assert line.startswith("neo4j:SHA-256,")
    assert line.endswith(",1024:\n")


def test_what_was_broken_off_is_made_good(home: Home) -> None:
    home.password.write_text("")  # the disk was full
    home.password.with_name("password.new").write_text("half")
    home.auth.write_text("neo4j:SHA-2")
    made = password.ensure(home)
    assert made
    salt = bytes.fromhex(home.auth.read_text().split(",")[2])
    assert home.auth.read_text() == password.auth_line(made, salt)


def test_an_editors_line_break_is_no_part_of_it(home: Home) -> None:
    home.password.write_text("secret12\n")
    assert password.ensure(home) == "secret12"
