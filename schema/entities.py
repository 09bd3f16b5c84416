"""The entities: one class each, one line per property.

Names are the contract: labels in Cypher, types in GraphQL, classes in RDF. `one` and `many` are the GraphQL roots,
`terms` the classes of other vocabularies that an entity also belongs to (prefixes in schema/vocabularies.py).
"""

from __future__ import annotations

from typing import ClassVar

from schema.model import Kind, Property, declared, kebab

ENTITIES: dict[str, type[Entity]] = {}

STATUSES = ("ASSERTED", "PLANNED")
QUALIFIERS = ("EXACT", "MORE_THAN", "AT_LEAST", "ABOUT")

# What every statement has, an entity as well as a relation.
STATEMENT: dict[str, Property] = declared(
    {
        "since": Property(Kind.DATE, "from its first day", term="q:since"),
        "until": Property(Kind.DATE, "to its last day", term="q:until"),
        "status": Property(Kind.ENUM, "whether it holds, or is only planned", STATUSES, required=True, term="q:status"),
        "sources": Property(Kind.ENTITIES, "the documents it is taken from", term="prov:wasDerivedFrom"),
    }
)


class Entity:
    """What the graph is about; the base of all entity types.

    Ids are readable and stable: the type in kebab case, a slash, a key of [a-z0-9-].
    """

    one: ClassVar[str] = "entity"
    many: ClassVar[str] = "entities"
    terms: ClassVar[tuple[str, ...]] = ()
    labels: ClassVar[dict[str, str]] = {}
    properties: ClassVar[dict[str, Property]] = declared(
        {
            "name_en": Property(Kind.TEXT, "its name in English", language="en", term="skos:prefLabel"),
            "name_zh": Property(Kind.TEXT, "its name in Chinese", language="zh", term="skos:prefLabel"),
            "name_fr": Property(Kind.TEXT, "its name in French", language="fr", term="skos:prefLabel"),
            "aliases": Property(Kind.TEXTS, "other names, spellings and abbreviations seen", term="skos:altLabel"),
            "description": Property(Kind.TEXT, "what it is, in a sentence or two", term="dcterms:description"),
            "same_as": Property(Kind.IRIS, "the same thing elsewhere", term="owl:sameAs"),
        }
    )
    own: ClassVar[dict[str, Property]] = {}
    named: ClassVar[bool] = True  # whether it must have a name in some language

    def __init_subclass__(
        cls, one: str, many: str, zh: str, fr: str, terms: tuple[str, ...] = (), named: bool = True
    ) -> None:
        """Declare an entity type; its properties are those of every entity and its own."""
        cls.one, cls.many, cls.terms, cls.named = one, many, terms, named
        cls.labels = {"en": kebab(cls.__name__).replace("-", " "), "zh": zh, "fr": fr}
        cls.own = declared(vars(cls))  # type: ignore[arg-type]
        cls.properties = {**Entity.properties, **cls.own}
        ENTITIES[cls.__name__] = cls

    @classmethod
    def prefix(cls) -> str:
        """What ids of this type begin with, without the slash."""
        return kebab(cls.__name__)


class Agency(
    Entity,
    one="agency",
    many="agencies",
    zh="机构",
    fr="organisme public",
    terms=("schema:GovernmentOrganization", "org:Organization"),
):
    """A public body with a mandate: regulator, department, state inspection group, certification or accreditation body."""

    kind = Property(
        Kind.ENUM,
        "what sort of body",
        ("REGULATOR", "DEPARTMENT", "INSPECTION_GROUP", "CERTIFICATION_BODY", "ACCREDITATION_BODY", "OTHER"),
    )


class Government(
    Entity,
    one="government",
    many="governments",
    zh="政府",
    fr="collectivité territoriale",
    terms=("schema:AdministrativeArea",),
):
    """A territorial government standing for its territory."""

    code = Property(Kind.TEXT, "its code in GB/T 2260, six digits", term="schema:identifier")
    level = Property(Kind.ENUM, "its level", ("COUNTRY", "PROVINCE", "PREFECTURE", "COUNTY"), required=True)


class PilotZone(Entity, one="pilotZone", many="pilotZones", zh="功能区", fr="zone pilote", terms=("schema:Place",)):
    """A designated zone: new area, high-tech or economic development zone, free-trade pilot zone, demonstration area, industrial park."""

    kind = Property(
        Kind.ENUM,
        "what sort of zone",
        (
            "NEW_AREA",
            "HIGH_TECH_ZONE",
            "ECONOMIC_DEVELOPMENT_ZONE",
            "FREE_TRADE_ZONE",
            "DEMONSTRATION_AREA",
            "INDUSTRIAL_PARK",
            "OTHER",
        ),
    )


class Pilot(Entity, one="pilot", many="pilots", zh="试点", fr="projet pilote", terms=("schema:Project",)):
    """One project run under a programme, such as one of CNCA's integration pilots."""

    batch = Property(Kind.INTEGER, "the batch of its programme in which it was picked")


class Programme(Entity, one="programme", many="programmes", zh="行动计划", fr="programme"):
    """An initiative with rounds, tiers or members: the 强企强链强县 pilots, a cultivation library, Belt and Road."""

    themes = Property(Kind.TEXTS, "the themes it was given")
    tiers = Property(Kind.TEXTS, "the tiers it recognises")


