"""From the store to a website of all published editions, for `aiintel preview`."""

from pathlib import Path

from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.post.chronicle import Issue, chronicle
from aiintel_assets.post.gate import anchors
from aiintel_assets.post.preview import build_site
from aiintel_assets.store import classified_topics, daily_insights, rendered_posts, topic_summaries


def build_preview(newsroom: Newsroom, workspace: Path, base_url: str, *, strict: bool = False) -> Path:
    """Build the site in `workspace`; returns the folder of its pages. A `strict` build takes warnings for errors.

    Raises:
        NewsroomError: the store cannot be read, or Hugo is missing or fails.
    """
    style = newsroom.style
    return build_site(
        newsroom.settings.site_dir,
        workspace,
        chronicle(published_issues(newsroom), style.labels),
        style.labels,
        base_url=base_url,
        templates=newsroom.settings.templates,
        strict=strict,
    )


def published_issues(newsroom: Newsroom) -> list[Issue]:
    """The editions whose posts the store knows and the site holds, oldest first."""
    if not newsroom.settings.database.exists():
        return []
    with newsroom.store.transaction() as db:
        posts = rendered_posts.of_editions(db, rendered_posts.editions(db))
        there = {e: post for e, post in posts.items() if (newsroom.settings.site_dir / post.path).exists()}
        topics = classified_topics.of_editions(db, list(there))
        found = []
        for edition, post in there.items():
            items = anchors(post.markdown)
            insight = daily_insights.of_edition(db, edition)
            found.append(
                Issue(
                    edition=edition,
                    topics=[topic for topic in topics.get(edition, []) if topic.id in items],
                    summaries={summary.topic_id: summary for summary in topic_summaries.of_edition(db, edition)},
                    watch_list=insight.watch_list if insight else (),
                    followed=insight.followed if insight else (),
                )
            )
    return found
