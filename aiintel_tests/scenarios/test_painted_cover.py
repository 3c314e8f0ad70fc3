"""A cover with a picture: asked for once, kept, and drawn instead when the image model fails."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from werkzeug import Response

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.settings import load_settings
from aiintel_tests.newsdesk import Desk, settings_for

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from aiintel_tests.fakes import PressHouse

DAY = "2025-12-12"
COVER = f"static/images/{DAY}-ai-intel.png"


@pytest.fixture
def desk(press: PressHouse, tmp_path: Path, httpserver: HTTPServer) -> Desk:
    press.publisher("paper", only_ai=True).story("before", "2025-12-10T01:00:00").story("news", "2025-12-11T03:00:00")
    more = {"editor": "extractive", "image_model": "painter-1", "openai_base_url": httpserver.url_for("/v1")}
    return Desk(newsroom_of(load_settings(**settings_for(press, tmp_path), **more)))


def teal() -> str:
    data = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


def test_a_picture_is_painted_once_and_kept(desk: Desk, httpserver: HTTPServer) -> None:
    answer = {"created": 1, "data": [{"b64_json": teal()}]}
    httpserver.expect_request("/v1/images/generations").respond_with_json(answer)
    assert desk.build(DAY)[0].success
    first = desk.site
    assert desk.build(DAY, stages=["rendered_posts"])[0].success
    assert desk.site == first
    assert len(httpserver.log) == 1
    assert desk.query("SELECT edition, model FROM pictures") == [(DAY, "painter-1")]
    assert Image.open(BytesIO(first[COVER])).convert("RGB").getpixel((1000, 300)) == (0, 128, 128)


def test_without_a_picture_the_cover_is_drawn_and_the_edition_published(desk: Desk, httpserver: HTTPServer) -> None:
    refusal = Response(json.dumps({"error": {"message": "no"}}), 400, content_type="application/json")
    httpserver.expect_request("/v1/images/generations").respond_with_response(refusal)
    assert desk.build(DAY)[0].success
    assert desk.site[COVER].startswith(b"\x89PNG")
    assert desk.query("SELECT count(*) FROM pictures") == [(0,)]
