"""Extraction: documents per second against the gazetteer's size and the document's length, and the gazetteer's memory.

python bench/extract.py [--names 1000 10000 100000 1000000] [--runs 3]

Names are generated (Chinese companies and their English forms), documents are made of the sentences of tests/extract_texts.
Each gazetteer size is measured in a process of its own, so that the memory is that gazetteer's and nothing else's.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path

import psutil

from bench.common import machine, seconds
from loaders.extract import Gazetteer, extract_text, shipped_gazetteer

TEXTS = Path(__file__).resolve().parent.parent / "tests" / "extract_texts"
PLACES = "北京 上海 天津 重庆 广州 深圳 杭州 宁波 青岛 济南 成都 武汉 合肥 长沙 厦门 西安 沈阳 大连 郑州 苏州".split()  # noqa: SIM905
PARTS = "华远明光云山禾越海天正信达恒立金泰同创新宏瑞博科安诚丰盛永康联众智慧龙腾飞跃启程"
FIELDS = "电子 机械 化工 材料 生物 软件 检测 能源 汽车 纺织 食品 环保 医药 航空 船舶 物流".split()  # noqa: SIM905
ENGLISH = "Alpha Summit Bright Ocean Golden River Star Cloud Union Delta Pine Harbor Crystal Eagle Silver Lotus".split()  # noqa: SIM905


def generated(count: int) -> Gazetteer:
    """A gazetteer of `count` names, every second of them English; the same each time."""
    chance = random.Random(count)
    gazetteer = Gazetteer()
    number = 0
    while len(gazetteer) < count:
        number += 1
        id_ = f"enterprise/made-{number}"
        if number % 2:
            key = "".join(chance.choices(PARTS, k=3))
            gazetteer.add(f"{chance.choice(PLACES)}{key}{chance.choice(FIELDS)}有限公司", id_)
        else:
            gazetteer.add(f"{' '.join(chance.choices(ENGLISH, k=3))} {number} Co., Ltd.", id_)
    return gazetteer


def page(language: str) -> str:
    """The texts in a language as one, without their heads."""
    files = sorted(TEXTS.glob(f"{language}*.txt"))
    return "\n".join("\n".join(file.read_text(encoding="utf-8").splitlines()[2:]) for file in files)


def timed(text: str, gazetteer: Gazetteer, runs: int) -> list[float]:
    """Seconds per extraction of a text."""
    extract_text(text, gazetteer)  # patterns are compiled, the automaton is made
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        extract_text(text, gazetteer)
        took.append(time.perf_counter() - began)
    return took


def names(count: int, runs: int) -> None:
    """One gazetteer size: how long it takes to make, what it weighs, how fast documents go."""
    process = psutil.Process()
    before = process.memory_info().rss
    began = time.perf_counter()
    gazetteer = generated(count)
    gazetteer.find("")
    made = time.perf_counter() - began
    weight = (process.memory_info().rss - before) / 1e6
    text = page("zh")
    per_second = len(list(TEXTS.glob("zh*.txt"))) / min(timed(text, gazetteer, runs))
    print(f"{count:>9} names   made in {made:6.2f} s   {weight:7.0f} MB   {per_second:7.1f} documents/s")


def lengths(runs: int) -> None:
    """Documents of growing length, against the shipped names."""
    gazetteer = shipped_gazetteer()
    for language in ("zh", "en", "fr"):
        one = page(language)
        for times in (1, 4, 16, 64):
            text = "\n".join([one] * times)
            took = timed(text, gazetteer, runs)
            print(
                f"{language} {len(text):>8} characters   {seconds(took)}   {min(took) / len(text) * 1e6:6.1f} s per million"
            )


def main() -> None:
    """Run both parts; `--only` is what this program calls itself with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        names(arguments.only, arguments.runs)
        return
    print(machine())
    for count in arguments.names:
        own = [sys.executable, "-m", "bench.extract", "--only", str(count), "--runs", str(arguments.runs)]
        subprocess.run(own, check=True, cwd=TEXTS.parent.parent)
    lengths(arguments.runs)
    print(machine())


if __name__ == "__main__":
    main()
