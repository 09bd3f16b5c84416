"""What ingesting costs: documents per second into a real graph, again unchanged, and how deciding who is who grows.

python -m bench.ingest [--documents 100 400] [--records 1000 10000 100000] [--home DIR]

The documents are generated announcements in Chinese and English, each about a signing between two of many bodies, with two
persons; every event is told in two documents. Prints, by number of documents in the graph: seconds to read one (extraction), to
ingest a further ten, and the same ten again. Then, without a server, seconds that resolution takes by number of records.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.common import machine
from graph import engine, indexes
from graph.driver import connect
from graph.records import Reading, Record, record_id
from graph.resolution import resolve
from graph.settings import Settings
from graph.settle import settle
from loaders import document
from loaders.extract import Gazetteer

_SYLLABLES = [
    ("海", "hai"),
    ("东", "dong"),
    ("方", "fang"),
    ("远", "yuan"),
    ("光", "guang"),
    ("明", "ming"),
    ("华", "hua"),
]
_SYLLABLES += [("金", "jin"), ("瑞", "rui"), ("安", "an"), ("泰", "tai"), ("新", "xin"), ("达", "da"), ("宏", "hong")]
_SURNAMES = [("陈", "Chen"), ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("赵", "Zhao")]
_FURTHER = 10


def name(pick: random.Random, count: int) -> tuple[str, str]:
    """A Chinese name of so many characters, and how it is spelt in Latin letters."""
    chosen = [pick.choice(_SYLLABLES) for _ in range(count)]
    return "".join(one for one, _ in chosen), "".join(other for _, other in chosen).capitalize()


def texts(events: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(file name, text) of two documents for each event."""
    pick = random.Random(seed)
    bodies = [name(pick, 3) for _ in range(max(4, events // 3))]
    for event in range(events):
        (one_zh, one_en), (two_zh, two_en) = pick.sample(bodies, 2)
        surname_zh, surname_en = pick.choice(_SURNAMES)
        given_zh, given_en = name(pick, 2)
        year, month, day = 2015 + event % 10, 1 + event % 12, 1 + event % 28
        yield (
            f"en-{event:06}",
            f"Signing of a framework agreement {event}\n\nSource: Daily News    Date: {year}-{month:02}-{day:02}\n\n"
            f"{one_en} Testing Group Co., Ltd. and {two_en} Steel Co., Ltd. signed the "
            f'"Framework Agreement on Quality {event}".\n'
            f"{surname_en} {given_en}, Chairman of {one_en} Testing Group Co., Ltd., attended the signing of the agreement.\n",
        )
        yield (
            f"zh-{event:06}",
            f"签署质量框架协议{event}\n\n来源：日报    {year}年{month}月{day}日\n\n"
            f"{one_zh}检测集团有限公司与{two_zh}钢铁有限公司签署《质量框架协议{event}》。\n"
            f"{one_zh}检测集团有限公司董事长{surname_zh}{given_zh}出席签约仪式。\n",
        )


def read_all(folder: Path, names: Gazetteer, events: int, seed: int = 1) -> list[Reading]:
    """The readings of generated documents."""
    found = []
    for stem, text in texts(events, seed):
        file = folder / f"{stem}-{seed}.txt"
        file.write_text(text, encoding="utf-8")
        found.append(document.read(file, names))
    return found


def records(count: int) -> list[Record]:
    """So many records, five to a document, of names that come up again and again."""
    pick = random.Random(1)
    found = []
    for number in range(count):
        id_ = f"document/d{number // 5:07}"
        chinese, latin = name(pick, 3 if count > 20_000 else 2)
        said = f"{chinese}检测集团有限公司" if number % 2 else f"{latin} Testing Group"
        entity = f"enterprise/{latin.lower()}"
        found.append(Record(record_id(id_, f"{entity}-{number % 5}"), id_, "Enterprise", entity, (said,)))
    return found


async def ingesting(status: engine.ServerStatus, sizes: Sequence[int]) -> None:
    """Print a row per size."""
    names = document.gazetteer([])
    print(
        "| documents in the graph | extraction, ms each | ingest of 10 more, s | the same 10 again, s | entities | records |"
    )
    print("|---|---|---|---|---|---|")
    async with connect(status.bolt, status.user, status.password(), timeout=300) as database:
        await indexes.apply(database)
        with tempfile.TemporaryDirectory() as temporary:
            for size in sizes:
                began = time.perf_counter()
                readings = read_all(Path(temporary), names, size // 2)
                each = (time.perf_counter() - began) / len(readings) * 1000
                await settle(database, readings)
                more = read_all(Path(temporary), names, _FURTHER // 2, seed=size)
                took = []
                for _ in range(2):
                    began = time.perf_counter()
                    await settle(database, more)
                    took.append(time.perf_counter() - began)
                counts = await database.read(
                    "CYPHER 25 RETURN COUNT { MATCH (:Entity) }, COUNT { MATCH (:Record) }", timeout=60
                )
                print(
                    f"| {size:,} | {each:.1f} | {took[0]:.2f} | {took[1]:.2f} | {counts[0][0]:,} | {counts[0][1]:,} |"
                )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="*", default=[100, 400])
    parser.add_argument("--records", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    arguments = parser.parse_args()
    print(machine())
    if arguments.documents:
        with tempfile.TemporaryDirectory() as home:
            settings = Settings.read({}, home=Path(home).resolve(), bolt_port=0, browser_port=0)
            with engine.running(settings) as status:
                asyncio.run(ingesting(status, sorted(arguments.documents)))
            engine.stop(settings)
    print("\n| records | seconds to decide | microseconds a record | entities |\n|---|---|---|---|")
    for count in arguments.records:
        some = records(count)
        began = time.perf_counter()
        found = resolve(some, [], [])
        took = time.perf_counter() - began
        print(f"| {count:,} | {took:.2f} | {took / count * 1e6:.0f} | {len(set(found.entity.values())):,} |")
    print(machine())


if __name__ == "__main__":
    main()
