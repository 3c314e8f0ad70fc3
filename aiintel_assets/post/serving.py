"""A built site served on loopback, and built again before it is shown when what it is made of has changed."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING, Any

from aiintel_assets.errors import NewsroomError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike
    from pathlib import Path

HOST = "127.0.0.1"


class PortInUseError(UsageError):
    """Something listens on the port already."""


class SiteServer:
    """Serves `pages`; `build` is called when one of the `watched` folders differs from when it was last called.

    Args:
        pages: the folder of built pages.
        port: on loopback; 0 takes a free one.
        build: builds the pages anew.
        watched: folders whose files the pages are made of.
        complain: told, in one line, why building failed; the old pages stay.

    Raises:
        PortInUseError: the port is taken.
    """

    def __init__(
        self,
        pages: Path,
        port: int,
        build: Callable[[], object],
        watched: Sequence[Path],
        complain: Callable[[str], None],
    ) -> None:
        self._build, self._watched, self._complain = build, watched, complain
        self._lock = Lock()
        self._seen = self._state()
        handler = partial(_Handler, fresh=self._refresh, directory=str(pages))
        try:
            self._server = ThreadingHTTPServer((HOST, port), handler)
        except OSError:
            raise PortInUseError(
                f"port {port} is in use, perhaps by another aiintel preview: end that, or choose one with --port"
            ) from None

    @property
    def address(self) -> str:
        """Where to look."""
        return f"http://{HOST}:{self._server.server_port}/"

    def run(self) -> None:
        """Serve until `stop` is called or the process is interrupted."""
        try:
            self._server.serve_forever()
        finally:
            self._server.server_close()

    def stop(self) -> None:
        """End `run`, from another thread."""
        self._server.shutdown()

    def _refresh(self) -> None:
        with self._lock:
            state = self._state()
            if state == self._seen:
                return
            self._seen = state
            try:
                self._build()
            except NewsroomError as error:
                self._complain(str(error))

    def _state(self) -> list[tuple[str, int]]:
        files = (path for folder in self._watched for path in folder.rglob("*"))
        return sorted((str(path), path.stat().st_mtime_ns) for path in files if path.is_file())


class _Handler(SimpleHTTPRequestHandler):
    """Files of a folder; a page is looked at afresh, and what is not there is answered with the site's own page."""

    def __init__(self, *args: Any, fresh: Callable[[], None], **more: Any) -> None:  # noqa: ANN401 - as the base class has it
        self._fresh = fresh
        super().__init__(*args, **more)

    def do_GET(self) -> None:
        if self.path.partition("?")[0].endswith(("/", ".html", ".json", ".xml")):
            self._fresh()
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        try:
            with open(self.translate_path("/404.html"), "rb") as file:  # noqa: PTH123 - translate_path gives a string
                page = file.read() if code == HTTPStatus.NOT_FOUND else None
        except OSError:
            page = None
        if page is None:
            super().send_error(code, message, explain)
            return
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def list_directory(self, path: str | PathLike[str]) -> None:  # noqa: ARG002 - as the base class has it
        """A folder without a page of its own is not there."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as the base class has it
        """Requests are not news."""
