"""From bytes to characters, when header, page and bytes disagree about the charset. No HTML is understood here."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_META = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
_HEAD = 4096
_SAMPLE = 40_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# Browsers read a label as the widest charset sold under it (WHATWG Encoding, section 4.2).
_WIDEST = {
    "euc-jp": "euc_jp",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
}
# The codecs that stand for charsets of the web; Python knows others, which are no charsets at all.
_OF_THE_WEB = re.compile(
    r"utf-(?:8|16)|gb18030|big5hkscs|cp(?:932|949|874|866|125\d)|euc_jp|iso2022_jp|iso8859-\d+|koi8-[ru]|mac-\w+"
)
_MULTIBYTE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
_DAMAGE = re.compile(r"[\ufffd\x80-\x9f\ue000-\uf8ff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PHONETIC = re.compile(r"[\u3041-\u30fa\uac00-\ud7a3]")
# The commonest characters of running Chinese text, in both scripts: about a fifth of it, next to nothing of mojibake.
_COMMON = re.compile(
    "[的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發发年]"
)
_TOLERATED = 0.01
_TOLERATED_UTF8 = 0.1  # any other charset read as UTF-8 is damaged all over
_PLAUSIBLE = 0.06
_LETTER = re.compile(rb"[A-Za-z]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, content_type: str | None = None) -> str:
    """The characters of a page: by its byte order mark, else UTF-8 if it is that, else header, page and likelihood.

    A label that does not fit the bytes is not believed: GBK served as Big5 or as Latin 1 is read as GBK. Bytes that no
    charset explains become U+FFFD; nothing is raised.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    labels = _labels(data, content_type)
    # ISO-2022-JP is the one charset in use whose bytes are also valid ASCII.
    if "iso2022_jp" in labels and b"\x1b" in data:
        return data.decode("iso2022_jp", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_likeliest(data, labels), errors="replace")


def _labels(data: bytes, content_type: str | None) -> list[str]:
    found = _HEADER.findall(content_type or "")[:1]
    found += [match.decode("ascii") for match in _META.findall(data[:_HEAD])]
    return [name for name in map(_codec, found) if name]


def _codec(label: str) -> str | None:
    """Python's name of the charset that browsers read under this label, or None where there is none."""
    try:
        name = codecs.lookup(_WIDEST.get(label.lower(), label)).name
    except LookupError:
        return None
    return name if _OF_THE_WEB.fullmatch(name) else None


def _likeliest(data: bytes, labels: list[str]) -> str:
    """The charset to read bytes with that are not wholly UTF-8."""
    high = [match.start() for match in _HIGH_BYTE.finditer(data[: 50 * _SAMPLE])]
    # Judge where the foreign characters are: a page may open with much plain ASCII.
    sample = data[max(0, high[0] - 1) :][:_SAMPLE] if len(high) < _SAMPLE else data[high[0] : high[0] + 4 * _SAMPLE]
    for name in ["utf-8", *labels]:
        if _fits(sample, name):
            return name
    ranked = sorted((_share_of_common(_read(sample, name), name), name) for name in _MULTIBYTE if _fits(sample, name))
    if ranked:
        return ranked[-1][1]
    # Mostly plain letters with a few accents is Western Europe, where a guess from so little would only be worse.
    if len(high) * 5 < len(_LETTER.findall(data[: 50 * _SAMPLE])):
        return "cp1252"
    guess = from_bytes(sample[:_SAMPLE]).best()
    return guess.encoding if guess is not None else "cp1252"


def _fits(sample: bytes, name: str) -> bool:
    """Whether the charset explains the bytes: hardly any damage and, where it gives Han, characters that people use."""
    text = _read(sample, name)
    foreign = sum(character > "\x7f" for character in text)
    damage, utf8 = len(_DAMAGE.findall(text)), name.startswith("utf")
    if damage > (_TOLERATED_UTF8 if utf8 else _TOLERATED) * foreign + 1:
        return False
    if utf8 or name in _MULTIBYTE:
        return utf8 or _share_of_common(text, name) >= _PLAUSIBLE
    # A one-byte charset explains any bytes; two high bytes side by side throughout are a two-byte charset.
    doubled = len(re.findall(rb"[\x81-\xfe]{2}", sample))
    single = name.startswith(("cp1252", "iso8859-1", "cp1254"))
    return not (single and doubled * 2 > 0.6 * foreign)


def _share_of_common(text: str, name: str) -> float:
    """How much of the East Asian text is what such texts are made of, 0 to 1; kana count only in charsets for them."""
    phonetic = 0 if name in {"gb18030", "big5hkscs"} else len(_PHONETIC.findall(text))
    han = len(_HAN.findall(text))
    if not phonetic + han:
        return 0.0
    return (len(_COMMON.findall(text)) + phonetic / 2) / (phonetic + han)


def _read(data: bytes, name: str) -> str:
    return data.decode(name, errors="replace")
