"""The encoding of a text file, by trying it strictly; never by its name."""

from __future__ import annotations

import codecs
import re

from .refusal import Refusal

# UTF-32 first: its mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 64 * 1024
STRANGE = re.compile("[\ufffd\ue000-\uf8ff]")  # replacement and private-use characters
CONTROL = re.compile("[\x01-\x08\x0e-\x19\x1b\x1c-\x1f]")
MAX_STRANGE = 0.001
MAX_CONTROL = 0.005


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. NULs are dropped: no export means them."""
    encoding = marked(data) or unmarked_utf16(data)
    text, encoding = strictly(data, encoding) if encoding else guessed(data)
    text = text.replace("\0", "")
    if len(CONTROL.findall(text)) > MAX_CONTROL * len(text):
        raise Refusal("not-a-table")
    if len(STRANGE.findall(text)) > MAX_STRANGE * len(text):
        raise Refusal("no-text-encoding")
    return text, encoding


def marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)


def unmarked_utf16(data: bytes) -> str | None:
    """Delimiters, digits and line ends are ASCII: in UTF-16 every other byte of them is NUL."""
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= len(sample) // 20 or max(even, odd) < 8 * min(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def strictly(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), encoding


def guessed(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    # A few broken bytes (a cut last character) are borne; the caller counts them.
    texts = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")]
    return min(texts, key=lambda pair: pair[0].count("\ufffd"))
