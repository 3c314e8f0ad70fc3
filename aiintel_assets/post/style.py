"""The house style: labels in a language, and templates, each of which a folder of one's own may replace."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, TemplateError

from aiintel_assets.errors import UsageError
from aiintel_assets.labels import DEFAULT_LANGUAGE, Labels, labels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

POST = "post.md.j2"


class StyleError(UsageError):
    """A template of one's own that cannot be used."""


@dataclass(frozen=True)
class HouseStyle:
    """How posts look. `template` is the text of the post's template."""

    labels: Labels
    template: str

    @property
    def version(self) -> str:
        """Changes with any label and with the template, so that the UI shows which posts are out of date."""
        return hashlib.sha256(f"{self.template}\0{self.labels.model_dump_json()}".encode()).hexdigest()[:8]

    def render(self, context: Mapping[str, object]) -> str:
        """The post's template filled with `context`.

        Raises:
            StyleError: a template or pattern of one's own asks for something there is not.
        """
        try:
            return self._compiled.render(context)
        except TemplateError as error:
            raise StyleError(f"{POST}: {error}; check the folder of AIINTEL_TEMPLATES") from None

    @cached_property
    def _compiled(self) -> Template:
        return _ENVIRONMENT.from_string(self.template)


def house_style(language: str = DEFAULT_LANGUAGE, folder: Path | None = None) -> HouseStyle:
    """The style in a language; files of `folder` take the place of the built-in ones.

    Raises:
        LabelsError: there is no such language, or the folder's labels cannot be used.
        StyleError: the folder's template cannot be read.
    """
    own = folder / POST if folder else None
    try:
        template = (
            own.read_text("utf-8")
            if own and own.is_file()
            else files("aiintel_assets.post").joinpath("templates", POST).read_text("utf-8")
        )
    except (OSError, UnicodeDecodeError) as error:
        raise StyleError(f"{own}: cannot be read: {error}") from None
    return HouseStyle(labels(language, folder), template)


_ENVIRONMENT = Environment(
    loader=FunctionLoader(lambda _name: None),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 - the output is Markdown; `plain` makes every foreign string safe before it gets here
)
