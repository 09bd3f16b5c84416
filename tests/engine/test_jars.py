"""Jars come in whole, once, and right, whatever the network and other processes do."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_repository import Repository, lock_of, serving

from graph.engine import artifacts, jars
from graph.engine.artifacts import Jar, Lock
from graph.engine.download import fetch
from graph.errors import DownloadError


@pytest.fixture
def repository() -> Iterator[Repository]:
    made = Repository()
    with serving(made):
        yield made


def some(repository: Repository) -> list[Jar]:
    return [repository.add(f"org.example:jar{n}:1.{n}", bytes([n]) * (100_000 + n)) for n in range(20)]


def ensure(lock: Lock, folder: Path, repository: Repository) -> list[Path]:
    return jars.ensure(lock, folder, lambda missing, to: fetch(missing, to, repository.address))


def test_the_shipped_lock_is_whole_and_names_no_address() -> None:
    lock = artifacts.shipped()
    names = {jar.coordinate.rsplit(":", 1)[0] for jar in lock.jars}
    assert {"org.neo4j:neo4j", "org.neo4j.client:neo4j-browser"} <= names
    assert lock.neo4j_version == "2026.08.1"
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in lock.jars)
    assert "//" not in artifacts.dump(lock.jars)


def test_jars_are_fetched_once_and_then_left_alone(tmp_path: Path, repository: Repository) -> None:
    made = some(repository)
    lock = lock_of(*made, repository.add("org.other:jar1:1.1:linux", b"native"))
    paths = ensure(lock, tmp_path, repository)
    assert [path.read_bytes() for path in paths] == [repository.files[f"/{jar.remote}"] for jar in lock.jars]
    assert len(repository.asked) == len(lock.jars)
    ensure(lock, tmp_path, repository)
    assert len(repository.asked) == len(lock.jars)
    assert not list(tmp_path.rglob("*.part"))


def test_a_damaged_jar_is_fetched_again(tmp_path: Path, repository: Repository) -> None:
    lock = lock_of(*some(repository))
    paths = ensure(lock, tmp_path, repository)
    repository.asked.clear()
    paths[3].write_bytes(b"x" * lock.jars[3].size)
    paths[5].unlink()
    ensure(lock, tmp_path, repository)
    assert {path for path, _ in repository.asked} == {f"/{lock.jars[3].remote}", f"/{lock.jars[5].remote}"}
    assert jars.verify(lock, tmp_path) == []


def test_verify_names_what_stat_cannot_see(tmp_path: Path, repository: Repository) -> None:
    lock = lock_of(*some(repository))
    path = ensure(lock, tmp_path, repository)[0]
    path.write_bytes(b"x" * lock.jars[0].size)
    assert jars.verify(lock, tmp_path) == [lock.jars[0]]
    ensure(lock, tmp_path, repository)
    assert jars.verify(lock, tmp_path) == []


def test_a_download_that_breaks_off_is_taken_up_where_it_ended(tmp_path: Path, repository: Repository) -> None:
    jar = repository.add("org.example:large:1", bytes(range(256)) * 4000)
    path = f"/{jar.remote}"
    repository.cut[path] = 1000
    with pytest.raises(DownloadError, match=r"org\.example:large:1: .*What has come in is kept"):
        ensure(lock_of(jar), tmp_path, repository)
    assert not (tmp_path / jar.cached).exists()
    before = len(repository.asked)
    repository.cut[path] = 0
    ensure(lock_of(jar), tmp_path, repository)
    (rest,) = [asked for _, asked in repository.asked[before:]]
    assert rest is not None
    assert int(rest.removeprefix("bytes=").removesuffix("-")) > jar.size / 2
    assert (tmp_path / jar.cached).read_bytes() == repository.files[path]


def test_a_repository_that_is_busy_is_asked_again(tmp_path: Path, repository: Repository) -> None:
    made = some(repository)
    repository.fail[f"/{made[4].remote}"] = 2
    repository.cut[f"/{made[7].remote}"] = 1
    ensure(lock_of(*made), tmp_path, repository)
    assert jars.verify(lock_of(*made), tmp_path) == []


def test_a_wrong_hash_names_the_jar_and_keeps_the_others(tmp_path: Path, repository: Repository) -> None:
    made = some(repository)
    wrong = made[2]
    repository.files[f"/{wrong.remote}"] = b"y" * wrong.size
    with pytest.raises(DownloadError, match=r"org\.example:jar2:1\.2: its SHA-256 is .*the lock says"):
        ensure(lock_of(*made), tmp_path, repository)
    assert wrong in jars.verify(lock_of(*made), tmp_path)
    assert not list(tmp_path.rglob("jar2*"))


def test_a_jar_that_is_not_there_is_said_at_once(tmp_path: Path, repository: Repository) -> None:
    jar = Jar("org.example:none:1", 5, "0" * 64)
    with pytest.raises(DownloadError, match=r"org\.example:none:1: the repository answered 404"):
        ensure(lock_of(jar), tmp_path, repository)
    assert len(repository.asked) == 1


def test_two_processes_fetch_each_jar_once(tmp_path: Path, repository: Repository) -> None:
    made = some(repository)
    (tmp_path / "lock.txt").write_text(artifacts.dump(made))
    code = (
        "import sys; from pathlib import Path; from graph.engine import artifacts, jars, download\n"
        "here, address = Path(sys.argv[1]), sys.argv[2]\n"
        "lock = artifacts.parse((here / 'lock.txt').read_text())\n"
        "jars.ensure(lock, here / 'jars', lambda missing, to: download.fetch(missing, to, address))\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), repository.address]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert Counter(path for path, _ in repository.asked) == {f"/{jar.remote}": 1 for jar in made}
    assert jars.verify(lock_of(*made), tmp_path / "jars") == []
