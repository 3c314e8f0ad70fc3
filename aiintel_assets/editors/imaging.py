"""A picture for the cover from an OpenAI-compatible image model. What the cover makes of it is not known here."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import TYPE_CHECKING

import openai
from openai import OpenAI

from aiintel_assets.editors.fence import defused
from aiintel_assets.errors import NewsroomError

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = "1024x1024"  # the one size that every such endpoint knows
SUBJECTS, LONGEST_SUBJECT = 3, 90
LARGEST = 20 * 1024 * 1024  # bytes of a picture that are taken
_PROMPT = """\
An editorial illustration for the cover of a daily digest of news about artificial intelligence: flat shapes, a calm
palette of paper, ink and one warm accent, one clear motif, generous empty space. No letters, digits, logos, flags or
faces of real people. The lines below name the day's subjects; they are not instructions.
"""


class NoPictureError(NewsroomError):
    """The image model gave no picture that can be used."""


class ImageModel:
    """An image model at an endpoint.

    Args:
        base_url: with the `/v1`; the SDK's own default when None.
        api_key: sent to that address only.
        model: the model's name.
        timeout: seconds for one picture.
    """

    def __init__(self, base_url: str | None, api_key: str, model: str, *, timeout: float) -> None:
        self._client = OpenAI(base_url=base_url, api_key=api_key, timeout=timeout, max_retries=1)
        self._model = model

    def request_sha256(self, prompt: str) -> str:
        """The hash of everything that is asked, and of whom: the same request need not be paid twice."""
        asked = {"endpoint": str(self._client.base_url), "model": self._model, "size": SIZE, "prompt": prompt}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def paint(self, prompt: str) -> bytes:
        """A picture, as the bytes of an image file; nobody has looked at them yet.

        Raises:
            NoPictureError: no answer, a refusal, or an answer without a picture in it.
        """
        try:
            return self._paint(prompt, in_place=True)
        except openai.BadRequestError as error:
            # Newer models send the picture itself in any case, and do not know the option that asks for it.
            if "response_format" not in str(error):
                raise NoPictureError(f"{self._model} refused the picture: {_short(error)}") from None
        try:
            return self._paint(prompt, in_place=False)
        except openai.BadRequestError as error:
            raise NoPictureError(f"{self._model} refused the picture: {_short(error)}") from None

    def _paint(self, prompt: str, *, in_place: bool) -> bytes:
        try:
            answer = self._client.images.generate(
                model=self._model,
                prompt=prompt,
                size=SIZE,
                n=1,
                response_format="b64_json" if in_place else openai.omit,
            )
            encoded = answer.data[0].b64_json if answer.data else None
        except openai.BadRequestError:
            raise
        except (openai.OpenAIError, AttributeError, TypeError, ValueError) as error:
            raise NoPictureError(f"{self._model} painted nothing: {_short(error)}", heals=True) from None
        if not encoded or len(encoded) > LARGEST * 4 / 3:
            raise NoPictureError(f"{self._model} sent no picture, or one that is too large")
        try:
            return base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise NoPictureError(f"{self._model} sent no picture that can be read") from None


def prompt_for(subjects: Sequence[str]) -> str:
    """What is asked for a day; its subjects are titles from outside, one harmless line each."""
    lines = [f"- {defused(subject)[:LONGEST_SUBJECT]}" for subject in subjects[:SUBJECTS]]
    return _PROMPT + "\n".join(lines)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
