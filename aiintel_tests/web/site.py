"""A small site on loopback that says exactly what it is told to, down to the last byte. One thread a connection."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    Answer = Callable[["Visit"], None]


@dataclass(frozen=True)
class Visit:
    """One request, and the line on which to answer it."""

    path: str
    headers: dict[str, str]
    at: float
    line: socket.socket = field(repr=False)

    def send(self, data: bytes) -> None:
        self.line.sendall(data)

    def reset(self) -> None:
        """Close with a TCP RST."""
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.line.close()


def page(body: bytes = b"", status: int = 200, **headers: str) -> Answer:
    """An orderly answer on a connection that is kept."""
    return lambda visit: visit.send(head(status, Content_Length=str(len(body)), **headers) + body)


def head(status: int = 200, **headers: str) -> bytes:
    """The status line and the headers of an answer; `Retry_After="1"` sends `Retry-After: 1`."""
    fields = (f"{name.replace('_', '-')}: {value}" for name, value in headers.items())
    return "\r\n".join([f"HTTP/1.1 {status} Whatever", *fields, "", ""]).encode("latin-1")


def hang(visit: Visit) -> None:
    """Say nothing until the visitor leaves."""
    visit.line.recv(1)


def redirect(target: str, status: int = 302) -> Answer:
    return page(status=status, Location=target)


def in_turn(*answers: Answer) -> Answer:
    """Another answer each time; the last one from then on."""
    left = list(answers)

    def answer(visit: Visit) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(visit)

    return answer


class Site:
    """`site.pages[path]` answers requests for that path; anything else is a 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer] = {}
        self.visits: list[Visit] = []
        self.connections = 0
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self._tls = tls
        self._lines: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._door.getsockname()[1]
        self.place = f"127.0.0.1:{self.port}"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def __enter__(self) -> Self:
        self._threads.append(threading.Thread(target=self._open))
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self._door.close()
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _open(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(line,)))
            self._threads[-1].start()

    def _serve(self, line: socket.socket) -> None:
        with self._lock:
            self._lines.add(line)
        try:
            if self._tls is not None:
                line = self._tls.wrap_socket(line, server_side=True)
                with self._lock:
                    self._lines.add(line)
            while (visit := _read(line)) is not None:
                with self._lock:
                    self.visits.append(visit)
                    self._now += 1
                    self.most_at_once = max(self.most_at_once, self._now)
                try:
                    self.pages.get(visit.path, page(b"nothing here", 404))(visit)
                finally:
                    with self._lock:
                        self._now -= 1
        except OSError:
            pass  # the visitor has left, or was thrown out
        finally:
            line.close()


def _read(line: socket.socket) -> Visit | None:
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := line.recv(65536)):
            return None
        data += more
    first, *lines = data.decode("latin-1").split("\r\n")
    headers = dict(text.split(": ", 1) for text in lines if text)
    return Visit(first.split(" ")[1], {name.lower(): value for name, value in headers.items()}, time.monotonic(), line)
