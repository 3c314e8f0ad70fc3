"""How politely and how patiently the web is read: the numbers, and nothing that acts on them."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WebPolicy:
    """Every knob of the web client.

    Attributes:
        user_agent: what the client calls itself; robots.txt is read for the part before the slash.
        connect_timeout: seconds for name lookup and TCP connection, and again for the TLS handshake.
        read_timeout: seconds without a byte after which an answer counts as lost.
        total_timeout: seconds from the first connection to the last byte, redirects included. Waiting for the host's
            turn is not counted.
        max_bytes: the largest body, both as it travels and after decompression.
        per_host: requests under way at one host at the same time.
        spacing: seconds between the end of a request to a host and the next; a Crawl-delay can only raise it.
        max_connections: requests under way at all hosts together.
        attempts: how often one address is tried in all.
        retry_budget: seconds that retrying one address may take, waiting included. A host that asks to be left alone
            for longer is given up.
        backoff: seconds before the first retry; doubled each time, with jitter.
        max_redirects: hops after which an address is given up.
        respect_robots: whether robots.txt is read and honoured.
        allow_hosts: `host` or `host:port` as written in addresses: private addresses that may be fetched.
    """

    user_agent: str = "aiintel/0.1 (daily news digest; reads feeds and the pages they list)"
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_bytes: int = 10 * MIB
    per_host: int = 4
    spacing: float = 0.0
    max_connections: int = 32
    attempts: int = 3
    retry_budget: float = 60.0
    backoff: float = 0.5
    max_redirects: int = 5
    respect_robots: bool = True
    allow_hosts: frozenset[str] = frozenset()

    def allows(self, host: str, port: int) -> bool:
        """Whether a setting names this host, or this port of it, whatever its addresses are."""
        written = f"[{host}]" if ":" in host else host
        return not {host, written, f"{written}:{port}"}.isdisjoint(entry.lower() for entry in self.allow_hosts)
