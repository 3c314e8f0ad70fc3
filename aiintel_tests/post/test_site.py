"""Files of the site are written whole or not at all, and only when they change."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from aiintel_assets.post.site import SiteError, write_files


def files_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_files_are_put_in_place_with_their_folders(tmp_path: Path) -> None:
    contents = {"content/posts/a.md": "甲".encode(), "static/images/a.png": b"\x89PNG"}
    assert write_files(tmp_path / "site", contents) == list(contents)
    assert {name: (tmp_path / "site" / name).read_bytes() for name in contents} == contents
    assert files_of(tmp_path / "site") == sorted(contents)


def test_a_web_server_may_read_them(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": b"x"})
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o644


def test_files_that_hold_the_bytes_already_are_not_touched(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": b"same", "b.md": b"old"})
    os.utime(tmp_path / "a.md", (1, 1))
    before = (tmp_path / "a.md").stat()
    assert write_files(tmp_path, {"a.md": b"same", "b.md": b"new"}) == ["b.md"]
    after = (tmp_path / "a.md").stat()
    assert (after.st_ino, after.st_mtime) == (before.st_ino, before.st_mtime)
    assert (tmp_path / "b.md").read_bytes() == b"new"


def test_a_reader_of_the_old_file_keeps_the_old_file(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": b"old"})
    with (tmp_path / "a.md").open("rb") as reader:
        write_files(tmp_path, {"a.md": b"new and longer"})
        assert reader.read() == b"old"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    write_files(tmp_path, {"a.md": b"old"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", full) if step == "fsync" else (Path, "replace", full)))
    with pytest.raises(SiteError, match=r"^cannot write .*a\.md: No space left on device; check AIINTEL_SITE_DIR$"):
        write_files(tmp_path, {"a.md": b"new"})
    assert files_of(tmp_path) == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"old"


def test_what_cannot_be_written_keeps_the_other_files_as_they_were(tmp_path: Path) -> None:
    write_files(tmp_path, {"images/a.png": b"old", "posts/a.md": b"old"})
    (tmp_path / "posts/b.md").mkdir()  # in the way of a file
    with pytest.raises(SiteError, match=r"cannot write .*b\.md"):
        write_files(tmp_path, {"images/a.png": b"new", "posts/b.md": b"new"})
    assert files_of(tmp_path) == ["images/a.png", "posts/a.md"]
    assert (tmp_path / "images/a.png").read_bytes() == b"old"


def test_a_site_that_is_no_folder_gives_one_line(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(SiteError, match=r"^cannot write .+; check AIINTEL_SITE_DIR$") as error:
        write_files(tmp_path / "site", {"content/a.md": b"x"})
    assert "\n" not in str(error.value)
    assert error.value.__cause__ is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_gives_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SiteError, match="Permission denied; check AIINTEL_SITE_DIR"):
        write_files(tmp_path, {"a.md": b"x"})
