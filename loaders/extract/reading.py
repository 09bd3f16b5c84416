"""From a file to its text: what sort of file it is, and in which encoding.

Bounds keep hostile files cheap; they are generous for announcements, whose pages have some kilobytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DatasetError, LimitError, Problem

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 1_000_000

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Asked in this order: what Chinese and French pages are written in besides UTF-8.
_GUESSES = ["gb18030", "big5", "cp1252", "utf_16_le", "utf_16_be"]
_HTML = re.compile(rb"\s*(<\?xml[^>]{0,200}>\s*)?(<!--.{0,500}?-->\s*)?<(!doctype html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text and how it was had; `title`, `date` and `publisher` where the file's own fields give them."""

    text: str
    format: str  # text, html, pdf, docx
    encoding: str | None = None  # of what was bytes of text
    title: str | None = None
    date: str | None = None
    publisher: str | None = None


def read(path: Path) -> Source:
    """The text of a file.

    Raises LimitError for more than MOST_BYTES or MOST_CHARACTERS, DatasetError for what has no text to read, and
    OSError for what cannot be opened.
    """
    if path.is_dir():
        raise wrong(path, "a folder; expected a file")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise LimitError("EXTRACT_FILE_SIZE", f"{path}: more than {MOST_BYTES} bytes, which no announcement has")
    source = _read(path, data)
    if len(source.text) > MOST_CHARACTERS:
        message = f"{path}: {len(source.text)} characters of text, more than {MOST_CHARACTERS}"
        raise LimitError("EXTRACT_TEXT_LENGTH", message)
    return source


def wrong(path: Path, message: str) -> DatasetError:
    """The error for a file that cannot be read as a document."""
    return DatasetError([Problem(str(path), 0, "", message)])


def _read(path: Path, data: bytes) -> Source:
    from loaders.extract import formats

    if data.startswith(b"%PDF-"):
        return formats.pdf(path, data)
    if data.startswith(b"PK\x03\x04"):
        return formats.docx(path, data)
    if _HTML.match(data[:2000]) or path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        text, encoding = decode(path, data, _declared(data))
        return formats.html(path, text, encoding)
    text, encoding = decode(path, data)
    # As a text file is read everywhere in Python: a line ends in one line feed.
    return Source(text.replace("\r\n", "\n").replace("\r", "\n"), "text", encoding)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4000])
    name = found[1].decode("ascii").lower() if found else None
    return "gb18030" if name in {"gb2312", "gbk"} else name


def decode(path: Path, data: bytes, declared: str | None = None) -> tuple[str, str]:
    """(text, encoding): by its mark, as declared, as UTF-8, or as guessed.

    A mark of UTF-8 stays in the text, as it does where Python reads `utf-8`.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _sound(path, _decoded(path, data, encoding)), encoding
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return _sound(path, data.decode(encoding)), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:200_000], cp_isolation=_GUESSES).best()
    if best is None:
        raise wrong(path, "not text: no encoding fits (tried UTF-8, UTF-16, GB18030, Big5 and Windows-1252)")
    return _sound(path, _decoded(path, data, best.encoding)), best.encoding


def _decoded(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise wrong(
            path, f"not text in {encoding}, which it looks like: {error.reason} at byte {error.start}"
        ) from error


def _sound(path: Path, text: str) -> str:
    """The text, unless it is full of what no text has."""
    if len(_CONTROL.findall(text[:100_000])) > len(text[:100_000]) / 100:
        raise wrong(path, "not text: it has control characters all over")
    return text
