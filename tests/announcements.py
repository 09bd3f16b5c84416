"""Announcements for the tests of ingesting, written for them: two on one signing, one on a pilot, one of figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import Graph

SIGNING_EN = """Haizhou and CCIC sign agreement

Source: Haizhou Daily    Date: 2021-05-12

On May 10, 2021, CCIC and Dalian Municipal People's Government signed the "Strategic Cooperation Agreement on Port Inspection" in Dalian.
Chen Guoping, Chairman of Haiyun Testing Group Co., Ltd., and Wang Jianmin, Deputy Mayor of Dalian Municipal People's Government, attended the signing of the agreement.
"""

SIGNING_ZH = """中检集团与大连市签署战略合作协议

来源：大连日报    2021年5月13日

2021年5月10日，中检集团与大连市人民政府在大连签署《口岸检验战略合作协议》。
海运检测集团有限公司董事长陈国平、大连市副市长王建民出席签约仪式。
"""

FIGURES = """Dalian's quality in figures

Source: Haizhou Daily    Date: 2022-02-01

By the end of 2021, Dalian had 1,234 certified testing laboratories.
No agreement was signed by Dalian Municipal People's Government in 2021.
"""

AMBIGUOUS = """Chambers of commerce meet

Source: Haizhou Daily    Date: 2022-03-01

Haiyun Testing Group Co., Ltd. is located in Lanshan.
"""


def write(folder: Path, **texts: str) -> Path:
    """Write texts as files of these names; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def four(folder: Path) -> Path:
    """All of them as files; gives the folder."""
    return write(folder, **{"signing": SIGNING_EN, "签署": SIGNING_ZH, "figures": FIGURES, "where": AMBIGUOUS})


def held(graph: Graph, match: str) -> list[Any]:
    """One column of the rows of a question."""
    return [row[0] for row in graph.read(f"CYPHER 25 {match}")]
