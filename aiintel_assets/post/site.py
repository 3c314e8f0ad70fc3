"""Files of a Hugo site, written whole or not at all. What they hold is decided elsewhere."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from aiintel_assets.errors import NewsroomError

if TYPE_CHECKING:
    from collections.abc import Mapping


class SiteError(NewsroomError):
    """The site folder cannot be written."""


def write_files(site: Path, contents: Mapping[str, bytes]) -> list[str]:
    """Put each file (path inside the site → bytes) in place in one step; files that hold the bytes already stay.

    Returns the paths that changed.

    Raises:
        SiteError: the folder or a file in it cannot be written; no file is left half-written.
    """
    changed = []
    for name, data in contents.items():
        target = site / name
        try:
            if target.exists() and target.read_bytes() == data:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(target, data)
        except OSError as error:
            raise SiteError(f"cannot write {target}: {error.strerror or error}; check AIINTEL_SITE_DIR") from None
        changed.append(name)
    return changed


def _write_whole(target: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
