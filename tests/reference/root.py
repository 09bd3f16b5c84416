"""The fields of Query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schema import ENTITIES
from tests.reference.facts import ONES, Row
from tests.reference.rows import connection
from tests.reference.things import EntityView, Field, RelationView, View, bad
from tests.reference.views import Why, neighbours, paths, shown, timeline

MANY = {cls.many: cls for cls in ENTITIES.values()}


@dataclass(frozen=True)
class Root(View):
    """What can be asked."""

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        facts = self.world.facts
        world = self.world.at(field.arguments.get("asOf"))
        if field.name in MANY:
            things = [one for one in facts.all_things if one.type is MANY[field.name] and world.moment.has(one)]
            return connection(world, [Row(one) for one in things], field)
        if field.name == "entity" or field.name in ONES:
            found = facts.things.get(field.arguments["id"])
            if found is None or (field.name != "entity" and found.type is not ONES[field.name]):
                return None
            if field.arguments["asOf"] is not None and not world.moment.has(found):
                return None
            return EntityView(world, found)
        match field.name:
            case "node":
                return self.node(field.arguments["id"])
            case "nodes":
                if len(field.arguments["ids"]) > 1000:
                    raise bad("nodes: more than 1000 ids")
                return [self.node(one) for one in field.arguments["ids"]]
            case "paths":
                return paths(world, field.arguments)
            case "neighbours":
                return neighbours(world, field)
            case "timeline":
                return timeline(world, field.arguments)
        assert field.name == "why", f"{field.name} is not in the reference"
        statement = facts.things.get(field.arguments["id"]) or facts.links.get(field.arguments["id"])
        return Why(world, statement) if statement else None

    def node(self, id_: str) -> EntityView | RelationView | None:
        """The entity or relation with an id."""
        statement = self.world.facts.things.get(id_) or self.world.facts.links.get(id_)
        return shown(self.world, statement) if statement else None
