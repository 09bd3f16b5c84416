"""A server that stays: started once, found by everybody, private, and none the worse for being killed."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from talk import command, query

from graph import engine
from graph.errors import PortTakenError, SettingsError
from graph.settings import Settings


def processes_of(home: Path) -> set[int]:
    """Every process that has to do with a home."""
    found = set()
    for process in psutil.process_iter(["cmdline", "cwd"]):
        about = [*(process.info["cmdline"] or []), process.info["cwd"] or ""]
        if any(str(home) in one for one in about):
            found.add(process.pid)
    return found


def test_two_starts_at_once_give_one_server(shared: Settings) -> None:
    both = [command(shared.home, shared.cache, owned=False) for _ in range(2)]
    said = {one.communicate()[0] for one in both}
    assert [one.returncode for one in both] == [0, 0]
    status = engine.status(shared)
    assert status is not None
    assert said == {f"{status.pid}\n"}
    assert not status.owned


def test_who_comes_later_finds_it_and_leaves_it(shared: Settings) -> None:
    found = engine.start(shared, owned=False)
    with engine.running(replace(shared, bolt_port=1, browser_port=2)) as used:
        assert used == found
    assert engine.start(shared, owned=True) == found
    assert engine.status(shared) == found


def test_it_listens_on_loopback_only_and_wants_the_password(shared: Settings) -> None:
    found = engine.start(shared, owned=False)
    assert query(found, "RETURN 1") == [[1]]
    listening = {one.laddr.ip for one in psutil.Process(found.pid).net_connections("inet") if one.status == "LISTEN"}
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    with pytest.raises(OSError, match="401"):
        query(replace(found, user="other"), "RETURN 1")


def test_the_password_is_in_no_list_of_processes(shared: Settings) -> None:
    secret = engine.start(shared, owned=False).password()
    shown = [" ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])]
    assert not any(secret in line for line in shown)
    holding = {path.name for path in shared.home.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()}
    assert holding == {"password"}


def test_a_port_that_is_taken_is_named_with_who_has_it(shared: Settings, settings: Settings) -> None:
    found = engine.start(shared, owned=False)
    bolt = int(found.bolt.rpartition(":")[2])
    with pytest.raises(PortTakenError, match=rf"port {bolt} is taken by process {found.pid} .*--bolt-port"):
        engine.start(replace(settings, bolt_port=bolt), owned=True)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"port {port} is taken by process .*--browser-port"):
            engine.start(replace(settings, browser_port=port), owned=True)
    assert engine.status(settings) is None


def test_two_equal_ports_are_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="two different ports"):
        engine.start(replace(settings, bolt_port=7000, browser_port=7000), owned=True)


def test_the_admin_tool_works_on_the_home(shared: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    engine.start(shared, owned=False)
    assert engine.admin(shared, ["--version"]) == 0
    assert "2026.08.1" in capfd.readouterr().out
    assert engine.admin(shared, ["database", "info", "neo4j"]) == 1
    assert f"{shared.home}/data/databases/neo4j" in capfd.readouterr().err
    with pytest.raises(SettingsError, match="qianglian db start"):
        engine.admin(shared, ["server", "start"])


def test_killed_it_comes_up_with_its_data_and_a_stop_leaves_no_process(shared: Settings) -> None:
    before = engine.start(shared, owned=False)
    query(before, "CREATE (:Kept {id: 'one'})")
    psutil.Process(before.pid).kill()
    psutil.wait_procs([psutil.Process(before.pid)] if psutil.pid_exists(before.pid) else [])
    assert engine.status(shared) is None
    assert not engine.stop(shared)
    # A pid that now belongs to another program must not pass for the server.
    state = shared.home / "run" / "server.json"
    written = json.dumps({"java": {"pid": psutil.Process().pid, "created": 1.0}, "bolt_port": 1})
    state.write_text(written)
    after = engine.start(shared, owned=False)
    assert after.pid != before.pid
    assert query(after, "MATCH (n:Kept) RETURN n.id") == [["one"]]
    assert engine.stop(shared)
    assert engine.status(shared) is None
    assert processes_of(shared.home) == set()
    assert not engine.stop(shared)
