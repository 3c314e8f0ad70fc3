"""Asset `rendered_posts`: the Hugo post and its cover, written only when the gate lets them pass."""

import base64
import hashlib
import re
import time
from importlib.resources import files

import dagster as dg

from aiintel_assets.assets.checks import SITE_HOLDS_THE_POST, site_holds_the_post
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.stage import GROUP, OWNERS, RETRIES, StageFailedError, facts, stage
from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.post.cover import CoverFacts, draw_cover
from aiintel_assets.post.gate import faults, shrinks
from aiintel_assets.post.render import Day, cover_path, post_path, render_post
from aiintel_assets.post.site import write_files
from aiintel_assets.store import (
    classified_topics,
    cleaned_articles,
    daily_insights,
    rendered_posts,
    source_coverage,
    topic_summaries,
)

CODE_VERSION = 1
COVER_TOPICS = 3


def rendered_posts_asset(partitions: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    """The asset on the given partitions."""

    @dg.asset(
        name="rendered_posts",
        deps=["daily_insights", "topic_summaries", "classified_topics", "cleaned_articles", "raw_articles"],
        partitions_def=partitions,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"markdown", "duckdb"},
        code_version=f"{CODE_VERSION}-{_template_version()}",
        retry_policy=RETRIES,
        check_specs=[SITE_HOLDS_THE_POST],
        description="The day's post as Markdown for Hugo, and its cover. A post that fails the gate replaces nothing.",
    )
    def asset(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult:
        with stage(context, newsroom) as edition:
            started = time.monotonic()
            day = day_of(newsroom, edition)
            markdown = render_post(day)
            found = faults(day, markdown)
            with newsroom.store.transaction() as db:
                published = rendered_posts.of_edition(db, edition)
            if published and not newsroom.force and (worse := shrinks(len(day.topics), published.topics)):
                found.append(f"{worse}; if that is right, run it with --force")
            if found:
                raise StageFailedError(f"the post was not published: {'; '.join(found)}")
            cover = draw_cover(_cover_facts(day))
            changed = write_files(
                newsroom.settings.site_dir, {post_path(edition): markdown.encode(), cover_path(edition): cover}
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
            picture = base64.b64encode(cover).decode()
            return dg.MaterializeResult(
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
                    files_changed=changed,
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
    with newsroom.store.transaction() as db:
        insight = daily_insights.of_edition(db, edition)
        if insight is None:
            raise StageFailedError("there is no insight to render: build daily_insights first")
        return Day(
            edition=edition,
            window=newsroom.calendar.window(edition),
            closes=newsroom.calendar.closes(edition),
            topics=classified_topics.of_edition(db, edition),
            summaries={summary.topic_id: summary for summary in topic_summaries.of_edition(db, edition)},
            insight=insight,
            articles={article.id: article for article in cleaned_articles.of_edition(db, edition)},
            publications=newsroom.publications,
            coverage=source_coverage.of_edition(db, edition),
        )


def _cover_facts(day: Day) -> CoverFacts:
    return CoverFacts(
        edition=day.edition,
        title=day.insight.title,
        topics=tuple(topic.title for topic in day.topics[:COVER_TOPICS]),
        sections=tuple((s.name, sum(topic.section == s.id for topic in day.topics)) for s in SECTIONS),
    )


def _preview(markdown: str) -> str:
    """The post without what only Hugo understands: front matter and heading ids."""
    return re.sub(r" \{#t-\w+\}$", "", markdown.split("---\n", 2)[2], flags=re.MULTILINE)


def _template_version() -> str:
    """Changes with the template's text, so that the UI shows which posts are out of date."""
    template = files("aiintel_assets.post").joinpath("templates", "post.md.j2").read_bytes()
    return hashlib.sha256(template).hexdigest()[:8]
