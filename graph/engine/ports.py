"""Loopback ports: choosing a free one, and saying who has the one asked for."""

from __future__ import annotations

import contextlib
import os
import socket

import psutil

from graph.errors import PortTakenError, SettingsError

BOLT_OPTION = "--bolt-port"
BROWSER_OPTION = "--browser-port"


def choose(bolt_port: int, browser_port: int) -> tuple[int, int]:
    """Both ports, 0 replaced by a free one. Raises PortTakenError, and SettingsError for ports that cannot be."""
    if bolt_port == browser_port != 0:
        raise SettingsError(f"{BOLT_OPTION} and {BROWSER_OPTION} are both {bolt_port}; they need two different ports")
    # Both are open at once, so that 0 and 0 give two ports.
    with _claim(bolt_port, BOLT_OPTION) as bolt, _claim(browser_port, BROWSER_OPTION) as browser:
        return int(bolt.getsockname()[1]), int(browser.getsockname()[1])


def taken(port: int, option: str) -> PortTakenError:
    """The error that says who listens on `port`, where that can be seen, and what to do."""
    return PortTakenError(
        f"port {port} is taken{_holder(port)}. "
        f"End that program, or choose another port: {option} PORT (0: any free one)."
    )


def _claim(port: int, option: str) -> socket.socket:
    """A socket bound to the port; raises PortTakenError where another program listens there."""
    if not 0 <= port <= 0xFFFF:
        raise SettingsError(f"{option}: a port is a number from 0 to 65535, got {port}")
    claim = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # as Java does; on Windows it would take a port away from its holder
            claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # macOS lets one bind 127.0.0.1 beside a listener on all addresses, so ask as well.
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                claim.close()
                raise taken(port, option)
        claim.bind(("127.0.0.1", port))
    except PermissionError as error:
        claim.close()
        raise PortTakenError(f"port {port} may not be used by this user: choose one above 1023 by {option}") from error
    except OSError as error:
        claim.close()
        raise taken(port, option) from error
    return claim


def _holder(port: int) -> str:
    """`` by process 123 (name)``, or nothing where the system does not show it (macOS: never but to root)."""
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port:
                if connection.pid is None:
                    return " by a process of another user"
                return f" by process {connection.pid} ({psutil.Process(connection.pid).name()})"
    return ""
