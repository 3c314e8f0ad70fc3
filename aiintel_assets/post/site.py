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
    """Put the files (path inside the site → bytes) in place; files that hold the bytes already stay.

    All are written beside their places first, so that what can fail fails before any of them changes; then each takes
    its place in one step, in the order given. Returns the paths that changed.

    Raises:
        SiteError: the folder or a file in it cannot be written; no file is left half-written.
    """
    changed: dict[str, Path] = {}
    target = site
    try:
        for name, data in contents.items():
            target = site / name
            if target.exists() and target.read_bytes() == data:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            changed[name] = _written_beside(target, data)
        for name, beside in changed.items():
            target = site / name
            beside.replace(target)
    except OSError as error:
        raise SiteError(f"cannot write {target}: {error.strerror or error}; check AIINTEL_SITE_DIR") from None
    finally:
        for beside in changed.values():
            beside.unlink(missing_ok=True)
    return list(changed)


def _written_beside(target: Path, data: bytes) -> Path:
    """A new file with the data in the target's folder, where a step can take it into place."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside
