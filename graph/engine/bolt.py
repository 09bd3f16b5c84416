"""Whether a Neo4j answers on a port, and takes the password: a Bolt handshake, HELLO and LOGON by hand.

Forty lines rather than the driver: `graph.driver` is the only module that imports it, it is asynchronous, and importing
it takes 0.15 s of every start. The protocol is described in Neo4j's Bolt manual (handshake, message HELLO of 5.1 and
later, PackStream).
"""

from __future__ import annotations

import enum
import socket
import struct
from collections.abc import Mapping

_HANDSHAKE = bytes.fromhex("6060b017") + bytes.fromhex("00070805") + bytes(12)  # Bolt 5.8 down to 5.1, nothing else
_HELLO, _LOGON, _GOODBYE, _SUCCESS = 0x01, 0x6A, 0x02, 0x70


class Answer(enum.Enum):
    """What a port says."""

    NONE = "nobody listens, or not with Bolt"
    REFUSED = "Neo4j answers and refuses user and password"
    READY = "Neo4j answers and takes user and password"


def probe(port: int, user: str, password: str, timeout: float = 5.0) -> Answer:
    """Ask the Neo4j on loopback port `port`."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout) as connection:
            connection.sendall(_HANDSHAKE)
            if _exactly(connection, 4)[3] != 5:
                return Answer.NONE
            agent: dict[str, object] = {"user_agent": "qianglian/0", "bolt_agent": {"product": "qianglian/0"}}
            credentials: dict[str, object] = {"scheme": "basic", "principal": user, "credentials": password}
            if not _ask(connection, _HELLO, agent):
                return Answer.NONE
            accepted = _ask(connection, _LOGON, credentials)
            connection.sendall(_chunked(bytes((0xB0, _GOODBYE))))
            return Answer.READY if accepted else Answer.REFUSED
    except OSError:
        return Answer.NONE


def _ask(connection: socket.socket, message: int, fields: Mapping[str, object]) -> bool:
    """Send a message of one map; whether the answer is SUCCESS."""
    connection.sendall(_chunked(bytes((0xB1, message)) + _pack(fields)))
    body = b""
    while True:
        (size,) = struct.unpack(">H", _exactly(connection, 2))
        if size:
            body += _exactly(connection, size)
        elif body:  # two zero bytes end a message; without one before they keep the connection alive
            return body[1] == _SUCCESS


def _chunked(body: bytes) -> bytes:
    return struct.pack(">H", len(body)) + body + b"\0\0"


def _pack(value: object) -> bytes:
    """PackStream for what is needed here: small maps, and strings."""
    if isinstance(value, Mapping):
        return bytes((0xA0 + len(value),)) + b"".join(_pack(key) + _pack(one) for key, one in value.items())
    text = str(value).encode()
    return b"\xd1" + struct.pack(">H", len(text)) + text


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise ConnectionResetError("closed before the answer was whole")
        data += more
    return data
