"""Web addresses: which may be asked for at all, and the names that are derived from them. Nothing is resolved here."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import Final

import httpx2 as httpx

from aiintel_assets.web.failure import RequestError

MAX_LENGTH: Final = 8192
"""Characters; longer addresses make robots.txt matching and logs expensive, and no page needs them."""

_NAME: Final = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_MAX_NAME: Final = 253
_MAX_PORT: Final = 65535
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_USERINFO: Final = re.compile(r"^([a-z][a-z0-9+.-]*:)?([/\\]*)[^/?#]*@", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]+")


def checked(text: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """The address in its normal form: http or https, a plain host name or IP address, no fragment, no final dot.

    Args:
        text: an address; relative to `base` when that is given.
        base: where a redirect came from.

    Raises:
        RequestError: no client should ask for this; it does not heal.
    """
    if len(text) > MAX_LENGTH:
        raise RequestError(f"address longer than {MAX_LENGTH} characters", heals=False)
    try:
        url = httpx.URL(text.strip()) if base is None else base.join(text.strip())
        if url.scheme not in _DEFAULT_PORTS:
            raise RequestError("not an http or https address", heals=False)
        if url.userinfo:
            raise RequestError("address with a user name or password", heals=False)
        return url.copy_with(fragment=None, host=_checked_host(host_of(url)), port=_checked_port(url.port))
    except (httpx.InvalidURL, ValueError):
        raise RequestError("not a valid address", heals=False) from None


def host_of(url: httpx.URL) -> str:
    """The host as it stands in the address, in ASCII; an IPv6 address without brackets."""
    return url.raw_host.decode("ascii")


def port_of(url: httpx.URL) -> int:
    """The port, given or implied."""
    return url.port or _DEFAULT_PORTS[url.scheme]


def place_of(url: httpx.URL) -> str:
    """`host:port`, the unit of politeness."""
    return f"{host_of(url)}:{port_of(url)}"


def origin_of(url: httpx.URL) -> str:
    """`scheme://host[:port]`, the unit of trust and of robots.txt."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def shown(text: str) -> str:
    """Any address, valid or not, as one line that can be shown: no user name, no password, no control characters."""
    return _USERINFO.sub(r"\1\2", _CONTROLS.sub("", text[:MAX_LENGTH]))


def _checked_host(host: str) -> str:
    host = host.removesuffix(".")
    if ":" in host:
        if IPv6Address(host).scope_id is not None:
            raise ValueError("an interface of this machine")
    elif len(host) > _MAX_NAME or not _NAME.fullmatch(host):
        raise ValueError("no host name")
    return host


def _checked_port(port: int | None) -> int | None:
    if port is not None and not 0 < port <= _MAX_PORT:
        raise ValueError("no port")
    return port
