"""What a relation type is: its fields in both directions, the ends it may have, its properties."""

from __future__ import annotations

from typing import ClassVar

from schema.entities import ENTITIES, Entity
from schema.model import Property, declared

RELATIONS: dict[str, type[Relation]] = {}

Types = tuple[type[Entity], ...]


class Relation:
    """A statement with a subject and an object; the base of all relation types.

    Its id is its type and a hash of subject, object and the properties marked as key.
    """

    forward: ClassVar[str] = ""
    inverse: ClassVar[str] = ""
    ends: ClassVar[tuple[tuple[Types, Types], ...]] = ()
    term: ClassVar[str | None] = None
    labels: ClassVar[dict[str, str]] = {}
    properties: ClassVar[dict[str, Property]] = {}

    def __init_subclass__(
        cls,
        forward: str,
        inverse: str,
        ends: tuple[tuple[Types, Types], ...],
        zh: str,
        fr: str,
        term: str | None = None,
    ) -> None:
        """Declare a relation type."""
        cls.forward, cls.inverse, cls.ends, cls.term = forward, inverse, ends, term
        cls.labels = {"en": cls.__name__.lower().replace("_", " "), "zh": zh, "fr": fr}
        cls.properties = declared(vars(cls))  # type: ignore[arg-type]
        RELATIONS[cls.__name__] = cls

    @classmethod
    def allows(cls, subject: type[Entity], object_: type[Entity]) -> bool:
        """Whether the relation may go from a `subject` to an `object_`."""
        return any(subject in subjects and object_ in objects for subjects, objects in cls.ends)

    @classmethod
    def objects_of(cls, subject: type[Entity]) -> Types:
        """The types it may end at from `subject`, in the ontology's order; empty where it cannot start there."""
        found = {t for subjects, objects in cls.ends if subject in subjects for t in objects}
        return tuple(t for t in ENTITIES.values() if t in found)

    @classmethod
    def subjects_of(cls, object_: type[Entity]) -> Types:
        """The types it may come from to `object_`, in the ontology's order."""
        found = {t for subjects, objects in cls.ends if object_ in objects for t in subjects}
        return tuple(t for t in ENTITIES.values() if t in found)
