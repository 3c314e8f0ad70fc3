"""Bodies and connections that are too large, too slow, broken, or disguised."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.web.body import Body, TooLargeError
from aiintel_assets.web.client import FetchError
from aiintel_assets.web.policy import MIB
from aiintel_tests.web.conftest import fetch, hasty
from aiintel_tests.web.site import Site, Visit, hang, head, in_turn, page, redirect

if TYPE_CHECKING:
    from collections.abc import Callable

ONCE = hasty(attempts=1)


def chunked(visit: Visit, data: bytes) -> None:
    visit.send(b"%x\r\n%s\r\n" % (len(data), data))


def endless(visit: Visit) -> None:
    visit.send(head(Transfer_Encoding="chunked"))
    while True:
        chunked(visit, bytes(64 * 1024))


def bomb(mebibytes: int) -> Callable[[Visit], None]:
    packer = zlib.compressobj(9, wbits=31)
    data = b"".join([*(packer.compress(bytes(MIB)) for _ in range(mebibytes)), packer.flush()])
    return page(data, Content_Encoding="gzip")


def drip(visit: Visit) -> None:
    visit.send(head(Content_Length="1000"))
    while True:
        visit.send(b".")
        time.sleep(0.1)


def cut(visit: Visit) -> None:
    visit.send(head(Content_Length="1000") + b"half")
    visit.line.close()


def cut_chunks(visit: Visit) -> None:
    visit.send(head(Transfer_Encoding="chunked"))
    chunked(visit, b"half")
    visit.line.close()


def cut_gzip(visit: Visit) -> None:
    visit.send(head(Content_Encoding="gzip", Connection="close") + gzip.compress(bytes(range(256)) * 9)[:-9])
    visit.line.close()


def reset(visit: Visit) -> None:
    visit.send(head(Content_Length="1000") + b"half")
    visit.reset()


def no_http(visit: Visit) -> None:
    visit.send(b"220 mail.example ESMTP\r\n\r\n")


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("X-GZip", gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0) + b"\0\0\0"),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello", wbits=-15)),
        ("identity", b"hello"),
    ],
)
def test_compressed_bodies_are_unpacked(site: Site, encoding: str, packed: bytes) -> None:
    site.pages["/"] = page(packed, Content_Encoding=encoding)

    assert fetch(site.url("/")).body == b"hello"


@pytest.mark.parametrize("size", range(64 * 1024, 64 * 1024 + 300, 25))
def test_nothing_stays_behind_in_the_decompressor(size: int) -> None:
    body = Body("deflate", 10**6)

    body.feed(zlib.compress(bytes(size), wbits=-15))

    assert len(body.finish()) == size


def test_a_body_much_larger_than_its_packing_comes_out_whole(site: Site) -> None:
    site.pages["/"] = page(gzip.compress(bytes(300_000)), Content_Encoding="gzip")

    assert fetch(site.url("/")).body == bytes(300_000)


def test_a_body_that_is_all_packing_is_too_large_as_well(site: Site) -> None:
    def nothing_for_long(visit: Visit) -> None:
        visit.send(head(Transfer_Encoding="chunked", Content_Encoding="gzip"))
        for _ in range(100):
            chunked(visit, gzip.compress(b"", mtime=0))
        visit.send(b"0\r\n\r\n")

    site.pages["/"] = nothing_for_long

    with pytest.raises(FetchError, match=r"^body larger than 1 KiB$"):
        fetch(site.url("/"), max_bytes=1024)


@given(st.binary(max_size=3000), st.integers(0, 2000), st.integers(1, 500), st.sampled_from(["", "gzip", "deflate"]))
def test_a_body_keeps_its_beginning_however_it_arrives(content: bytes, limit: int, step: int, encoding: str) -> None:
    packed = {"": content, "gzip": gzip.compress(content, mtime=0), "deflate": zlib.compress(content)}[encoding]
    body = Body(encoding, limit)

    with suppress(TooLargeError):
        for start in range(0, len(packed), step):
            body.feed(packed[start : start + step])
        assert body.finish() == content

    assert len(body.content) <= limit
    assert content.startswith(body.content)


def test_an_empty_body_may_be_called_compressed(site: Site) -> None:
    site.pages["/"] = page(b"", Content_Encoding="gzip")

    assert fetch(site.url("/")).body == b""


def test_a_body_as_large_as_the_limit_passes_and_one_byte_more_does_not(site: Site) -> None:
    site.pages["/"] = page(gzip.compress(bytes(2048)), Content_Encoding="gzip")

    assert len(fetch(site.url("/"), max_bytes=2048).body) == 2048
    with pytest.raises(FetchError, match=r"^body larger than 1\.99902 KiB$"):
        fetch(site.url("/"), max_bytes=2047)


def test_a_declared_size_over_the_limit_is_believed_at_once(site: Site) -> None:
    def boast(visit: Visit) -> None:
        visit.send(head(Content_Length=str(300 * MIB)))
        hang(visit)

    site.pages["/"] = boast
    with pytest.raises(FetchError, match=r"^body larger than 10 MiB$") as caught:
        fetch(site.url("/"))

    assert not caught.value.heals
    assert len(site.visits) == 1


def test_an_endless_body_is_left_at_the_limit_with_little_memory(site: Site) -> None:
    site.pages["/"] = endless

    with pytest.raises(FetchError, match=r"^body larger than 2 MiB$"):
        fetch(site.url("/"), max_bytes=2 * MIB)


def test_a_gzip_bomb_is_left_at_the_limit_with_little_memory(site: Site) -> None:
    site.pages["/"] = bomb(100)
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match=r"^body larger than 1 MiB$") as caught:
            fetch(site.url("/"), max_bytes=MIB)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8 * MIB
    assert not caught.value.heals


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
def test_an_encoding_that_was_not_asked_for_is_refused(site: Site, encoding: str) -> None:
    site.pages["/"] = page(b"whatever", Content_Encoding=encoding)

    with pytest.raises(FetchError, match=r"encoding that was not asked for"):
        fetch(site.url("/"))


def test_a_body_that_is_no_gzip_does_not_heal(site: Site) -> None:
    site.pages["/"] = page(b"<html>", Content_Encoding="gzip")

    with pytest.raises(FetchError, match=r"body is not valid gzip") as caught:
        fetch(site.url("/"))

    assert not caught.value.heals


def test_a_body_that_drips_ends_with_the_total_time(site: Site) -> None:
    site.pages["/"] = drip
    started = time.monotonic()

    with pytest.raises(FetchError, match=r"^not finished within 1 s$") as caught:
        fetch(site.url("/"))

    assert 0.9 < time.monotonic() - started < 2
    assert caught.value.heals
    assert len(site.visits) == 1


def test_redirects_do_not_prolong_the_total_time(site: Site) -> None:
    def slowly(visit: Visit) -> None:
        time.sleep(0.4)
        redirect(visit.path + "a")(visit)

    site.pages |= dict.fromkeys(("/", "/a", "/aa", "/aaa"), slowly)

    with pytest.raises(FetchError, match=r"^not finished within 1 s$"):
        fetch(site.url("/"))

    assert site.paths() == ["/", "/a", "/aa"]


def test_a_site_that_says_nothing_is_left_after_the_read_timeout(site: Site) -> None:
    site.pages["/"] = hang

    with pytest.raises(FetchError, match=r"^no answer in time$") as caught:
        fetch(site.url("/"), policy=ONCE)

    assert caught.value.heals


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (cut, "answer cut off or no HTTP"),
        (cut_chunks, "answer cut off or no HTTP"),
        (cut_gzip, "body cut off"),
        (reset, "connection lost"),
        (no_http, "answer cut off or no HTTP"),
    ],
)
def test_a_broken_answer_heals_and_is_asked_for_again(site: Site, broken: Callable[[Visit], None], reason: str) -> None:
    site.pages["/"] = broken
    with pytest.raises(FetchError, match=f"^{reason}$") as caught:
        fetch(site.url("/"), policy=ONCE)
    assert caught.value.heals

    site.pages["/"] = in_turn(broken, broken, page(b"whole"))
    assert fetch(site.url("/")).body == b"whole"
