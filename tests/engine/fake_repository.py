"""A small Maven repository on loopback, which can be told to misbehave."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from graph.engine.artifacts import Jar, Lock, dump, parse


class Repository:
    """Files by their path, what was asked for, and what goes wrong."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str | None]] = []  # path, Range header
        self.cut: Counter[str] = Counter()  # path -> how many answers still to break off half-way
        self.fail: Counter[str] = Counter()  # path -> how many answers still to be 503
        self.address = ""

    def add(self, coordinate: str, content: bytes) -> Jar:
        """Offer a jar."""
        jar = Jar(coordinate, len(content), hashlib.sha256(content).hexdigest())
        self.files[f"/{jar.remote}"] = content
        return jar


def lock_of(*jars: Jar) -> Lock:
    """A lock of these jars."""
    return parse(dump(jars))


@contextlib.contextmanager
def serving(repository: Repository) -> Iterator[None]:
    """Serve it on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = self.headers["Range"]
            repository.asked.append((self.path, asked))
            content = repository.files.get(self.path)
            if content is None:
                return self.send_error(404)
            if repository.fail[self.path] > 0:
                repository.fail[self.path] -= 1
                return self.send_error(503)
            start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
            body = content[start:]
            self.send_response(206 if asked else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if repository.cut[self.path] > 0:
                repository.cut[self.path] -= 1
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
                return None
            self.wfile.write(body)
            return None

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        repository.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
