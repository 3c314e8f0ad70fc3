"""Which addresses are the same article, and the id that follows. Pure: no address is asked."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit, urlunsplit

# Parameters that say where a reader came from and never what is shown.
_TRACKERS = re.compile(
    r"^(utm_[a-z_]+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(enc|mi)|mkt_tok|vero_id|wt_mc|"
    r"ga_[a-z]+|_g[al]|[gw]braid|srsltid|hsa_[a-z]+|(mtm|matomo|pk|piwik|itm|at)_[a-z]+|__twitter_impression|fb_[a-z_]+_ids|"
    r"oly_(anon|enc)_id|spm|scm|share_(from|source|medium|token)|cmpid|ncid|s_cid|xtor|guccounter|guce_referrer\w*|"
    r"ref|ref_src|ref_url|referrer)$",
    re.IGNORECASE,
)
# Names that can choose a page as well as say where a reader came from: only such a value tells.
_AMBIGUOUS = re.compile(
    r"^(from|source|src|via|origin|cmp|campaign|medium)=(rss|feed|feeds|atom|newsletter|email|mail|share|social|twitter|"
    r"facebook|linkedin|wechat|weibo|google|news)\d*$",
    re.IGNORECASE,
)
# Hosts whose addresses grow on every share, and the parameters that name an article there.
_IDENTITY = {"mp.weixin.qq.com": frozenset(("__biz", "mid", "idx", "sn"))}
# A fragment that is a path of its own chooses the page; any other is a place on it.
_ROUTE = re.compile(r"^!?/[^/]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The address without what does not choose the page: trackers, place on the page, default port, upper-case host.

    Path and the other parameters stay letter for letter and in order, since sites are free to give them meaning.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    naming = _IDENTITY.get(host)
    query = "&".join(
        piece
        for piece in parts.query.split("&")
        if piece and not _is_tracker(piece) and (naming is None or piece.partition("=")[0] in naming)
    )
    fragment = parts.fragment if _ROUTE.match(parts.fragment) else ""
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, fragment))


def _is_tracker(piece: str) -> bool:
    return bool(_TRACKERS.match(piece.partition("=")[0]) or _AMBIGUOUS.match(piece))


def article_id(url: str) -> str:
    """The id of the article at `url` (canonical): 16 hex digits of its SHA-256."""
    return hashlib.sha256(url.encode()).hexdigest()[:16]
