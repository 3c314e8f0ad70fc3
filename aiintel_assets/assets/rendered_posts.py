"""Asset `rendered_posts`: the Hugo post and its cover, written only when the gate lets them pass."""

import base64
import hashlib
import re
import time
from collections.abc import Iterator, Sequence

import dagster as dg

from aiintel_assets.assets.checks import GATE, SITE_HOLDS_THE_POST, gate_result, site_holds_the_post
from aiintel_assets.assets.covers import cover_of
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.stage import GROUP, OWNERS, RETRIES, StageFailedError, facts, stage
from aiintel_assets.edition import editions_before
from aiintel_assets.editorial.memory import DAYS
from aiintel_assets.editorial.watching import taken_up
from aiintel_assets.models import Insight, Topic
from aiintel_assets.post.day import Day, Watched, cover_path, post_path
from aiintel_assets.post.gate import UNUSUAL, Limits, anchors, examine
from aiintel_assets.post.markdown import one_line
from aiintel_assets.post.publish import commit, push
from aiintel_assets.post.render import render_post
from aiintel_assets.post.site import write_files
from aiintel_assets.settings import Settings
from aiintel_assets.store import (
    classified_topics,
    cleaned_articles,
    daily_insights,
    rendered_posts,
    source_coverage,
    topic_summaries,
)

CODE_VERSION = 2


def rendered_posts_asset(partitions: dg.DailyPartitionsDefinition, style_version: str) -> dg.AssetsDefinition:
    """The asset on the given partitions; posts of another `style_version` are shown as out of date."""

    @dg.asset(
        name="rendered_posts",
        deps=["daily_insights", "topic_summaries", "classified_topics", "cleaned_articles", "raw_articles"],
        partitions_def=partitions,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"markdown", "duckdb"},
        code_version=f"{CODE_VERSION}-{style_version}",
        retry_policy=RETRIES,
        check_specs=[*GATE, SITE_HOLDS_THE_POST],
        description="The day's post as Markdown for Hugo, and its cover. A post that fails the gate replaces nothing.",
    )
    def asset(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        with stage(context, newsroom) as edition:
            started = time.monotonic()
            day = day_of(newsroom, edition)
            style = newsroom.style
            markdown = render_post(day, style)
            findings = examine(day, markdown, _limits(newsroom, edition))
            overruled = UNUSUAL if newsroom.force else frozenset()
            yield from (gate_result(finding, edition, stops=finding.check not in overruled) for finding in findings)
            stopping = [finding for finding in findings if not finding.passed and finding.check not in overruled]
            if stopping:
                raise StageFailedError(f"the post was not published: {'; '.join(map(str, stopping))}")
            cover, made_by = cover_of(newsroom, day, style.labels)
            # The cover comes first: no post is ever without one.
            changed = write_files(
                newsroom.settings.site_dir, {cover_path(edition): cover, post_path(edition): markdown.encode()}
            )
            record = rendered_posts.PostRecord(
                edition=edition,
                path=post_path(edition),
                sha256=hashlib.sha256(markdown.encode()).hexdigest(),
                markdown=markdown,
                cover_path=cover_path(edition),
                cover_sha256=hashlib.sha256(cover).hexdigest(),
                topics=len(day.topics),
                articles=sum(len(topic.article_ids) for topic in day.topics),
            )
            with newsroom.store.transaction() as db:
                rendered_posts.replace(db, record)
            published = _publish(newsroom.settings, record, day.insight.title)
            picture = base64.b64encode(cover).decode()
            yield dg.MaterializeResult(
                check_results=[site_holds_the_post(newsroom.settings.site_dir, record)],
                metadata=facts(
                    started,
                    title=day.insight.title,
                    topics=record.topics,
                    articles=record.articles,
                    post=dg.MetadataValue.path(str(newsroom.settings.site_dir / record.path)),
                    preview=dg.MetadataValue.md(_preview(markdown)),
                    cover=dg.MetadataValue.path(str(newsroom.settings.site_dir / record.cover_path)),
                    cover_preview=dg.MetadataValue.md(f"![cover](data:image/png;base64,{picture})"),
                    cover_made_by=made_by,
                    files_changed=changed,
                    published=published,
                    sha256=record.sha256,
                    table="rendered_posts",
                ),
            )

    return asset


def day_of(newsroom: Newsroom, edition: str) -> Day:
    """All that the edition's post is made of.

    Raises:
        StageFailedError: the edition has no insight yet.
    """
    before = editions_before(edition, DAYS)
    with newsroom.store.transaction() as db:
        insight = daily_insights.of_edition(db, edition)
        if insight is None:
            raise StageFailedError("there is no insight to render: build daily_insights first")
        topics = classified_topics.of_edition(db, edition)
        published = {
            earlier: anchors(post.markdown) for earlier, post in rendered_posts.of_editions(db, before).items()
        }
        watched = [
            _watched(earlier, entry, topics, insight)
            for earlier, entry in daily_insights.watch_lists(db, list(published))
        ]
        return Day(
            edition=edition,
            window=newsroom.calendar.window(edition),
            closes=newsroom.calendar.closes(edition),
            topics=topics,
            summaries={summary.topic_id: summary for summary in topic_summaries.of_edition(db, edition)},
            insight=insight,
            articles={article.id: article for article in cleaned_articles.of_edition(db, edition)},
            publications=newsroom.publications,
            coverage=source_coverage.of_edition(db, edition),
            watched=watched,
            published=published,
        )


def _publish(settings: Settings, record: rendered_posts.PostRecord, title: str) -> str:
    """Bring the files where AIINTEL_PUBLISH wants them; says what that took."""
    if settings.publish == "files":
        return "files"
    site, paths = settings.site_dir, [record.cover_path, record.path]
    done = ["committed" if commit(site, paths, f"{record.edition}: {one_line(title)}") else "committed before"]
    if settings.publish == "git-push":
        done.append("pushed" if push(site) else "pushed before")
    return ", ".join(done)


def _watched(edition: str, entry: str, topics: Sequence[Topic], insight: Insight) -> Watched:
    """What became of an earlier edition's entry: what the editor says, otherwise what names tell."""
    for told in insight.followed:
        if (told.edition, told.line) == (edition, entry):
            return Watched(edition, entry, told.topic_id, told.outcome)
    topic = taken_up(entry, topics)
    return Watched(edition, entry, topic.id if topic else None)


def _limits(newsroom: Newsroom, edition: str) -> Limits:
    """What the edition's post is held against."""
    with newsroom.store.transaction() as db:
        published = rendered_posts.of_edition(db, edition)
        recent = rendered_posts.of_editions(db, editions_before(edition, DAYS)).values()
    return Limits(
        published=published.topics if published else None,
        recent=tuple(len(post.markdown) for post in recent),
        extracts=newsroom.settings.max_extracts,
    )


def _preview(markdown: str) -> str:
    """The post without what only Hugo understands: front matter and heading ids."""
    return re.sub(r" \{#t-\w+\}$", "", markdown.split("---\n", 2)[2], flags=re.MULTILINE)
