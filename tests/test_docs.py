"""What the documentation says is so: examples run, commands exist, every setting is in it, no link is broken."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

import click
import pytest

from cli.main import group
from graph.settings import PREFIX, Settings
from tests.conftest import Graph

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RUN = "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e . && .venv/bin/qianglian up"
TEST = ".venv/bin/pip install -q -c constraints.txt -e '.[test]' && .venv/bin/pytest"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where it is, what its fence says, its text."""

    page: Path
    line: int
    info: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in re.finditer(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield Block(page, text[: found.start()].count("\n") + 1, found[1], found[2])


def marked(info: str) -> list[Block]:
    """The blocks with this on their fence, in all pages."""
    return [block for page in PAGES for block in blocks(page) if block.info == info]


def commands() -> Iterator[tuple[str, list[str]]]:
    """(where, words) of every `qianglian` command in the pages: lines of shell blocks, and text in backquotes."""
    for page in PAGES:
        found = [
            line for block in blocks(page) if block.info.startswith("sh") for line in re.split(r"&&|\n", block.text)
        ]
        found += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL))
        for line in found:
            words = shlex.split(line.partition(" #")[0]) if re.match(r"\s*(\S*/)?qianglian( |$)", line) else []
            if words:
                yield f"{page.relative_to(ROOT)}: {line.strip()}", words[1:]


def everything(command: click.Command, name: str = "qianglian") -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, by full name."""
    yield name, command
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from everything(below, f"{name} {below.name}")


def test_the_readme_has_the_two_lines() -> None:
    assert {RUN, TEST} <= set((ROOT / "README.md").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("block", marked("graphql"), ids=str)
def test_graphql(block: Block, shipped: Graph) -> None:
    data = shipped.data(block.text)
    assert all(data.values()), data
    following = list(blocks(block.page))
    after = following[following.index(block) + 1 : following.index(block) + 2]
    if after and after[0].info == "json":
        assert data == json.loads(after[0].text)


@pytest.mark.parametrize("block", [block for block in marked("cypher") if "$" not in block.text], ids=str)
def test_cypher(block: Block, shipped: Graph) -> None:
    assert shipped.read(block.text)


@pytest.mark.parametrize("block", marked("sh run"), ids=str)
def test_commands_run(block: Block, shipped: Graph, tmp_path: Path) -> None:
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": beside, f"{PREFIX}HOME": str(shipped.settings.home)}
    for line in block.text.splitlines():
        words = shlex.split(line)
        assert words[0] == "qianglian"
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        written = [tmp_path / words[words.index("--output") + 1]] if "--output" in words else []
        assert done.stdout or all(path.stat().st_size > 0 for path in written)


def test_commands_and_their_options_exist() -> None:
    known = dict(everything(group))
    wrong: list[str] = []
    seen: set[str] = set()
    for where, words in commands():
        name = "qianglian"
        while words and f"{name} {words[0]}" in known:
            name += f" {words.pop(0)}"
        seen.add(name)
        command = known[name]
        options = {
            option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
        } | {"--help"}
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        if given - options or (isinstance(command, click.Group) and words and not given):
            wrong.append(where)
    assert wrong == []
    assert {
        "qianglian up",
        "qianglian ask",
        "qianglian load",
        "qianglian check",
        "qianglian export",
        "qianglian schema",
    } <= seen


@pytest.mark.parametrize(
    ("name", "command"), list(everything(group)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_says_what_it_does(name: str, command: click.Command) -> None:
    assert (command.help or "").strip(), name


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| `{PREFIX}(\w+)` \| ([^|]*)\| [^|]+ \|$", text, re.MULTILINE)
    assert [name.lower() for name, _ in rows] == [field.name for field in fields(Settings)]
    defaults = {name.lower(): default.strip() for name, default in rows}
    for field in fields(Settings):
        said = defaults[field.name]
        if field.default is MISSING or field.name == "maven_repository":
            assert said, field.name  # in words
        else:
            plain = {None: "", (): "", False: "`0`"}.get(field.default, f"`{field.default}`")
            assert said == plain.removesuffix(".0`") + ("`" if plain.endswith(".0`") else ""), field.name


def test_a_password_can_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("something long\n", encoding="utf-8")
    env = {f"{PREFIX}NEO4J_URI": "bolt://somewhere:7687", f"{PREFIX}NEO4J_PASSWORD_FILE": str(file)}
    settings = Settings.read(env)
    assert settings.neo4j_password == file.read_text(encoding="utf-8").strip()
    assert "something long" not in repr(settings)


@pytest.mark.parametrize("text", [None, "", "\n"])
def test_a_password_file_that_holds_none_is_refused(tmp_path: Path, text: str | None) -> None:
    from graph.errors import SettingsError

    file = tmp_path / "password"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=f"{PREFIX}NEO4J_PASSWORD_FILE: .*{re.escape(str(file))}"):
        Settings.read({f"{PREFIX}NEO4J_PASSWORD_FILE": str(file)})


def test_a_password_and_a_file_with_one_are_refused(tmp_path: Path) -> None:
    from graph.errors import SettingsError

    env = {f"{PREFIX}NEO4J_PASSWORD": "one", f"{PREFIX}NEO4J_PASSWORD_FILE": str(tmp_path / "two")}
    with pytest.raises(SettingsError, match="both set"):
        Settings.read(env)


def test_the_secrets_are_made_by_the_same_line_in_readme_and_compose_file() -> None:
    line = next(block.text.strip() for block in marked("sh") if "secrets/neo4j_auth" in block.text)
    assert f"#   {line}" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8").splitlines()


def test_no_link_is_broken() -> None:
    broken = {
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    }
    assert broken == set()


def test_every_decision_says_what_was_rejected_and_why() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]}: ")
        assert {"**Context.**", "**Decision.**", "**Rejected.**"} <= set(re.findall(r"\*\*\w+\.\*\*", text)), page.name
