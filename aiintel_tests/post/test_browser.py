"""The site in a real browser: search works without a server, and axe-core finds nothing serious.

Chromium must be on the path. For axe, `npm install axe-core` anywhere and name its `axe.min.js` in AXE_CORE.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from lxml import html

from aiintel_assets.post.serving import SiteServer
from aiintel_tests.post.golden_site import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

BROWSER = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
AXE = Path(os.environ.get("AXE_CORE", "-"))
PAGES = (
    *(
        "",
        "posts/2026-03-10-ai-intel/",
        "posts/2026-02-27-ai-intel/",
        "archive/",
        "timelines/",
        "tags/",
        "search/?q=Larch",
    ),
    "404.html",
)
RUN_AXE = """
axe.run(document, {resultTypes: ["violations"]}).then((result) => {
  const found = result.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.html.slice(0, 200))]);
  document.documentElement.setAttribute("data-axe", JSON.stringify(found));
});
"""

pytestmark = pytest.mark.skipif(not BROWSER, reason="there is no Chromium on the path")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The golden site, served; below /dark/ and /light/ are its pages with axe in them."""
    folder = tmp_path_factory.mktemp("browser")
    server = SiteServer(folder / "workspace/public", 0, lambda: None, [], lambda _line: None)
    pages = build(folder, base_url=server.address)
    if AXE.is_file():
        shutil.copy(AXE, pages / "axe.js")
        (pages / "run-axe.js").write_text(RUN_AXE)
        scripts = '<script src="/axe.js"></script><script src="/run-axe.js"></script></body>'
        for page in list(pages.rglob("*.html")):
            for theme in ("light", "dark"):
                text = page.read_text("utf-8").replace("<html ", f'<html data-theme="{theme}" ', 1)
                copy = pages / theme / page.relative_to(pages)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(text.replace("</body>", scripts), "utf-8")
    thread = Thread(target=server.run)
    thread.start()
    yield server.address
    server.stop()
    thread.join()


def seen(url: str, *, width: int = 1280) -> HtmlElement:
    """The page after its scripts have run."""
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-TW"),
        *(f"--window-size={width},900", "--virtual-time-budget=8000", "--dump-dom", url),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return html.document_fromstring(done.stdout)


@pytest.mark.parametrize(
    ("query", "editions"),
    [
        ("larch", ["2026-03-10", "2026-03-08", "2026-02-27"]),
        ("落葉松 預告", ["2026-03-08"]),
        ("2026-03-08 larch", ["2026-03-08"]),
        ("<script>", ["2026-02-27"]),
        ("沒有這回事", []),
    ],
)
def test_searching_finds_the_items_that_have_every_word(address: str, query: str, editions: list[str]) -> None:
    page = seen(f"{address}search/?q={quote(query)}")
    links = [str(a.get("href")) for a in page.xpath("//ol[@id='results']//a")]
    assert [link.partition("/posts/")[2][:10] for link in links] == editions
    told = page.get_element_by_id("found").text_content()
    assert told == (f"找到 {len(editions)} 則" if editions else "找不到符合的項目")
    assert len(page.xpath("//ol[@id='results']//script | //ol[@id='results']//img")) == 0


def test_what_was_searched_for_is_marked(address: str) -> None:
    marks = [mark.text for mark in seen(f"{address}search/?q=LARCH").iter("mark")]
    assert marks
    assert {str(mark).lower() for mark in marks} == {"larch"}


@pytest.mark.skipif(not AXE.is_file(), reason="AXE_CORE names no axe.min.js")
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(address: str, path: str, theme: str, width: int) -> None:
    page = seen(f"{address}{theme}/{path}", width=width)
    found = page.get("data-axe")
    assert found is not None
    assert [f for f in json.loads(found) if f[0] in {"serious", "critical"}] == []


def test_the_theme_button_is_there_for_those_with_scripts(address: str) -> None:
    (button,) = seen(address).find_class("theme")
    assert button.get("hidden") is None
    assert re.search(r"\S", str(button.get("aria-label")))
