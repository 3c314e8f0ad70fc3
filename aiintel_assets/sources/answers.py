"""What every answer is checked for: that it is JSON, that an address is one. What it means is each route's business."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from aiintel_assets.sources.route import RouteError

MAX_ADDRESS = 8_192
"""Characters; what is longer is no address."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]+")


def json_of(body: bytes, who: str) -> Any:  # noqa: ANN401  # foreign: every reader checks what it takes out
    """The JSON in `body`; `who` is the service that errors speak of.

    Raises:
        RouteError: it is something else, such as a page of HTML with status 200.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise RouteError(f"{who} answered something that is no JSON; check the route's `url`", heals=True) from None


def web_address(value: object, base: str = "") -> str | None:
    """The absolute http(s) address that is meant, or None."""
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_ADDRESS:
        return None
    try:
        url = urljoin(base, _CONTROL.sub("", value.strip()).replace(" ", "%20"))
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        return None
    return url if usable else None
