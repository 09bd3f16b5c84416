"""Files of all kinds: formats, encodings, hostile ones, and the command that reads them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from graph.errors import DatasetError, LimitError
from loaders.extract import extract_file, reading

ZH = "宁波市人民政府与中国质量认证中心在杭州签署《绿色产品认证战略合作协议》，宁波市副市长徐海波出席签约仪式。\n"
FR = "La CNCA et l'Association française de normalisation ont signé un accord de coopération à Pékin, où l'été s'achève.\n"
PARTIES = {"government/330200", "agency/cqc"}


def parties(path: Path) -> set[str]:
    """Who signed, by a file."""
    return {r.subject for r in extract_file(path).relations if r.predicate == "SIGNED"}


def written(path: Path, data: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_chinese_encodings(encoding: str, tmp_path: Path) -> None:
    text = ZH if encoding != "big5" else "寧波市人民政府與中國質量認證中心在杭州簽署《綠色產品認證戰略合作協議》。\n"
    path = written(tmp_path / "one.txt", (text * 3).encode(encoding))
    assert parties(path) == PARTIES
    said = extract_file(path).document["encoding"]
    assert said == {"utf-8-sig": "utf-8"}.get(encoding, encoding)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_western_encodings(encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path / "one.txt", (FR * 3).encode(encoding))
    assert len(parties(path)) == 2
    assert extract_file(path).document["encoding"] == "cp1252"


def test_lines_end_as_python_reads_them(tmp_path: Path) -> None:
    path = written(tmp_path / "one.txt", f"标题\r\n{ZH}".encode().replace(b"\n", b"\r\n").replace(b"\r\r", b"\r"))
    text = path.read_text(encoding="utf-8")
    found = extract_file(path)
    assert found.relations
    assert all(text[r.evidence.start : r.evidence.end] == r.evidence.text for r in found.relations)


def test_html(tmp_path: Path) -> None:
    page = f"""<!doctype html><html lang="zh"><head><meta charset="gbk"><title>绿色认证</title></head><body>
<nav><a href="/">首页</a> <a href="/a">新闻</a></nav><article><h1>绿色认证</h1><p>{ZH}</p><p>{"两家单位多年合作。" * 12}</p></article>
<footer>版权所有</footer></body></html>"""
    path = written(tmp_path / "one.html", page.encode("gb18030"))
    assert parties(path) == PARTIES
    document = extract_file(path).document
    assert (document["format"], document["encoding"]) == ("html", "gb18030")


def test_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(ZH)
    document.save(str(tmp_path / "one.docx"))
    assert parties(tmp_path / "one.docx") == PARTIES


def pdf(words: str) -> bytes:
    """A PDF of one page with these words."""
    stream = f"BT /F1 12 Tf 40 700 Td ({words}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def test_pdf(tmp_path: Path) -> None:
    path = written(tmp_path / "one.pdf", pdf("CQC and Hisense Group signed a cooperation agreement."))
    assert parties(path) == {"agency/cqc", "enterprise/hisense-group"}


def bomb() -> bytes:
    """A ZIP file that unpacks to far more than it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("word/document.xml", b" " * 150_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("large.txt", b"x" * (reading.MOST_BYTES + 1), LimitError),
        ("long.txt", b"word " * (reading.MOST_CHARACTERS // 4), LimitError),
        ("binary.txt", bytes(range(256)) * 40, DatasetError),
        ("zeros.txt", bytes(5_000), DatasetError),
        ("broken.pdf", b"%PDF-1.7\n" + b"garbage " * 50, DatasetError),
        ("broken.docx", b"PK\x03\x04" + b"garbage " * 50, DatasetError),
        ("deep.html", b"<!doctype html>" + b"<div>" * 5_000 + b"CQC", LimitError),
        ("tags.html", b"<!doctype html>" + b"<p>" * 250_000, LimitError),
        ("entities.html", b"<!doctype html><body>" + b"<b><i>" * 120_000, LimitError),
        ("attributes.html", b"<!doctype html><p " + b"a='x' " * 5_000 + b">CQC</p>", LimitError),
        ("page.html", b"<!doctype html><p>" + b"CQC signed. " * 500_000, LimitError),
    ],
)
def test_hostile_files_are_refused(name: str, data: bytes, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error, match=name):
        extract_file(written(tmp_path / name, data))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="unpacked"):
        extract_file(written(tmp_path / "bomb.docx", bomb()))


def test_a_docx_of_markup_only_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "markup.docx", "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("word/document.xml", b"<w:p></w:p>" * 1_000_000)
    with pytest.raises(LimitError, match="markup"):
        extract_file(tmp_path / "markup.docx")


@pytest.mark.parametrize("data", [b"", b"   \n", b"\xef\xbb\xbf", b"<html></html>"])
def test_an_empty_file_says_nothing(data: bytes, tmp_path: Path) -> None:
    found = extract_file(written(tmp_path / "one.txt", data))
    assert (found.entities, found.relations) == ([], [])


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """`qianglian extract` with these words."""
    script = Path(sys.executable).with_name("qianglian")
    return subprocess.run([str(script), "extract", *words], capture_output=True, text=True, check=False)


def test_the_command_prints_json_and_tables(tmp_path: Path) -> None:
    path = written(tmp_path / "one.txt", ZH.encode())
    done = command(str(path), "--format", "json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert {r["subject"] for r in said["relations"] if r["predicate"] == "SIGNED"} == PARTIES
    table = command(str(path))
    assert "SIGNED" in table.stdout
    assert "government/330200" in table.stdout


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    done = command(str(written(tmp_path / "binary.txt", bytes(range(256)) * 40)))
    assert done.returncode == 1
    assert "binary.txt: not text" in done.stderr
    assert "Traceback" not in done.stderr
