"""Posts in a git repository: committed once, alone, and pushed when there is something to push."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.post.publish import PublishError, commit, push
from aiintel_assets.post.site import write_files

if TYPE_CHECKING:
    from pathlib import Path

PATHS = ["static/images/a.png", "content/posts/a.md"]


def git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A repository with a site in one of its folders, a remote, and work of its owner's under way."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(tmp_path, "clone", "--quiet", "remote.git", "blog")
    blog = tmp_path / "blog"
    git(blog, "switch", "--quiet", "--create", "main")
    for key, value in (("name", "Site Owner"), ("email", "owner@site.example")):
        git(blog, "config", f"user.{key}", value)
    write_files(blog / "site", {"hugo.toml": b"title = 'x'"})
    git(blog, "add", ".")
    git(blog, "commit", "--quiet", "--message", "a site")
    git(blog, "push", "--quiet", "--set-upstream", "origin", "main")
    write_files(blog, {"site/draft.md": b"not ready", "staged.md": b"staged"})
    git(blog, "add", "staged.md")
    return blog


def write(blog: Path, text: bytes) -> None:
    write_files(blog / "site", dict.fromkeys(PATHS, text))


def test_a_post_is_committed_once_and_alone(blog: Path) -> None:
    write(blog, b"one")
    assert commit(blog / "site", PATHS, "2026-03-10: Title")
    assert git(blog, "show", "--name-only", "--format=%s").splitlines() == [
        "2026-03-10: Title", "", "site/content/posts/a.md", "site/static/images/a.png",
    ]  # fmt: skip
    assert git(blog, "status", "--porcelain").splitlines() == ["A  staged.md", "?? site/draft.md"]
    assert not commit(blog / "site", PATHS, "2026-03-10: Title")
    assert git(blog, "rev-list", "--count", "HEAD") == "2"


def test_a_changed_post_is_committed_again(blog: Path) -> None:
    for number, text in enumerate((b"one", b"two", b"two"), 1):
        write(blog, text)
        assert commit(blog / "site", PATHS, str(number)) is (number < 3)


def test_what_was_added_but_not_committed_is_taken_up(blog: Path) -> None:
    write(blog, b"one")
    git(blog / "site", "add", *PATHS)
    assert commit(blog / "site", PATHS, "again")


def test_a_commit_is_pushed_once(blog: Path) -> None:
    write(blog, b"one")
    commit(blog / "site", PATHS, "one")
    assert push(blog / "site")
    assert not push(blog / "site")
    assert git(blog.parent / "remote.git", "log", "-1", "--format=%s", "main") == "one"


def test_a_push_that_failed_is_made_up_for_the_next_time(blog: Path) -> None:
    write(blog, b"one")
    commit(blog / "site", PATHS, "one")
    (blog.parent / "remote.git").rename(blog.parent / "away.git")
    with pytest.raises(PublishError, match="git push failed in") as error:
        push(blog / "site")
    assert error.value.heals
    assert "\n" not in str(error.value)
    (blog.parent / "away.git").rename(blog.parent / "remote.git")
    assert push(blog / "site")


def test_a_site_outside_of_any_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"git rev-parse failed in .+: fatal: not a git repository"):
        commit(tmp_path, PATHS, "x")


def test_a_branch_without_a_remote_is_told(blog: Path) -> None:
    git(blog, "branch", "--unset-upstream")
    with pytest.raises(PublishError, match="no upstream configured") as error:
        push(blog / "site")
    assert not error.value.heals
