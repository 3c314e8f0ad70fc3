"""What every test lives with: no network beyond this machine, no settings from the developer's environment."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.settings import load_settings
from aiintel_tests.command import Aiintel
from aiintel_tests.fakes import PressHouse
from aiintel_tests.newsdesk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The same examples on every run and machine; a slow machine is no failure.
settings.register_profile("aiintel", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("aiintel")

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class NetworkForbiddenError(AssertionError):
    """A test tried to leave this machine."""


def _check(address: object) -> None:
    if not isinstance(address, tuple):
        return  # a Unix socket
    host = str(address[0])
    if host == "localhost":
        return
    try:
        local = ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        local = False
    if not local:
        raise NetworkForbiddenError(f"a test tried to reach {host}: tests stay on this machine")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Connections and look-ups beyond loopback fail at once."""

    def connect(self: socket.socket, address: Any) -> None:
        _check(address)
        _connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        _check(address)
        return _connect_ex(self, address)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None:
            _check((host.decode() if isinstance(host, bytes) else host, 0))
        return _getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings come from the test alone; nothing is written to the developer's data folder."""
    for name in list(os.environ):
        if name.startswith(("AIINTEL_", "DAGSTER_", "OPENAI_", "GUARDIAN_")) and name != "AIINTEL_CORPORA":
            monkeypatch.delenv(name)
    folder: Path = tmp_path_factory.mktemp("aiintel")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AIINTEL_DATA_DIR", str(folder / "data"))
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")


@pytest.fixture
def aiintel(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Aiintel:
    """The command line."""
    return Aiintel(monkeypatch, capsys)


@pytest.fixture
def press() -> Iterator[PressHouse]:
    """A press house that serves while the test lasts."""
    with PressHouse() as house:
        yield house


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The demo's three editions, built once for all tests that only look."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("demo") / "data", catalog="demo")
    desk = Desk(newsroom_of(settings))
    outcomes = desk.build("2026-03-03", "2026-03-04", "2026-03-05")
    assert [outcome.reason for outcome in outcomes] == ["", "", ""]
    return desk
