"""The prompts: Jinja2 files with a system part and a user part, and the version that follows from their text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined, meta

from aiintel_assets.editors.schemas import Answer, InsightAnswer, TopicAnswer, Verdicts, json_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What each stage asks: the prompt's name and the form of the answer.
FORMS: Mapping[str, type[Answer]] = {"classify": Verdicts, "summarise": TopicAnswer, "reflect": InsightAnswer}
MEND = "mend"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; `role` is system, user or assistant."""

    role: str
    content: str


def conversation(name: str, **values: object) -> tuple[Message, ...]:
    """The system and the user message of a prompt. The system part comes first and never holds foreign text.

    It is the same for every question of a kind, so that a provider's prompt cache can serve it.
    """
    return (Message("system", _block(name, "system", {})), Message("user", _block(name, "user", values)))


def wrong_form(error: str, schema: Mapping[str, object]) -> Message:
    """What to say after an answer that is not of the form."""
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return Message("user", _block(MEND, "form", {"error": error, "schema": text}))


def wrong_facts(faults: Sequence[tuple[str, str]]) -> Message:
    """What to say after an answer with sentences that cannot be used: (sentence, why) each."""
    return Message("user", _block(MEND, "facts", {"faults": faults}))


@cache
def version(name: str) -> str:
    """Changes with all that a prompt says: its file, what it takes in, what mends it, and the form of its answer."""
    digest = hashlib.sha256()
    for part in sorted({*_parts(name), *_parts(MEND)}):
        digest.update(_source(part).encode())
    digest.update(json.dumps(json_schema(FORMS[name]), sort_keys=True).encode())
    return digest.hexdigest()[:12]


def _parts(name: str) -> set[str]:
    """The file names of a prompt and of all that it takes in."""
    found, waiting = set[str](), [f"{name}.j2"]
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += [p for p in meta.find_referenced_templates(_ENVIRONMENT.parse(_source(part))) if p]
    return found


def _block(name: str, block: str, values: Mapping[str, object]) -> str:
    template = _ENVIRONMENT.get_template(f"{name}.j2")
    return "".join(template.blocks[block](template.new_context(dict(values)))).strip()


def _source(name: str) -> str:
    return files("aiintel_assets.editors").joinpath("prompts", name).read_text("utf-8")


_ENVIRONMENT = Environment(
    loader=FunctionLoader(_source),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # noqa: S701 - a prompt is no HTML; foreign text is fenced before it comes here
)
