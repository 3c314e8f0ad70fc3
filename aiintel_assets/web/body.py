"""A body as it arrives: decompressed piece by piece, and never more than its limit kept."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from aiintel_assets.web.failure import RequestError
from aiintel_assets.web.policy import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCEPT_ENCODING: Final = "gzip, deflate"
"""What `Body` can decompress with a bound on memory."""

_PIECE: Final = 64 * 1024
_GZIP: Final = zlib.MAX_WBITS | 16
_GZIP_START: Final = 0x1F
_ZLIB: Final = zlib.MAX_WBITS
_RAW: Final = -zlib.MAX_WBITS
_ZLIB_METHOD: Final = 8


class TooLargeError(RequestError):
    """The body exceeds its limit; what was kept is the beginning of it."""

    def __init__(self, limit: int) -> None:
        size = f"{limit / MIB:g} MiB" if limit >= MIB else f"{limit / 1024:g} KiB"
        super().__init__(f"body larger than {size}", heals=False)


class Body:
    """Collects one body.

    Args:
        encoding: the Content-Encoding header; `gzip`, `deflate` or none.
        limit: bytes, of what arrives and of what it decompresses to.

    Raises:
        RequestError: the encoding is another one; it was not asked for.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise RequestError("body in an encoding that was not asked for", heals=False)
        self._limit = limit
        self._arrived = 0
        self._content = bytearray()
        self._inflater: zlib._Decompress | None = None

    @property
    def content(self) -> bytes:
        """What has arrived so far, decompressed."""
        return bytes(self._content)

    def feed(self, data: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooLargeError: the limit is passed.
            RequestError: the bytes do not decompress.
        """
        self._arrived += len(data)
        pieces = iter((data,)) if self._encoding in {"", "identity"} else self._inflated(data)
        for piece in pieces:
            room = self._limit - len(self._content)
            self._content += piece[:room]
            if len(piece) > room:
                raise TooLargeError(self._limit)
        if self._arrived > self._limit:
            raise TooLargeError(self._limit)

    def finish(self) -> bytes:
        """The whole body.

        Raises:
            RequestError: its compressed form ends too early; it heals.
        """
        if self._inflater is not None and not self._inflater.eof:
            raise RequestError("body cut off", heals=True)
        return self.content

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._inflater is None:
                self._inflater = zlib.decompressobj(self._window(data[0]))
            elif self._inflater.eof:
                if self._encoding == "deflate" or data[0] != _GZIP_START:
                    return  # padding after the end, which browsers ignore too
                self._inflater = zlib.decompressobj(_GZIP)
            yield from self._drained(self._inflater, data)
            data = self._inflater.unused_data

    def _drained(self, inflater: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        while True:
            try:
                piece = inflater.decompress(data, _PIECE)
            except zlib.error:
                raise RequestError(f"body is not valid {self._encoding}", heals=False) from None
            yield piece
            data = inflater.unconsumed_tail
            if not data and len(piece) < _PIECE:
                return

    def _window(self, first: int) -> int:
        """Which format it is. `deflate` should be zlib's, but many send it raw: RFC 9110, 8.4.1.2."""
        if self._encoding != "deflate":
            return _GZIP
        return _ZLIB if first & 0x0F == _ZLIB_METHOD else _RAW
