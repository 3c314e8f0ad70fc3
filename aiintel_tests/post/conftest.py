"""One Hugo site for all tests of the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aiintel_tests.post.hugo_site import HugoSite

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def hugo_site(tmp_path_factory: pytest.TempPathFactory) -> HugoSite:
    folder: Path = tmp_path_factory.mktemp("hugo")
    return HugoSite.create(folder)
