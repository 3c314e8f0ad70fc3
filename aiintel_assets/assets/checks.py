"""Asset checks: what a person wants to see green in the UI. Each is evaluated by the asset it belongs to."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import dagster as dg

from aiintel_assets.models import CleanArticle, SourceCoverage, Summary
from aiintel_assets.post.gate import CHECKS, Finding
from aiintel_assets.store.rendered_posts import PostRecord

WINDOW_IS_COVERED = dg.AssetCheckSpec(
    "window_is_covered", asset="raw_articles", description="Every source vouches for the whole window."
)
EVIDENCE_IS_STORED = dg.AssetCheckSpec(
    "evidence_is_stored",
    asset="topic_summaries",
    blocking=True,
    description="Every claim rests on sentences that stand in a stored article.",
)
GATE = [
    dg.AssetCheckSpec(name, asset="rendered_posts", blocking=True, description=f"Before a file changes: {meaning}")
    for name, (_, meaning) in CHECKS.items()
]
SITE_HOLDS_THE_POST = dg.AssetCheckSpec(
    "site_holds_the_post", asset="rendered_posts", description="The site's files are the bytes that were published."
)


def window_is_covered(coverage: Sequence[SourceCoverage]) -> dg.AssetCheckResult:
    """Warns of sources that are short; past days can be worth publishing without some of them."""
    short = {line.source_id: f"{line.status}: {line.reason}" for line in coverage if line.status != "complete"}
    return dg.AssetCheckResult(
        check_name=WINDOW_IS_COVERED.name,
        passed=not short,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"sources": len(coverage), "short": len(short), **short},
    )


def evidence_is_stored(summaries: Sequence[Summary], articles: Mapping[str, CleanArticle]) -> dg.AssetCheckResult:
    """Fails, and stops the edition, when a claim rests on a sentence that no article holds."""
    claims = [claim for s in summaries for claim in (*s.core, *s.technical, *s.applications)]
    without = [
        claim.text
        for claim in claims
        if not claim.evidence
        or any(e.article_id not in articles or e.sentence not in articles[e.article_id].text for e in claim.evidence)
    ]
    return dg.AssetCheckResult(
        check_name=EVIDENCE_IS_STORED.name,
        passed=not without,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"claims": len(claims), "without_evidence": len(without), "examples": without[:5]},
    )


def gate_result(finding: Finding, edition: str, *, stops: bool) -> dg.AssetCheckResult:
    """A finding of the gate as the UI shows it, with where and what; the asset itself `stops` when one fails."""
    rows = [dg.TableRecord({"where and what": line}) for line in finding.evidence]
    return dg.AssetCheckResult(
        check_name=finding.check,
        asset_key="rendered_posts",
        passed=finding.passed,
        severity=dg.AssetCheckSeverity.ERROR if stops else dg.AssetCheckSeverity.WARN,
        metadata={"edition": edition, **({"evidence": dg.MetadataValue.table(rows)} if rows else {})},
    )


def site_holds_the_post(site: Path, record: PostRecord) -> dg.AssetCheckResult:
    """Fails when a file was not written, or is not what the store says."""
    wanted = {record.path: record.sha256, record.cover_path: record.cover_sha256}
    differing = [
        path
        for path, digest in wanted.items()
        if not (site / path).exists() or hashlib.sha256((site / path).read_bytes()).hexdigest() != digest
    ]
    return dg.AssetCheckResult(
        check_name=SITE_HOLDS_THE_POST.name, passed=not differing, metadata={"files_that_differ": differing}
    )
