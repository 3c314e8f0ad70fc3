"""Which catalog a newsroom reads: its own, the built-in one, or the demo's. Who only lists it loads no more."""

from aiintel_assets.demo import newsroom as demo
from aiintel_assets.settings import DEMO_CATALOG, Settings
from aiintel_assets.sources.catalog import Catalog, load_catalog, parse_catalog


def catalog_of(settings: Settings) -> Catalog:
    """The sources, read afresh.

    Raises:
        CatalogError: the file cannot be used.
    """
    if settings.catalog == DEMO_CATALOG:
        return parse_catalog(demo.catalog_text(), "demo")
    return load_catalog(settings.catalog)
