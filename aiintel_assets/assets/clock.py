"""What time it is in a newsroom: really, or in the demo's made-up week. Who only looks loads no more."""

from collections.abc import Callable
from datetime import UTC, datetime

from aiintel_assets.demo import newsroom as demo
from aiintel_assets.settings import DEMO_CATALOG, Settings


def real_time() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def clock_of(settings: Settings) -> Callable[[], datetime]:
    """The newsroom's clock; the demo's stands still."""
    return (lambda: demo.NOW) if settings.catalog == DEMO_CATALOG else real_time
