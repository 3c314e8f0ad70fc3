"""Why something could not be fetched, with and without the address it happened to. No recovery here."""

from __future__ import annotations

from aiintel_assets.errors import NewsroomError


class RequestError(NewsroomError):
    """Why one request failed, told by a part that does not know the whole address.

    Args:
        reason: one line, made of our own words.
        heals: whether the same request may succeed later.
        status: the HTTP status, when there was an answer.
        retry_after: seconds the site asked to be left alone.
        silent: the site kept us waiting until the time was over.
    """

    def __init__(
        self,
        reason: str,
        *,
        heals: bool,
        status: int | None = None,
        retry_after: float | None = None,
        silent: bool = False,
    ) -> None:
        super().__init__(reason, heals=heals)
        self.status = status
        self.retry_after = retry_after
        self.silent = silent


class FetchError(NewsroomError):
    """What the web client raises: a reason, and the address that was asked for, without user name or password."""

    def __init__(self, reason: str, *, url: str = "", status: int | None = None, heals: bool = False) -> None:
        super().__init__(reason, heals=heals)
        self.url = url
        self.status = status
