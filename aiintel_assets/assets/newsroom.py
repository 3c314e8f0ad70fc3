"""The resource every asset works with: the rooms, wired from the settings. Nothing is opened before it is used."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from aiintel_assets.assets.catalogs import catalog_of
from aiintel_assets.assets.clock import clock_of, real_time
from aiintel_assets.assets.receipt_book import StoredReceipts
from aiintel_assets.demo import newsroom as demo
from aiintel_assets.edition import Calendar, editions_before
from aiintel_assets.editorial.memory import DAYS
from aiintel_assets.editors.budget import Budget
from aiintel_assets.editors.extractive import ExtractiveEditor
from aiintel_assets.editors.protocol import Desk, Editor
from aiintel_assets.editors.receipts import Price, is_listed
from aiintel_assets.models import EXTRACTIVE, Publication, Receipt
from aiintel_assets.post.style import HouseStyle, house_style
from aiintel_assets.settings import DEMO_CATALOG, Settings
from aiintel_assets.sources.catalog import Catalog
from aiintel_assets.store import classified_topics, cleaned_articles, daily_insights
from aiintel_assets.store.connect import Store
from aiintel_assets.text.zh_tw import to_taiwan
from aiintel_assets.web.circuits import Circuits
from aiintel_assets.web.hosts import HostLimits
from aiintel_assets.web.policy import WebPolicy


@dataclass(frozen=True)
class Newsroom:
    """Everything an asset needs besides its partition.

    Args:
        settings: as given to `build_defs`.
        clock: the time now, aware; a test passes its own.
        refresh: ask every source again, also for editions that are settled.
        force: publish a post even if it is worse than the one already published.
        asked_afresh: a model is asked again on purpose, and these are its answers so far; None to pay nothing twice.
        announce: told edition and stage as each stage begins, for a progress bar.
        hosts: what this process does to each host, across all its runs.
        circuits: which sites kept this process waiting, across all its runs.
    """

    settings: Settings
    hosts: HostLimits
    clock: Callable[[], datetime] = real_time
    refresh: bool = False
    force: bool = False
    asked_afresh: dict[str, Receipt] | None = None
    announce: Callable[[str, str], None] = field(default=lambda _edition, _stage: None)
    circuits: Circuits = field(default_factory=Circuits)

    @property
    def calendar(self) -> Calendar:
        """How the newsroom divides time."""
        return self.settings.calendar

    @property
    def store(self) -> Store:
        """The warehouse."""
        return Store(self.settings.database)

    def editor(self, edition: str) -> Editor:
        """Who writes the edition."""
        settings = self.settings
        if settings.editor == EXTRACTIVE:
            return ExtractiveEditor(
                max_topics=settings.max_topics, headlines=settings.headlines, weights=settings.weights
            )
        # Only who has a model write pays for loading its library.
        from aiintel_assets.editors.batching import Patience  # noqa: PLC0415
        from aiintel_assets.editors.calls import Terms  # noqa: PLC0415
        from aiintel_assets.editors.model_editor import Access, ModelEditor  # noqa: PLC0415

        book = StoredReceipts(self.store, edition, clock=self.clock, zone=self.calendar.zone, afresh=self.asked_afresh)
        access = Access(
            base_url=settings.openai_base_url or None,
            api_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none",
            model=settings.model,
            fast_model=settings.fast_model or settings.model,
            timeout=settings.call_timeout,
            terms=Terms(
                budget=Budget(
                    edition_usd=settings.edition_budget_usd,
                    day_usd=settings.day_budget_usd,
                    edition_tokens=settings.edition_budget_tokens,
                    day_tokens=settings.day_budget_tokens,
                ),
                at_once=settings.calls_at_once,
                price=Price(*settings.price_per_million) if settings.price_per_million else None,
                batches=Patience(settings.batch_minutes * 60) if settings.batch else None,
            ),
        )
        return ModelEditor(
            access, book, max_topics=settings.max_topics, headlines=settings.headlines, weights=settings.weights
        )

    @property
    def catalog(self) -> Catalog:
        """The sources, read afresh: an edit of the file takes effect with the next run.

        Raises:
            CatalogError: the file cannot be used.
        """
        return catalog_of(self.settings)

    @property
    def publications(self) -> dict[str, Publication]:
        """Source id → what editors and posts need to know of it."""
        return {
            source.id: Publication(source.id, to_taiwan(source.name), source.weight, source.only_ai)
            for source in self.catalog.sources
        }

    @property
    def style(self) -> HouseStyle:
        """How posts look, read afresh: an edit of a template takes effect with the next run.

        Raises:
            UsageError: there are no labels in the language, or a file of one's own cannot be used.
        """
        return house_style(self.settings.language, self.settings.templates)

    @property
    def web_policy(self) -> WebPolicy:
        """The limits under which pages are fetched."""
        return WebPolicy(
            max_bytes=int(self.settings.page_limit_mb * 1024 * 1024),
            per_host=self.settings.per_host,
            respect_robots=self.settings.respect_robots,
            allow_hosts=self.settings.allow_hosts,
        )

    def made_up_hosts(self) -> AbstractContextManager[Mapping[str, tuple[str, int]]]:
        """Where made-up hosts are really served while the context lasts: the demo's sites, otherwise none."""
        return demo.serve() if self.settings.catalog == DEMO_CATALOG else nullcontext({})

    def desk(self, edition: str, stage: str) -> Desk:
        """What lies on the editor's desk for the edition; its progress is announced as the stage's."""
        before = list(editions_before(edition, DAYS))
        with self.store.transaction() as db:
            earlier = classified_topics.of_editions(db, before)
            printed = cleaned_articles.printed(db, before)
            watched = daily_insights.watch_lists(db, before, written_by=self.settings.editor)
        return Desk(
            edition=edition,
            window=self.calendar.window(edition),
            closes=self.calendar.closes(edition),
            publications=self.publications,
            earlier=earlier,
            printed=printed,
            watched=watched,
            report=lambda progress: self.announce(edition, f"{stage}: {progress}"),
        )


def prompt_version(settings: Settings, prompt: str) -> str:
    """What to add to the code version of an asset that a model writes; the rules' own versions need no addition."""
    if settings.editor == EXTRACTIVE:
        return ""
    from aiintel_assets.editors.prompts import version  # noqa: PLC0415 - only who has a model write pays for this

    return f"-{version(prompt)}"


def unpriced_models(settings: Settings) -> list[str]:
    """The models that cost nobody knows what, so that only a limit of tokens could stop them, and none is set."""
    limited = settings.edition_budget_tokens or settings.day_budget_tokens
    if settings.editor == EXTRACTIVE or settings.price_per_million or limited:
        return []
    asked = dict.fromkeys((settings.model, settings.fast_model or settings.model))
    return [model for model in asked if not is_listed(model, settings.openai_base_url)]


def newsroom_of(settings: Settings) -> Newsroom:
    """The newsroom that the settings describe, on its own clock."""
    return Newsroom(settings, HostLimits(settings.per_host), clock=clock_of(settings))
