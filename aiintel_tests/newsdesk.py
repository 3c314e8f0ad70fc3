"""Whole editions: a newsroom on a press house, built through real Dagster runs in a folder of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path  # noqa: TC003 - dataclasses read it
from typing import TYPE_CHECKING, Any

from aiintel_assets.assets.newsroom import Newsroom, newsroom_of
from aiintel_assets.models import STAGES
from aiintel_assets.runs import Outcome, dagster_instance, run_editions
from aiintel_assets.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiintel_tests.fakes import PressHouse


@dataclass(frozen=True)
class Desk:
    """A newsroom in a folder of its own, and what its editions left in the site."""

    newsroom: Newsroom

    def build(self, *editions: str, stages: Sequence[str] = STAGES, **flags: Any) -> list[Outcome]:
        """Build the editions, as `aiintel backfill` does."""
        newsroom = replace(self.newsroom, **flags)
        with dagster_instance(newsroom.settings) as instance:
            return list(run_editions(newsroom, instance, editions, stages))

    def query(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Ask the warehouse."""
        with self.newsroom.store.transaction() as db:
            return db.execute(sql, list(parameters)).fetchall()

    @property
    def site(self) -> dict[str, bytes]:
        """Every file of the site by its path in it."""
        folder = self.newsroom.settings.site_dir
        return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def settings_for(press: PressHouse, folder: Path) -> dict[str, Any]:
    """Settings of a newsroom that reads the press house and writes below `folder`."""
    catalog = folder / "catalog.yaml"
    catalog.write_text(press.catalog_text, encoding="utf-8")
    return {"data_dir": folder / "data", "catalog": str(catalog), "allow_hosts": press.allow_hosts}


def desk_for(press: PressHouse, folder: Path) -> Desk:
    """A newsroom that reads the press house as it is now."""
    return Desk(newsroom_of(load_settings(**settings_for(press, folder))))
