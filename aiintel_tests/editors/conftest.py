"""A model server for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aiintel_tests.model_server import ModelServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A model server that serves while the test lasts."""
    with ModelServer() as running:
        yield running


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between attempts take no time."""
    monkeypatch.setattr("aiintel_assets.editors.llm._backoff", lambda _state: 0.0)
