"""Committing a post to the git repository of its site. What is committed was decided and written before."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from aiintel_assets.errors import NewsroomError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PATIENCE = 120.0  # seconds that one git command may take


class PublishError(NewsroomError):
    """git could not commit or push; the files of the site are in place all the same."""


def commit(site: Path, paths: Sequence[str], message: str) -> bool:
    """Commit the files at `paths` (inside the site), if they differ from what is committed; nothing else goes along.

    Returns whether a commit was made: committing the same files again makes none.

    Raises:
        PublishError: the site is in no repository, or git refuses.
    """
    _git(site, "rev-parse", "--show-toplevel")
    _git(site, "add", "--", *paths)
    if not _git(site, "status", "--porcelain", "--untracked-files=no", "--", *paths):
        return False
    _git(site, "commit", "--quiet", "--only", "--message", message, "--", *paths)
    return True


def push(site: Path) -> bool:
    """Push the branch to where it is set to go, if it has anything to push.

    Returns whether something was pushed.

    Raises:
        PublishError: the branch has nowhere to go, or git fails; a network that is down heals.
    """
    ahead = _git(site, "rev-list", "--count", "@{upstream}..HEAD")
    if ahead == "0":
        return False
    _git(site, "push", "--quiet", heals=True)
    return True


def _git(site: Path, *words: str, heals: bool = False) -> str:
    """What git prints."""
    command = ["git", "-C", str(site), *words]
    try:
        done = subprocess.run(  # noqa: S603 - our own words; paths follow from the edition
            command,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise PublishError("AIINTEL_PUBLISH=git needs the program git: install it") from None
    except subprocess.TimeoutExpired:
        raise PublishError(f"git {words[0]} in {site} took longer than {PATIENCE:.0f} s", heals=True) from None
    if done.returncode:
        told = " ".join((done.stderr or done.stdout).split())
        raise PublishError(f"git {words[0]} failed in {site}: {told}", heals=heals)
    return done.stdout.strip()
