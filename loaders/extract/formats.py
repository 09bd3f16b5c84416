"""HTML, PDF and DOCX to text. The libraries are imported where they are used: each takes a while to load."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from pathlib import Path

from graph.errors import LimitError
from loaders.extract.reading import MOST_CHARACTERS, Source, wrong

MOST_PAGES = 500
MOST_UNPACKED = 50_000_000  # bytes in a DOCX once unpacked, pictures too
MOST_XML = 10_000_000  # bytes of its text with the markup
MOST_MARKUP = 5_000_000  # characters of a page; libxml2 drops texts of 10 million without a word
MOST_TAGS = 50_000
DEEPEST = 500  # elements within each other
MOST_IN_A_TAG = 500  # equals signs, so about as many attributes
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
# An image that is written into its address is long, too, but has few attributes.
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dd",
        "dt",
        "option",
    ]
)


def html(path: Path, text: str, encoding: str) -> Source:
    """The main text of a page, without menus and footers, one line per paragraph."""
    _refuse_bombs(path, text)
    import trafilatura

    # It warns on the terminal of pages without an article, which is no news here.
    logging.getLogger("trafilatura").setLevel(logging.ERROR)
    found = trafilatura.bare_extraction(text, include_comments=False, with_metadata=True)
    if found is None:  # nothing that looks like an article: all of the visible text
        return Source(trafilatura.html2txt(text), "html", encoding)
    said = found if isinstance(found, dict) else found.as_dict()
    publisher = said.get("sitename")
    body = said.get("text") or ""
    title = said.get("title")
    if title and title not in body[:500]:
        body = f"{title}\n{body}"
    return Source(body, "html", encoding, title, said.get("date"), publisher)


def _refuse_bombs(path: Path, text: str) -> None:
    """A page that nests without end, or is made of tags only, costs parsers their stack and their memory."""
    if len(text) > MOST_MARKUP:
        raise LimitError("EXTRACT_MARKUP", f"{path}: a page of {len(text)} characters, more than {MOST_MARKUP}")
    depth = deepest = count = 0
    if any(tag[0].count("=") > MOST_IN_A_TAG for tag in _LONG_TAG.finditer(text)):
        raise LimitError("EXTRACT_MARKUP", f"{path}: an element with more than {MOST_IN_A_TAG} attributes")
    for count, tag in enumerate(_TAG.finditer(text), 1):
        if tag[3] or tag[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
        if deepest > DEEPEST or count > MOST_TAGS:
            break
    if deepest > DEEPEST or count > MOST_TAGS:
        raise LimitError("EXTRACT_MARKUP", f"{path}: more than {DEEPEST} nested or {MOST_TAGS} elements")


def pdf(path: Path, data: bytes) -> Source:
    """The text of a PDF's pages; an empty text where they are images."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if len(reader.pages) > MOST_PAGES:
            raise LimitError("EXTRACT_PAGES", f"{path}: {len(reader.pages)} pages, more than {MOST_PAGES}")
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > MOST_CHARACTERS:
                raise LimitError("EXTRACT_TEXT_LENGTH", f"{path}: more than {MOST_CHARACTERS} characters of text")
        said = reader.metadata
        title = str(said.title) if said and said.title else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        # pypdf lets Python's own errors through where a file contradicts itself.
        raise wrong(path, f"not a PDF that can be read: {error}") from error
    return Source("\n".join(pages).replace("\r", "\n"), "pdf", None, title)


def docx(path: Path, data: bytes) -> Source:
    """The paragraphs and tables of a DOCX, a line each."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(item.file_size for item in packed.infolist())
            if size > MOST_UNPACKED:
                raise LimitError("EXTRACT_FILE_SIZE", f"{path}: {size} bytes unpacked, more than {MOST_UNPACKED}")
            if "word/document.xml" not in packed.namelist():
                raise wrong(path, "a ZIP file, but not a DOCX document")
            size = packed.getinfo("word/document.xml").file_size
            if size > MOST_XML:
                raise LimitError("EXTRACT_MARKUP", f"{path}: {size} bytes of markup, more than {MOST_XML}")
    except zipfile.BadZipFile as error:
        raise wrong(path, f"not a ZIP file that can be read: {error}") from error
    import docx as reader

    try:
        document = reader.Document(io.BytesIO(data))
        lines = []
        for item in document.iter_inner_content():
            if isinstance(item, reader.table.Table):
                lines += ["\t".join(cell.text for cell in row.cells) for row in item.rows]
            else:
                lines.append(item.text)
        title = document.core_properties.title or None
    except (SyntaxError, KeyError, ValueError, zipfile.BadZipFile, reader.exceptions.PythonDocxError) as error:
        raise wrong(path, f"not a DOCX that can be read: {error}") from error
    return Source("\n".join(lines), "docx", None, title)
