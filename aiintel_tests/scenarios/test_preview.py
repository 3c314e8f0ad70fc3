"""`aiintel preview`: from published editions to a site that can be read, and the ways in which it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from aiintel_tests.newsdesk import desk_for

if TYPE_CHECKING:
    from pathlib import Path

    from aiintel_tests.fakes import PressHouse

DAY = "2025-12-12"
COMMAND = [sys.executable, "-W", "ignore", "-m", "aiintel_assets.cli", "preview"]


@pytest.fixture
def environment(press: PressHouse, tmp_path: Path) -> dict[str, str]:
    press.publisher("paper", only_ai=True).story("before", "2025-12-10T01:00:00").story("news", "2025-12-11T03:00:00")
    assert desk_for(press, tmp_path).build(DAY)[0].success
    data = {"AIINTEL_DATA_DIR": str(tmp_path / "data"), "COLUMNS": "300", "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **data}


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_site_is_served_until_it_is_ended(environment: dict[str, str], stop: signal.Signals) -> None:
    with subprocess.Popen(
        [*COMMAND, "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        try:
            line = process.stdout.readline().strip()
            address = re.search(r"^1 editions: (http://127\.0\.0\.1:\d+/)  \(posts: .+; Ctrl-C ends it\)$", line)
            assert address, line
            with urlopen(f"{address[1]}posts/{DAY}-ai-intel/", timeout=10) as answer:  # noqa: S310 - an address of ours
                assert "今日焦點" in answer.read().decode()
            process.send_signal(stop)
            assert process.wait(20) == 0
            assert process.stderr.read() == ""
        finally:
            process.kill()


def test_the_site_can_be_built_for_the_web(environment: dict[str, str], tmp_path: Path) -> None:
    web = tmp_path / "web"
    command = [*COMMAND, "--to", str(web), "--url", "https://news.example/daily"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("1 editions for https://news.example/daily: ")
    assert f"https://news.example/daily/posts/{DAY}-ai-intel/" in (web / "index.xml").read_text("utf-8")
    assert 'href="http://127.0.0.1' not in (web / "index.html").read_text("utf-8")


def test_half_a_request_is_refused(environment: dict[str, str]) -> None:
    done = subprocess.run([*COMMAND, "--to", "x"], env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "give both --to and --url" in done.stderr
