"""The site on loopback: pages, the site's own page for what is not there, and pages built again when posts change."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from aiintel_assets.errors import NewsroomError
from aiintel_assets.post.serving import PortInUseError, SiteServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def get(url: str) -> str:
    with urlopen(url, timeout=10) as answer:  # noqa: S310 - an address of ours
        return str(answer.read().decode())


def refusal(url: str) -> tuple[int, bytes]:
    """The status and page that a request is refused with."""
    with pytest.raises(HTTPError) as error:
        get(url)
    with error.value as answer:
        return error.value.code, answer.read()


@contextmanager
def serving(folder: Path, build: Callable[[], object], complaints: list[str] | None = None) -> Iterator[SiteServer]:
    server = SiteServer(
        folder / "pages", 0, build, [folder / "posts"], (complaints if complaints is not None else []).append
    )
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("pages/a", "posts"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "pages/a/index.html").write_text("one")
    (tmp_path / "pages/404.html").write_text("not here")
    (tmp_path / "posts/a.md").write_text("one")
    return tmp_path


def test_pages_are_served_on_loopback(folder: Path) -> None:
    with serving(folder, lambda: None) as server:
        assert server.address.startswith("http://127.0.0.1:")
        assert get(f"{server.address}a/") == "one"


def test_what_is_not_there_is_answered_with_the_sites_own_page(folder: Path) -> None:
    with serving(folder, lambda: None) as server:
        assert refusal(f"{server.address}nothing/") == (404, b"not here")


def test_a_folder_without_a_page_is_not_listed(folder: Path) -> None:
    (folder / "pages/images").mkdir()
    with serving(folder, lambda: None) as server:
        assert refusal(f"{server.address}images/") == (404, b"not here")


@pytest.mark.parametrize("path", ["../secret", "%2e%2e/secret", "a/..%2f..%2fsecret"])
def test_nothing_outside_of_the_pages_is_served(folder: Path, path: str) -> None:
    (folder / "secret").write_text("secret")
    with serving(folder, lambda: None) as server:
        assert b"secret" not in refusal(server.address + path)[1]


def test_pages_are_built_again_when_a_post_changed_and_only_then(folder: Path) -> None:
    built: list[str] = []

    def build() -> None:
        text = "".join(path.read_text() for path in sorted((folder / "posts").iterdir()))
        (folder / "pages/a/index.html").write_text(text)
        built.append(text)

    with serving(folder, build) as server:
        assert [get(f"{server.address}a/") for _ in range(2)] == ["one", "one"]
        (folder / "posts/b.md").write_text("two")
        assert [get(f"{server.address}a/") for _ in range(2)] == ["onetwo", "onetwo"]
    assert built == ["onetwo"]


def test_a_build_that_fails_is_told_and_leaves_the_old_pages(folder: Path) -> None:
    complaints: list[str] = []

    def fail() -> None:
        raise NewsroomError("Hugo could not build it")

    with serving(folder, fail, complaints) as server:
        (folder / "posts/b.md").write_text("two")
        assert get(f"{server.address}a/") == "one"
    assert complaints == ["Hugo could not build it"]


def test_a_port_in_use_is_told_in_one_line(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match=rf"^port {port} is in use, .+ choose one with --port$"):
            SiteServer(folder / "pages", port, lambda: None, [], lambda _line: None)
