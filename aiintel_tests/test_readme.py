"""The README says what the code says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import typer

from aiintel_assets.cli import app
from aiintel_assets.cli.building import chosen_stages
from aiintel_assets.demo.newsroom import EDITIONS
from aiintel_assets.post.day import post_path
from aiintel_tests.readme import README, between, excerpt, settings_table

if TYPE_CHECKING:
    from aiintel_tests.newsdesk import Desk

_TEXT = README.read_text(encoding="utf-8")
_TYPED = re.findall(r"^\.venv/bin/aiintel ([^#\n]+)", _TEXT, flags=re.MULTILINE)


def test_the_table_of_settings_is_the_one_of_the_code() -> None:
    assert between(_TEXT, "settings") == settings_table()


def test_the_post_shown_is_the_one_the_demo_makes(demo: Desk) -> None:
    assert between(_TEXT, "post") == excerpt(demo.site[post_path(EDITIONS[0])].decode())


@pytest.mark.parametrize("typed", _TYPED)
def test_every_command_shown_exists_with_its_options(typed: str) -> None:
    name, *words = typed.split()
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined] # the app is a group
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options
    if "--stage" in words:
        assert chosen_stages(words[words.index("--stage") + 1])


@pytest.mark.parametrize("target", re.findall(r"`(\w[\w-]*)`", _TEXT.partition("Make targets:")[2]))
def test_every_make_target_named_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (README.parent / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("path", re.findall(r"\]\((aiintel_assets/[^)]+)\)", _TEXT))
def test_every_file_or_folder_linked_exists(path: str) -> None:
    assert (README.parent / path).exists()
