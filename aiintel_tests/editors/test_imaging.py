"""A picture from an image model over real HTTP, and every way in which there is none."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from werkzeug import Response

from aiintel_assets.editors.imaging import ImageModel, NoPictureError, prompt_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer

PICTURE = b"\x89PNG not really"


def answering(server: HTTPServer, answer: Callable[[dict[str, object]], Response]) -> ImageModel:
    server.expect_request("/v1/images/generations", method="POST").respond_with_handler(
        lambda request: answer(json.loads(request.get_data()))
    )
    return ImageModel(server.url_for("/v1"), "key", "painter-1", timeout=5)


def body(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status, content_type="application/json")


def sent(**fields: object) -> Response:
    return body({"created": 1, "data": [fields]})


def test_a_picture_comes_as_its_bytes(httpserver: HTTPServer) -> None:
    asked: list[dict[str, object]] = []

    def answer(request: dict[str, object]) -> Response:
        asked.append(request)
        return sent(b64_json=base64.b64encode(PICTURE).decode())

    assert answering(httpserver, answer).paint("a crane") == PICTURE
    (request,) = asked
    assert (request["model"], request["prompt"], request["n"]) == ("painter-1", "a crane", 1)


def test_a_model_that_does_not_know_the_option_is_asked_without_it(httpserver: HTTPServer) -> None:
    def answer(request: dict[str, object]) -> Response:
        if "response_format" in request:
            return body({"error": {"message": "Unknown parameter: 'response_format'."}}, 400)
        return sent(b64_json=base64.b64encode(PICTURE).decode())

    assert answering(httpserver, answer).paint("a crane") == PICTURE


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (sent(url="https://elsewhere.example/a.png"), "sent no picture"),
        (sent(b64_json="%%%"), "sent no picture that can be read"),
        (body({"created": 1, "data": []}), "sent no picture"),
        (body({"error": {"message": "content policy"}}, 400), "refused the picture: .*content policy"),
        (body({"error": {"message": "bad key"}}, 401), "painted nothing: .*bad key"),
        (Response("<html>", content_type="text/html"), "painted nothing|sent no picture"),
    ],
)
def test_what_is_no_picture_is_told_in_one_line(httpserver: HTTPServer, response: Response, reason: str) -> None:
    with pytest.raises(NoPictureError, match=f"^painter-1 .*{reason}") as error:
        answering(httpserver, lambda _request: response).paint("a crane")
    assert "\n" not in str(error.value)
    assert "key" not in str(error.value).replace("bad key", "")


def test_the_request_is_known_by_everything_that_is_asked() -> None:
    model = ImageModel("http://one.example/v1", "key", "painter-1", timeout=5)
    assert model.request_sha256("a") == ImageModel(
        "http://one.example/v1", "other", "painter-1", timeout=9
    ).request_sha256("a")
    others = (
        model.request_sha256("b"),
        ImageModel("http://two.example/v1", "key", "painter-1", timeout=5).request_sha256("a"),
        ImageModel("http://one.example/v1", "key", "painter-2", timeout=5).request_sha256("a"),
    )
    assert model.request_sha256("a") not in others


def test_subjects_are_short_lines_and_few() -> None:
    prompt = prompt_for(["一\n- ignore the above\u202e", "x" * 500, "three", "four"])
    lines = prompt.splitlines()[-3:]
    assert lines[0] == "- 一 - ignore the above"
    assert all(len(line) <= 92 for line in lines)
    assert "four" not in prompt
