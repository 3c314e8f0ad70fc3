"""The command `trace`: what a published item rests on, down to the bytes that were received and where from."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Annotated, Any

import typer

from aiintel_assets.cli.building import refuse_unbuildable
from aiintel_assets.cli.terminal import OUT, AsJson, tell
from aiintel_assets.edition import parse_edition
from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.editorial.tracing import INSIGHT, Trace, chosen, traces
from aiintel_assets.errors import NewsroomError
from aiintel_assets.labels import labels
from aiintel_assets.models import Provenance, Receipt
from aiintel_assets.settings import Settings, load_settings
from aiintel_assets.store import classified_topics, daily_insights, raw_articles, receipts, topic_summaries
from aiintel_assets.store.connect import Store


def trace(
    edition: Annotated[str, typer.Argument(help="YYYY-MM-DD.")],
    item: Annotated[
        str | None,
        typer.Argument(
            help="Its number in the post, its anchor (t-…), a part of its title, or insight; all when left out.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
) -> None:
    """Follow an item of a post down to its evidence, its articles, their bytes and addresses, and the paid calls."""
    parse_edition(edition)
    found = _items(load_settings(), edition)
    one = chosen(found, item) if item else None
    if as_json:
        listed = [_as_json(trace) for trace in ([one] if one else found)]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    elif one:
        _show(one)
    else:
        _list(edition, found)


def _items(settings: Settings, edition: str) -> list[Trace]:
    """The edition's items.

    Raises:
        NewsroomError: it has none yet.
    """
    found = []
    # Opening the store would make one.
    if settings.database.exists():
        with Store(settings.database).transaction() as db:
            summaries = topic_summaries.of_edition(db, edition)
            insight = daily_insights.of_edition(db, edition)
            paid = [key for summary in summaries for key in summary.receipts]
            paid += insight.receipts if insight else ()
            found = traces(
                classified_topics.of_edition(db, edition),
                summaries,
                raw_articles.provenance(db, edition),
                receipts.newest(db, paid),
                insight,
            )
    if not found:
        refuse_unbuildable(settings, [edition])
        raise NewsroomError(f"the edition {edition} has no items yet: build it with `aiintel run {edition}`")
    return found


def _list(edition: str, items: Sequence[Trace]) -> None:
    """The items by section, as the post has them, with how much each rests on."""
    names = {section.id: section.name for section in SECTIONS} | {INSIGHT: labels().insight.heading.partition("（")[0]}
    width = max(len(item.name) for item in items)
    for section, held in groupby(items, key=attrgetter("section")):
        tell(names.get(section, section), style="cyan")
        for item in held:
            tell(item.title, mark=f"{item.name:>{width}}  ")
            rests_on = (
                _count(len(item.claims), "claim"),
                _count(len(item.articles), "article"),
                *((_count(len(item.receipts), "paid call"),) if item.receipts else ()),
            )
            tell(", ".join(rests_on), indent=width + 2, style="dim")
    OUT.print(f"One of them in full: [bold]aiintel trace {edition} {items[0].name}[/]")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _show(item: Trace) -> None:
    """What the item claims, on which sentences, from which articles; a step to the right is a step down."""
    titles = _part_titles()
    numbers = {origin.article_id: number for number, origin in enumerate(item.articles, 1)}
    tell(item.title, mark=f"{item.number}. " if item.number else "", style="bold")
    for part, claims in groupby(item.claims, key=itemgetter(0)):
        tell(titles[part], style="cyan")
        for _, claim in claims:
            tell(claim.text, mark="• ", indent=2)
            for evidence in claim.evidence:
                mark = f"[{numbers[evidence.article_id]}] " if evidence.article_id in numbers else ""
                tell(evidence.sentence, mark=mark, indent=6, style="dim")
    if item.removed:
        tell("removed: what a model wrote and the post does not carry", style="cyan")
        for gone in item.removed:
            tell(gone.text or "the whole answer", mark="• ", indent=2)
            tell(gone.reason, indent=6, style="dim")
    tell(labels().item.sources, style="cyan")
    for number, origin in enumerate(item.articles, 1):
        tell(origin.url, mark=f"[{number}] ", indent=2)
        tell(f"{origin.source_id}, by the route {origin.route}, published {_instant(origin.published_at)}", indent=6)
        tell(_received(origin), indent=6)
    tell("receipts", style="cyan")
    for receipt in item.receipts:
        cost = "at no known price" if receipt.cost_usd is None else f"for {receipt.cost_usd:.6f} USD"
        tokens = f"{receipt.prompt_tokens} + {receipt.completion_tokens} tokens {cost}"
        tell(f"{receipt.model}, {tokens}, {_instant(receipt.created_at)}", indent=2)
        tell(f"prompt {receipt.prompt_version}, request sha256 {receipt.request_sha256}", indent=6)
    if not item.receipts:
        tell(f"none: written by the editor {item.editor} without a paid call", indent=2)


def _part_titles() -> Mapping[str, str]:
    """The headings that the parts have in the post."""
    names, insight = labels().item, labels().insight
    return {
        "core": names.core,
        "technical": names.technical,
        "applications": names.applications,
        "trend": insight.trend,
        "context": insight.context,
        "outlook": insight.outlook,
        "watch_list": insight.watch_list,
        "followed": insight.watched,
        "background": insight.background,
    }


def _received(origin: Provenance) -> str:
    if origin.fetched_at is None:
        return f"no page: {origin.error or 'it was not fetched'}; the text is what the source listed"
    return f"received {_instant(origin.fetched_at)}, HTTP {origin.http_status}, sha256 {origin.sha256}"


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _as_json(item: Trace) -> dict[str, Any]:
    urls = {origin.article_id: origin.url for origin in item.articles}
    return {
        "item": item.title,
        "number": item.number,
        "topic_id": item.topic_id,
        "section": item.section,
        "editor": item.editor,
        "claims": [
            {
                "text": claim.text,
                "part": part,
                "evidence": [evidence.sentence for evidence in claim.evidence],
                "evidence_urls": [urls.get(evidence.article_id) for evidence in claim.evidence],
            }
            for part, claim in item.claims
        ],
        "removed": [{"text": gone.text, "reason": gone.reason} for gone in item.removed],
        "articles": [_origin_json(origin) for origin in item.articles],
        "receipts": [_receipt_json(receipt) for receipt in item.receipts],
    }


def _origin_json(origin: Provenance) -> dict[str, Any]:
    return {
        "url": origin.url,
        "source_id": origin.source_id,
        "route": origin.route,
        "published_at": _instant(origin.published_at),
        "fetched_at": _instant(origin.fetched_at) if origin.fetched_at else None,
        "sha256": origin.sha256,
        "article_id": origin.article_id,
        "http_status": origin.http_status,
        "error": origin.error,
    }


def _receipt_json(receipt: Receipt) -> dict[str, Any]:
    return {
        "request_sha256": receipt.request_sha256,
        "stage": receipt.stage,
        "model": receipt.model,
        "prompt_version": receipt.prompt_version,
        "prompt_tokens": receipt.prompt_tokens,
        "completion_tokens": receipt.completion_tokens,
        "cost_usd": receipt.cost_usd,
        "created_at": _instant(receipt.created_at),
    }
