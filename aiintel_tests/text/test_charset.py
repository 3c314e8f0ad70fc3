"""Bytes whose header, page and content disagree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.charset import decode

HANS = "<html><head><title>消息</title></head><body>" + "今天公司发布了新的大模型，这是一个可以在手机上运行的模型。" * 5
HANT = "<html><head><title>消息</title></head><body>" + "今天公司發布了新的大模型，這是一個可以在手機上執行的模型。" * 5
JAPANESE = "<html><body>" + "東京で新しいモデルを発表した。これは素晴らしい。" * 5
KOREAN = "<html><body>" + "오늘 새로운 인공지능 모델이 발표되었다." * 5
FRENCH = "<html><body>" + "Le modèle a été présenté mardi à Paris par une équipe de recherche. " * 5
RUSSIAN = "<html><body>" + "Компания представила новую модель. " * 5


@pytest.mark.parametrize(
    ("text", "charset", "header"),
    [
        (HANS, "gbk", None),
        (HANS, "gbk", "text/html; charset=gb2312"),
        (HANS, "gbk", "text/html; charset=iso-8859-1"),
        (HANS, "gbk", "text/html; charset=big5"),
        (HANS, "gbk", "text/html; charset=utf-8"),
        (HANS, "utf-8", "text/html; charset=gbk"),
        (HANT, "big5", None),
        (HANT, "big5", 'text/html; charset="Big5"'),
        (HANT, "big5", "text/html; charset=gb2312"),
        (HANT, "gbk", "text/html; charset=gb2312"),
        (HANT, "utf-16", None),
        (HANT, "utf-8-sig", "text/html; charset=big5"),
        (JAPANESE, "cp932", "text/html; charset=shift_jis"),
        (JAPANESE, "euc_jp", None),
        (JAPANESE, "iso-2022-jp", "text/html; charset=ISO-2022-JP"),
        (KOREAN, "euc_kr", None),
        (FRENCH, "latin-1", None),
        (FRENCH, "cp1252", "text/html; charset=utf-8"),
        (RUSSIAN, "cp1251", "text/html; charset=windows-1251"),
        (RUSSIAN, "cp1251", None),
        (HANS, "gbk", "text/html; charset=no-such-charset"),
    ],
)
def test_a_page_is_read_whatever_its_label_says(text: str, charset: str, header: str | None) -> None:
    assert decode(text.encode(charset), header) == text


def test_the_page_tells_its_charset_where_the_header_does_not() -> None:
    page = RUSSIAN.replace(
        "<body>", '<head><meta http-equiv="content-type" content="text/html; charset=koi8-r"></head>'
    )
    assert decode(page.encode("koi8-r"), "text/html") == page


def test_a_few_broken_bytes_leave_utf_8_what_it_is() -> None:
    assert decode(HANT.encode() + b"\xff\xe4\xb8").startswith(HANT)


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_any_bytes_become_text(data: bytes, header: str | None) -> None:
    assert isinstance(decode(data, header), str)


@given(
    st.sampled_from(["utf-8", "utf-16", "gbk", "big5", "idna", "punycode", "rot13", "base64", "zlib", "unicode_escape"])
)
def test_a_label_that_is_no_charset_of_the_web_is_survived(label: str) -> None:
    assert decode(HANS.encode("gbk"), f"text/html; charset={label}")
