"""What the command line looks like in a narrow terminal, and how little is loaded to answer a small question."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from aiintel_assets.cli.status import spans
from aiintel_assets.cli.terminal import wrapped
from aiintel_assets.sources.catalog import load_catalog

if TYPE_CHECKING:
    from aiintel_tests.command import Aiintel
    from aiintel_tests.newsdesk import Desk

HEAVY = ("dagster", "trafilatura", "openai", "PIL", "rjieba", "genai_prices")


def test_chinese_is_broken_anywhere_but_before_its_marks_and_a_word_in_it_nowhere() -> None:
    assert wrapped("紅隼實驗室推出 Kestrel 3，降價四成。", 12) == ["紅隼實驗室推", "出 Kestrel", "3，降價四", "成。"]


def test_english_is_broken_between_words() -> None:
    assert wrapped("it has not said whether it will", 12) == ["it has not", "said whether", "it will"]


def test_an_address_stays_whole_however_long_it_is() -> None:
    address = "http://paper.example/a-very-long-path?that=no&line=holds"
    assert wrapped(f"see {address} there", 20) == ["see", address, "there"]


def test_editions_that_follow_one_another_are_a_stretch() -> None:
    assert spans(["2025-12-31", "2026-01-01", "2025-12-30", "2026-01-03"]) == "2025-12-30 to 2026-01-01, 2026-01-03"
    assert spans(["2026-01-01"]) == "2026-01-01"


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    "words",
    [("status",), ("sources",), ("sources", "--notes"), ("trace", "2026-03-03"), ("trace", "2026-03-03", "1")],
)
def test_every_line_fits_the_terminal(
    aiintel: Aiintel, demo: Desk, monkeypatch: pytest.MonkeyPatch, columns: int, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("AIINTEL_DATA_DIR", str(demo.newsroom.settings.data_dir))
    aiintel.at_width(columns)
    _, out, _ = aiintel(*words)
    assert [line for line in out.splitlines() if cell_len(line) > columns] == []


@pytest.mark.parametrize("columns", [80, 120])
def test_the_built_in_catalog_has_a_line_a_source_with_nothing_cut(aiintel: Aiintel, columns: int) -> None:
    aiintel.at_width(columns)
    _, out, _ = aiintel("sources")
    rows = {line.split()[0]: line for line in out.splitlines() if line.strip()}
    for source in load_catalog("").sources:
        assert " → ".join(dict.fromkeys(route.kind for route in source.routes)) in rows[source.id]
    assert max(map(cell_len, out.splitlines())) <= columns


@pytest.mark.parametrize(
    "words",
    ["status", "sources", "trace 2025-12-12", "receipts", "--help", "--version", "run 2099-01-01", "run --stage x"],
)
def test_a_small_question_loads_no_large_library(words: str) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['aiintel', *{words.split()!r}]\n"
        "from aiintel_assets.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1].strip() == "loaded:"
