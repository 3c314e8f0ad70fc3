"""HTTPS: the certificate is checked for the name of the address, wherever the connection goes."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.web import client
from aiintel_assets.web.client import FetchError
from aiintel_tests.web.conftest import fetch
from aiintel_tests.web.site import Site, page

if TYPE_CHECKING:
    from collections.abc import Iterator

CERTIFICATE = Path(__file__).parent.parent / "fixtures" / "web" / "secure.example.pem"
"""Self-signed, for `secure.example`, with the key that belongs to it and guards nothing."""


@pytest.fixture
def names() -> list[str | None]:
    """The names that visitors asked for while shaking hands."""
    return []


@pytest.fixture
def secure(names: list[str | None]) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    context.sni_callback = lambda _line, name, _context: names.append(name)
    with Site(tls=context) as running:
        running.pages["/"] = page(b"x")
        yield running


def test_a_certificate_nobody_vouches_for_does_not_heal(secure: Site) -> None:
    with pytest.raises(FetchError, match=r"^TLS certificate not accepted: self-signed certificate") as caught:
        fetch("https://secure.example/", connect_to={"secure.example": ("127.0.0.1", secure.port)})

    assert not caught.value.heals
    assert (secure.connections, secure.visits) == (1, [])


def test_the_certificate_is_checked_for_the_name_in_the_address(
    secure: Site, names: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    monkeypatch.setattr(client, "tls_context", lambda: trusting)
    served = ("127.0.0.1", secure.port)

    assert fetch("https://secure.example/", connect_to={"secure.example": served}).body == b"x"
    with pytest.raises(FetchError, match=r"^TLS certificate not accepted: Hostname mismatch") as caught:
        fetch("https://other.example/", connect_to={"other.example": served})

    assert not caught.value.heals
    assert names == ["secure.example", "other.example"]


def test_a_plain_site_does_not_shake_hands(site: Site) -> None:
    site.pages["/"] = page(b"x")

    with pytest.raises(FetchError, match=r"^TLS handshake failed$|^connection lost$|^no answer|^not finished"):
        fetch(site.url("/").replace("http:", "https:"))
