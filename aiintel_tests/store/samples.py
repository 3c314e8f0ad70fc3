"""One of everything that is stored, with every field set, nested ones too."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta

from aiintel_assets.edition import Interval
from aiintel_assets.models import (
    Background,
    Claim,
    CleanArticle,
    Earlier,
    Entry,
    Evidence,
    FollowUp,
    Insight,
    RawArticle,
    Reading,
    Receipt,
    Removed,
    SourceCoverage,
    Summary,
    Topic,
    pack,
)
from aiintel_assets.store.rendered_posts import PostRecord

DAY, NEXT_DAY = "2026-03-04", "2026-03-05"
AT = datetime(2026, 3, 3, 22, 40, 1, 123456, tzinfo=UTC)
HOSTILE = "臺灣 𠮷 👩‍🔬 e\u0301 \u202e'); DROP TABLE raw_articles; -- \"“{{<\\n\t\u2028"
PAGE = random.Random(1).randbytes(1024 * 1024)  # noqa: S311 - a page, not a secret

ENTRY = Entry("tag:1", "https://a.example/1", HOSTILE, AT, "<p>short</p>", "<p>long</p>", "A. Writer")
UNDATED = Entry("2", "https://a.example/2", "", None)
RAW = RawArticle(
    edition=DAY,
    article_id="fedcba9876543210",
    source_id="alpha",
    route="feed",
    url="https://a.example/1?x=1&y=%E5",
    title=HOSTILE,
    published_at=AT,
    summary="s",
    content="c",
    author="A. Writer",
    fetched_at=AT + timedelta(hours=1),
    http_status=200,
    content_type="text/html; charset=utf-8",
    sha256=hashlib.sha256(PAGE).hexdigest(),
    packed=pack(PAGE),
)
RAW_WITHOUT_PAGE = RawArticle(
    edition=DAY,
    article_id="0123456789abcdef",
    source_id="alpha",
    route="stored",
    url="https://a.example/2",
    title="Not found",
    published_at=AT + timedelta(seconds=1),
    error="HTTP 404",
    error_heals=True,
)
COVERAGE = SourceCoverage(
    edition=DAY,
    source_id="alpha",
    status="partial",
    reason=HOSTILE,
    route="feed",
    covered=(Interval(AT, AT + timedelta(hours=2)), Interval(AT + timedelta(hours=3), AT + timedelta(hours=4))),
    entries=3,
    fetched=2,
    failed=1,
    asked_at=AT,
)
COVERAGE_OF_NOTHING = SourceCoverage(edition=DAY, source_id="beta", status="failed", reason="HTTP 500")
CLEAN = CleanArticle(
    id="fedcba9876543210",
    title=HOSTILE,
    text="第一段。\n第二段。",
    language="zh-Hant",
    source_id="alpha",
    url="https://a.example/1",
    published_at=AT,
    author="A. Writer",
    edition=DAY,
)
DROPPED = CleanArticle(
    id="0123456789abcdef",
    title="Not found",
    text="",
    language="und",
    source_id="alpha",
    url="https://a.example/2",
    published_at=AT + timedelta(seconds=1),
    edition=DAY,
    dropped_reason="no text: HTTP 404",
)
TOPIC = Topic(
    article_ids=("fedcba9876543210", "0123456789abcdef"),
    id="t1",
    title=HOSTILE,
    section="models",
    rank=1,
    score=0.1 + 0.2,
    importance="high",
    reasons=("two sources",),
    anchors=("Lantern 3.1",),
    names=("紙船軟體",),
    follows=Earlier("2026-03-03", "t0", "昨天"),
)
BARE_TOPIC = Topic(article_ids=("a",), id="t2", rank=2)
CLAIM = Claim(HOSTILE, (Evidence("fedcba9876543210", "第一段。"), Evidence("0123456789abcdef", "Second.")))
SUMMARY = Summary(
    topic_id="t1",
    title="題",
    core=(CLAIM, Claim("without evidence")),
    technical=(),
    applications=(CLAIM,),
    entities=("紙船軟體",),
    importance="medium",
    importance_reason="因為",
    editor="llm",
    removed=(Removed(HOSTILE, "no evidence"),),
    receipts=("e" * 64, "f" * 64),
)
BARE_SUMMARY = Summary("t2", "", (), (), (), (), "low", "", "extractive")
INSIGHT = Insight(
    title=HOSTILE,
    tags=("AI", "模型"),
    description="d",
    summary="s",
    trend=("a", "b"),
    context=(),
    outlook=("c",),
    watch_list=("w",),
    readings=(Reading("fedcba9876543210", "題", "因為"),),
    background=(Background("KV 快取", CLAIM),),
    keywords=("k",),
    editor="llm",
    followed=(FollowUp("2026-03-03", "w", HOSTILE, "t1"),),
    claims=(CLAIM,),
    removed=(Removed("x", "y"),),
    model="small",
    receipts=("e" * 64,),
)
BARE_INSIGHT = Insight("", (), "", "", (), (), (), (), (), (), (), "extractive")
RECEIPT = Receipt(
    request_sha256="e" * 64,
    edition=DAY,
    stage="topic_summaries",
    endpoint="http://127.0.0.1:1/v1",
    model="small",
    mode="json_schema",
    prompt_version="abc",
    answer=HOSTILE,
    finish_reason="stop",
    prompt_tokens=1200,
    cached_tokens=1024,
    completion_tokens=300,
    cost_usd=0.0125,
    latency_s=1.5,
    created_at=AT,
)
POST = PostRecord(
    edition=DAY,
    path=f"content/posts/{DAY}.md",
    sha256="a" * 64,
    markdown=f"---\ntitle: x\n---\n{HOSTILE}",
    cover_path=f"static/covers/{DAY}.png",
    cover_sha256="b" * 64,
    topics=12,
    articles=40,
)
