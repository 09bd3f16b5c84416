"""An entity's address where the explorer is built: the explorer's page, with the status and the links of the entity."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from tests.answer_checks import got
from tests.conftest import Graph
from tests.served import EXPLORER, explored
from tests.tables import PEOPLE, dataset, load


def test_the_explorer_says_what_it_shows_and_where_the_data_is(empty: Graph, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    empty.run(empty.database.alter("CYPHER 25 CREATE (:Merged {id: 'person/old', into: 'person/p'})"))
    with explored(empty, tmp_path) as send:
        page = got(send, "/entity/person/p", "text/html")
        assert (page.status_code, page.text) == (200, EXPLORER)
        assert page.headers["link"] == got(send, "/page/person/p", "text/html").headers["link"]
        again = send("GET", "/entity/person/p", headers={"if-none-match": page.headers["etag"]})
        assert (again.status_code, again.headers["link"]) == (304, page.headers["link"])
        for id_ in ("person/nobody", "nothing/p", "evidence/p"):
            missing = send("GET", f"/entity/{id_}", headers={"if-none-match": page.headers["etag"]})
            assert (missing.status_code, missing.text) == (404, EXPLORER)
            assert "link" not in missing.headers
        merged = got(send, "/entity/person/old", "text/html")
        assert (merged.status_code, urljoin("/entity/person/old", merged.headers["location"])) == (
            308,
            "/entity/person/p",
        )
