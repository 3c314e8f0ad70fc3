"""A made-up day with one of everything a post can hold; `golden_day.md` beside it is the post it gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aiintel_assets.edition import Interval
from aiintel_assets.models import (
    Background,
    Claim,
    CleanArticle,
    Earlier,
    Evidence,
    Insight,
    Publication,
    Reading,
    SourceCoverage,
    Summary,
    Topic,
)
from aiintel_assets.post.day import Day, Watched
from aiintel_assets.post.render import render_post
from aiintel_assets.post.style import house_style

CLOSES = datetime(2026, 3, 10, 6, 40, tzinfo=ZoneInfo("Asia/Taipei"))
WINDOW = Interval(CLOSES - timedelta(days=1), CLOSES)


def article(number: int, source_id: str, title: str, text: str, language: str = "zh-Hant") -> CleanArticle:
    return CleanArticle(
        id=f"a{number}",
        title=title,
        text=text,
        language=language,
        source_id=source_id,
        url=f"https://{source_id}.example/story/{number}?id={number}",
        published_at=datetime(2026, 3, 9, number, tzinfo=UTC),
    )


ARTICLES = (
    article(1, "larch", "落葉松實驗室發布 Larch 2", "落葉松實驗室發布 Larch 2。模型有 70 億個參數。授權允許商用。"),
    article(2, "quay", "Larch Labs ships Larch 2", "Larch Labs shipped Larch 2 on Monday. Weights are open.", "en"),
    article(3, "quay", "Larch 2: what changed", "The new tokenizer is smaller.", "en"),
    article(4, "quay", "Port of Alder tests *autonomous* cranes <beta>", "The port tests cranes at night.", "en"),
)


def claim(number: int, text: str, sentence: str) -> Claim:
    return Claim(text, (Evidence(f"a{number}", sentence),))


TOPICS = (
    Topic(
        article_ids=("a1", "a2", "a3"),
        id="t-larch",
        title="落葉松實驗室發布 Larch 2",
        section="headlines",
        rank=1,
        importance="high",
        names=("落葉松實驗室", "Larch 2"),
        follows=Earlier("2026-03-08", "t-earlier", "落葉松實驗室預告新模型 [內測]"),
    ),
    Topic(
        article_ids=("a4",),
        id="t-cranes",
        title="Port of Alder tests *autonomous* cranes <beta>",
        section="industry",
        rank=2,
        importance="low",
    ),
)
SUMMARIES = (
    Summary(
        topic_id="t-larch",
        title="落葉松實驗室發布 Larch 2",
        core=(
            claim(1, "落葉松實驗室發布 Larch 2。", "落葉松實驗室發布 Larch 2。"),
            claim(2, "Larch Labs shipped Larch 2 on Monday.", "Larch Labs shipped Larch 2 on Monday."),
            claim(2, "Weights are open.", "Weights are open."),
        ),
        technical=(claim(1, "模型有 70 億個參數。", "模型有 70 億個參數。"),),
        applications=(claim(1, "授權允許商用。", "授權允許商用。"),),
        entities=("落葉松實驗室", "Larch 2"),
        importance="high",
        importance_reason="2 家來源報導同一事件",
        editor="extractive",
    ),
    Summary(
        topic_id="t-cranes",
        title="Port of Alder tests *autonomous* cranes <beta>",
        core=(claim(4, "The port tests cranes at night.", "The port tests cranes at night."),),
        technical=(),
        applications=(),
        entities=(),
        importance="low",
        importance_reason="單一來源報導",
        editor="extractive",
    ),
)
INSIGHT = Insight(
    title="Larch 2 與自動起重機",
    tags=("Larch 2", "落葉松實驗室"),
    description="彙整 2 個來源的 2 個主題。",
    summary="焦點為 Larch 2。",
    trend=("本日整理出 2 個主題。", "其中 1 個有多家來源。"),
    context=("有 1 個主題是先前報導的後續。",),
    outlook=("本日各來源未提及明確的後續時程。",),
    watch_list=("Larch 2：下一版預定 4 月釋出。（落葉松日報）",),
    readings=(Reading("a3", "Larch 2: what changed", "全文約 5 個英文字"),),
    background=(Background("分詞器", claim(1, "分詞器是一種把文字切成詞元的工具。", "授權允許商用。")),),
    keywords=("Larch 2", "落葉松實驗室"),
    editor="extractive",
)
DAY = Day(
    edition="2026-03-10",
    window=WINDOW,
    closes=CLOSES,
    topics=TOPICS,
    summaries={summary.topic_id: summary for summary in SUMMARIES},
    insight=INSIGHT,
    articles={article.id: article for article in ARTICLES},
    publications={"larch": Publication("larch", "落葉松日報"), "quay": Publication("quay", "Quay & Sons")},
    coverage=(
        SourceCoverage("2026-03-10", "larch", "complete", ""),
        SourceCoverage("2026-03-10", "quay", "partial", "feed reaches back to 12:00"),
        SourceCoverage("2026-03-10", "gone", "failed", "HTTP 500"),
    ),
    watched=(
        Watched("2026-03-08", "Larch 2：預定 3 月 9 日釋出。（落葉松日報）", "t-larch"),
        Watched("2026-03-09", "赤楊港：夜間試驗的結果將於月底公布。", None),
    ),
    published={"2026-03-08": frozenset({"t-earlier"}), "2026-03-09": frozenset({"t-other"})},
)


def rendered(day: Day) -> str:
    """The day's post in the built-in style."""
    return render_post(day, house_style())


def hostile(day: Day, text: str) -> Day:
    """The day with the text at every place where foreign text can stand."""
    summary = replace(SUMMARIES[0], title=text, entities=(text,), importance_reason=text)
    claims = tuple(replace(claim, text=text) for claim in summary.core[:1])
    summary = replace(summary, core=claims, technical=claims, applications=claims)
    insight = replace(
        INSIGHT,
        title=text,
        description=text,
        summary=text,
        editor=text,
        tags=(text,),
        trend=(text,),
        context=(text,),
        outlook=(text,),
        watch_list=(text,),
        keywords=(text,),
        readings=(replace(INSIGHT.readings[0], title=text, reason=text),),
        background=(replace(INSIGHT.background[0], term=text, explanation=claims[0]),),
    )
    topics = (replace(TOPICS[0], follows=replace(TOPICS[0].follows, title=text)) if TOPICS[0].follows else TOPICS[0],)
    publications = {"larch": Publication("larch", text), "quay": Publication("quay", text)}
    return replace(
        day,
        topics=topics,
        summaries={"t-larch": summary},
        insight=insight,
        publications=publications,
        watched=(replace(day.watched[0], text=text, outcome=text),),
    )
