"""The parts of the README that follow from the code: printed into it by `make docs`, checked by a test."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.demo.newsroom import EDITIONS
from aiintel_assets.post.day import post_path
from aiintel_assets.runs import dagster_instance, run_editions
from aiintel_assets.settings import load_settings, markdown_table

README = Path(__file__).parent.parent / "README.md"


def settings_table() -> str:
    """The table of all settings."""
    return markdown_table()


def excerpt(post: str) -> str:
    """The head of a post, up to the end of its first item, as a Markdown block."""
    return f"````markdown\n{'---'.join(post.split('---')[:5]).rstrip()}\n\n…\n````"


def renewed(text: str, name: str, content: str) -> str:
    """`text` with `content` between the markers called `name`."""
    return re.sub(
        rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
        lambda found: f"{found[1]}{content}\n{found[2]}",
        text,
        flags=re.DOTALL,
    )


def between(text: str, name: str) -> str:
    """What stands between the markers called `name`."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n?<!-- /{name} -->", text, flags=re.DOTALL)
    return found[1] if found else ""


def main() -> None:
    """Renew the README."""
    with TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder), catalog="demo")
        with dagster_instance(settings) as instance:
            list(run_editions(newsroom_of(settings), instance, EDITIONS[:1]))
        post = (settings.site_dir / post_path(EDITIONS[0])).read_text(encoding="utf-8")
    text = renewed(README.read_text(encoding="utf-8"), "settings", settings_table())
    README.write_text(renewed(text, "post", excerpt(post)), encoding="utf-8")


if __name__ == "__main__":
    main()
