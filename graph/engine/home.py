"""Where everything of a local server lies under its home.

::

    <home>/            0700
      password         0600, the password and nothing else
      conf/neo4j.conf  written at every start
      data/            the database
      import/          the only folder that LOAD CSV reads
      logs/            Neo4j's own, and console.log: what Java itself said
      run/             server.json (what runs), locks, Java's arguments
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from graph.errors import EngineError

USER = "neo4j"  # Community has one administrator, of this name


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one home."""

    root: Path

    @property
    def password(self) -> Path:
        """The password's file."""
        return self.root / "password"

    @property
    def conf(self) -> Path:
        """The folder with neo4j.conf."""
        return self.root / "conf"

    @property
    def data(self) -> Path:
        """The database's files."""
        return self.root / "data"

    @property
    def imports(self) -> Path:
        """The only folder that LOAD CSV may read."""
        return self.root / "import"

    @property
    def logs(self) -> Path:
        """Neo4j's logs."""
        return self.root / "logs"

    @property
    def console(self) -> Path:
        """What the Java process wrote to its standard output and error since its start."""
        return self.logs / "console.log"

    @property
    def run(self) -> Path:
        """The state of what runs."""
        return self.root / "run"

    @property
    def auth(self) -> Path:
        """The file from which Neo4j takes the first password when it has no users yet."""
        return self.data / "dbms" / "auth.ini"

    def make(self) -> None:
        """Create the folders that are missing; raises EngineError where the file system refuses."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            os.chmod(self.root, 0o700)  # the umask may have given more, or less
            for folder in (self.conf, self.data, self.imports, self.logs, self.run, self.auth.parent):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineError(
                f"cannot set up the home {self.root}: {error.strerror}: {error.filename}. "
                "Choose another one by --home or QIANGLIAN_HOME."
            ) from error
