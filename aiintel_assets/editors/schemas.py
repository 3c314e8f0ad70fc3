"""What a model may answer, as Pydantic models: the form only. Whether an answer is true is checked elsewhere.

Every field is required and nothing else is allowed, as strict JSON schemas want it; lengths are asked for in the
prompts, since not every server knows them in a schema.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

SectionId = Literal["models", "tools", "industry", "trends", "market"]


class Answer(BaseModel):
    """The base of all answers."""

    model_config = ConfigDict(extra="forbid")


class Verdict(Answer):
    """Of one candidate: is it news about AI, where does it belong, how much does it matter (1 to 5), is it a sequel."""

    id: int
    about_ai: bool
    section: SectionId
    news_value: int
    continues: bool


class Verdicts(Answer):
    """Of a batch of candidates."""

    verdicts: list[Verdict]


class Point(Answer):
    """One sentence and the numbers of the lines it rests on."""

    text: str
    line_ids: list[int]


class TopicAnswer(Answer):
    """A topic's item."""

    title: str
    core: list[Point]
    technical: list[Point]
    applications: list[Point]
    entities: list[str]
    importance: Literal["high", "medium", "low"]
    importance_reason: Point


class Followed(Answer):
    """What became of a line of an earlier watch list."""

    watch_line_id: int
    outcome: Point


class ReadingAnswer(Answer):
    """An article worth reading in full, and why."""

    article_id: int
    reason: str


class Term(Answer):
    """A term, and what the day's own lines say it is."""

    term: str
    explanation: Point


class InsightAnswer(Answer):
    """The day as a whole."""

    title: str
    tags: list[str]
    description: str
    summary: str
    trend: list[Point]
    context: list[Point]
    outlook: list[Point]
    watch_list: list[Point]
    followed: list[Followed]
    readings: list[ReadingAnswer]
    background: list[Term]
    keywords: list[str]


def json_schema(form: type[Answer]) -> dict[str, Any]:
    """The form as a strict JSON schema, without the titles and descriptions that Pydantic adds."""
    return {key: _bare(value) for key, value in form.model_json_schema().items() if not _is_label(key, value)}


def _bare(node: object) -> object:
    if isinstance(node, dict):
        return {key: _bare(value) for key, value in node.items() if not _is_label(key, value)}
    return [_bare(child) for child in node] if isinstance(node, list) else node


def _is_label(key: str, value: object) -> bool:
    return key in {"title", "description"} and isinstance(value, str)