class Policy(Entity, one="policy", many="policies", zh="政策", fr="politique", terms=("schema:CreativeWork",)):
    """A normative document: opinions, a circular, a plan."""

    number = Property(Kind.TEXT, "its document number (文号)", term="schema:legislationIdentifier")


class IndustrialChain(
    Entity,
    one="industrialChain",
    many="industrialChains",
    zh="产业链",
    fr="chaîne industrielle",
    terms=("skos:Concept",),
):
    """An industry as a chain; chains feed chains, segments are part of chains."""


class Enterprise(
    Entity,
    one="enterprise",
    many="enterprises",
    zh="企业",
    fr="entreprise",
    terms=("schema:Corporation", "org:FormalOrganization"),
):
    """A company."""

    creditCode = Property(Kind.TEXT, "its unified social credit code (统一社会信用代码)", term="schema:taxID")


class Organization(
    Entity,
    one="organization",
    many="organizations",
    zh="组织",
    fr="organisation",
    terms=("schema:Organization", "org:Organization"),
):
    """An alliance, association, institute or party committee."""

    kind = Property(
        Kind.ENUM, "what sort of organization", ("ALLIANCE", "ASSOCIATION", "INSTITUTE", "PARTY_COMMITTEE", "OTHER")
    )


class Person(Entity, one="person", many="persons", zh="人物", fr="personne", terms=("schema:Person", "foaf:Person")):
    """An office holder."""


class Platform(Entity, one="platform", many="platforms", zh="平台", fr="plateforme", terms=("schema:Service",)):
    """A service platform or service centre, digital or physical."""

    functions = Property(Kind.TEXTS, "what it does for its users")
    technologies = Property(Kind.TEXTS, "what it works with")
    fields = Property(Kind.TEXTS, "the fields it serves")


class Agreement(Entity, one="agreement", many="agreements", zh="协议", fr="accord", terms=("schema:CreativeWork",)):
    """What parties sign; `since` is the day of signing."""


_FIGURE = {
    "indicator": Property(Kind.TEXT, "what is counted or measured", required=True),
    "value": Property(Kind.NUMBER, "the figure in base units", term="schema:value"),
    "unit": Property(Kind.TEXT, "the unit: a noun, PERCENT, or an ISO 4217 currency code", term="schema:unitText"),
    "qualifier": Property(Kind.ENUM, "how exact the figure is", QUALIFIERS),
    "period": Property(Kind.TEXT, "the time it is of: an ISO 8601 date or interval", term="schema:temporalCoverage"),
    "rank": Property(Kind.INTEGER, "the rank it is given, 1 for the first"),
    "rankScope": Property(Kind.TEXT, "among what it is ranked"),
    "note": Property(Kind.TEXT, "what else is said of it", term="skos:note"),
}


class Statistic(
    Entity, one="statistic", many="statistics", zh="统计数据", fr="statistique", terms=("qb:Observation",), named=False
):
    """A figure observed."""

    locals().update(_FIGURE)


class Target(Entity, one="target", many="targets", zh="目标", fr="objectif", named=False):
    """A figure promised."""

    locals().update(_FIGURE)


class Certificate(
    Entity,
    one="certificate",
    many="certificates",
    zh="证书",
    fr="certificat",
    terms=("schema:Certification",),
    named=False,
):
    """A certification; `since` and `until` are its validity."""

    number = Property(Kind.TEXT, "its number", required=True, term="schema:certificationIdentification")
    scheme = Property(Kind.TEXT, "the scheme or standard it certifies against")
    certificateStatus = Property(Kind.ENUM, "its standing", ("VALID", "SUSPENDED", "WITHDRAWN", "EXPIRED"))


class Document(
    Entity,
    one="document",
    many="documents",
    zh="文件",
    fr="document",
    terms=("schema:CreativeWork", "prov:Entity"),
    named=False,
):
    """A source."""

    title = Property(Kind.TEXT, "its title", required=True, term="dcterms:title")
    publisher = Property(Kind.TEXT, "who published it", term="dc:publisher")
    date = Property(Kind.DATE, "when it was published", term="dcterms:issued")
    language = Property(Kind.TEXT, "its language, as a BCP 47 tag", term="dc:language")
    url = Property(Kind.IRI, "where it is or was found", term="schema:url")
    contentHash = Property(Kind.TEXT, "SHA-256 of its text, in hex", term="schema:sha256")


# Detail on why a statement is believed. Not an entity: it has no name, and hangs on one statement and one document.
EVIDENCE: dict[str, Property] = declared(
    {
        "statement": Property(Kind.TEXT, "the id of the statement", required=True),
        "document": Property(Kind.ENTITY, "the document it stands in", required=True, term="prov:hadPrimarySource"),
        "place": Property(Kind.TEXT, "where in the document: a paragraph, page or row"),
        "quote": Property(Kind.TEXT, "the words, from `start` to `end`", term="schema:text"),
        "start": Property(Kind.INTEGER, "offset of the quote's first character in the document's text"),
        "end": Property(Kind.INTEGER, "offset after the quote's last character"),
        "method": Property(Kind.TEXT, "how it was found: by hand, or a rule's name"),
        "confidence": Property(Kind.NUMBER, "from 0 to 1; absent where nobody doubts it"),
    }
)
