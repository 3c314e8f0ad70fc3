"""The command line as a test types it, in this process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.cli import main, terminal

if TYPE_CHECKING:
    from pathlib import Path

    from aiintel_tests.fakes import PressHouse


class Aiintel:
    """The command `aiintel`, typed at a terminal that is wide unless told otherwise."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch = monkeypatch
        self._capsys = capsys
        self.at_width(200)

    def at_width(self, columns: int) -> None:
        """Type at a terminal of so many columns from now on."""
        for console in (terminal.OUT, terminal.ERR):
            self._patch.setattr(console, "width", columns)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Type the words; returns exit code, standard output and standard error."""
        self._patch.setattr(sys, "argv", ["aiintel", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = self._capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return int(stopped.value.code or 0), printed.out, printed.err

    def read(self, press: PressHouse, folder: Path) -> None:
        """Let the command read this press house."""
        catalog = folder / "catalog.yaml"
        catalog.write_text(press.catalog_text, encoding="utf-8")
        self._patch.setenv("AIINTEL_CATALOG", str(catalog))
        self._patch.setenv("AIINTEL_ALLOW_HOSTS", press.allow_hosts)
