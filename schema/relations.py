"""The relations: one class each, with the ends they may have, one line per property.

`forward` and `inverse` are the GraphQL fields on the subject and on the object; `term` is the RDF property (a term of
our own, the forward name, where there is none that says the same). `ends` lists (subjects, objects) pairs.
"""

from __future__ import annotations

from schema.entities import (
    ENTITIES,
    Agency,
    Agreement,
    Certificate,
    Document,
    Enterprise,
    Government,
    IndustrialChain,
    Organization,
    Person,
    Pilot,
    PilotZone,
    Platform,
    Policy,
    Programme,
    Statistic,
    Target,
)
from schema.model import Kind, Property
from schema.relation import RELATIONS, Relation, Types

__all__ = ["RELATIONS", "Relation", "Types"]

BODY: Types = (Agency, Government, Enterprise, Organization)
PARTY: Types = (Agency, Government, PilotZone, Enterprise, Organization, Person)
FIGURE: Types = (Statistic, Target)
ANYTHING: Types = tuple(t for t in ENTITIES.values() if t is not Document)
PLACED: Types = (Agency, PilotZone, Pilot, Programme, IndustrialChain, Enterprise, Organization, Platform, Agreement)


class STRENGTHENS(
    Relation,
    forward="strengthens",
    inverse="strengthenedBy",
    zh="强化",
    fr="renforce",
    ends=(((Pilot, PilotZone, Programme, Agreement), (IndustrialChain,)),),
):
    """The chain that a pilot, zone, programme or agreement is there to strengthen."""


class UNDER(
    Relation,
    forward="under",
    inverse="covers",
    zh="属于计划",
    fr="relève de",
    ends=(((Pilot, PilotZone), (Programme,)),),
):
    """The programme a pilot or zone is run under."""


class DESIGNATED_BY(
    Relation,
    forward="designatedBy",
    inverse="designated",
    zh="认定机构",
    fr="désigné par",
    ends=(((Pilot, PilotZone), (Agency,)),),
):
    """The agency that picked it."""


class RECOMMENDED_BY(
    Relation,
    forward="recommendedBy",
    inverse="recommended",
    zh="推荐单位",
    fr="recommandé par",
    ends=(((Pilot, PilotZone), (Government,)),),
):
    """The government that put it forward."""


class LOCATED_IN(
    Relation,
    forward="locatedIn",
    inverse="hosts",
    zh="位于",
    fr="situé à",
    term="schema:location",
    ends=((PLACED, (Government, PilotZone)),),
):
    """The place where it is."""


class PART_OF(
    Relation,
    forward="partOf",
    inverse="parts",
    zh="隶属",
    fr="fait partie de",
    term="dcterms:isPartOf",
    ends=(
        ((Government,), (Government,)),
        ((PilotZone,), (Government,)),
        ((Agency,), (Agency, Government)),
        ((IndustrialChain,), (IndustrialChain,)),
        ((Agreement,), (Policy, Programme)),
    ),
):
    """The whole of which it is a part."""


class OWNED_BY(
    Relation,
    forward="ownedBy",
    inverse="owns",
    zh="所有者",
    fr="détenu par",
    ends=(((Agency, Enterprise), (Agency, Enterprise)),),
):
    """The owner of a body or company."""


class SUPERVISES(
    Relation, forward="supervises", inverse="supervisedBy", zh="监管", fr="supervise", ends=(((Agency,), BODY),)
):
    """The body an agency supervises."""


class OPERATES(
    Relation, forward="operates", inverse="operatedBy", zh="运营", fr="exploite", ends=((BODY, (Platform,)),)
):
    """The platform a body runs."""


class SIGNED(Relation, forward="signed", inverse="signedBy", zh="签署", fr="a signé", ends=((PARTY, (Agreement,)),)):
    """The agreement a party signed, or a person signed for one."""

    onBehalfOf = Property(Kind.ENTITY, "for whom a person signed", key=True)


class ATTENDED(
    Relation, forward="attended", inverse="attendedBy", zh="出席", fr="a assisté à", ends=((PARTY, (Agreement,)),)
):
    """The agreement whose signing somebody was present at."""


class UNVEILED(
    Relation,
    forward="unveiled",
    inverse="unveiledBy",
    zh="揭牌",
    fr="a inauguré",
    ends=(((Person,), (Organization, Platform)),),
):
    """What a person unveiled."""


class ESTABLISHES(
    Relation,
    forward="establishes",
    inverse="establishedBy",
    zh="设立",
    fr="crée",
    ends=(((Agreement, Policy, Programme, Agency, Government), (Organization, Platform)),),
):
    """What an agreement, policy, programme or public body brings into being."""


class CONCERNS(
    Relation,
    forward="concerns",
    inverse="concernedBy",
    zh="涉及",
    fr="concerne",
    term="dcterms:subject",
    ends=(((Agreement, Policy, Programme), ANYTHING),),
):
    """What it is about."""


class ISSUED_BY(
    Relation,
    forward="issuedBy",
    inverse="issued",
    zh="发布机构",
    fr="publié par",
    ends=(((Policy, Programme, Certificate), (Agency, Government, Organization)),),
):
    """Who issued it."""


class SETS(Relation, forward="sets", inverse="setBy", zh="设定目标", fr="fixe", ends=(((Policy,), (Target,)),)):
    """The target a policy sets."""


class MEASURES(
    Relation,
    forward="measures",
    inverse="measuredBy",
    zh="衡量",
    fr="mesure",
    ends=((FIGURE, tuple(t for t in ANYTHING if t not in FIGURE)),),
):
    """What a figure is about: a place, a programme, a chain."""


class LEADS(
    Relation, forward="leads", inverse="ledBy", zh="链主", fr="pilote", ends=(((Enterprise,), (IndustrialChain,)),)
):
    """The chain an enterprise leads as its chain owner (链主)."""


class MEMBER_OF(
    Relation,
    forward="memberOf",
    inverse="members",
    zh="成员",
    fr="membre de",
    term="schema:memberOf",
    ends=(((Enterprise,), (IndustrialChain, Organization)),),
):
    """The chain or organization an enterprise belongs to."""

    position = Property(Kind.TEXT, "its position there: upstream, midstream, downstream, secretariat")


class FEEDS(
    Relation,
    forward="feeds",
    inverse="fedBy",
    zh="供给",
    fr="alimente",
    ends=(((IndustrialChain,), (IndustrialChain,)),),
):
    """The chain its products go to."""


class INVESTS_IN(
    Relation,
    forward="investsIn",
    inverse="investors",
    zh="投资",
    fr="investit dans",
    ends=(((Enterprise, Government), (Pilot, PilotZone, Enterprise, IndustrialChain)),),
):
    """What an enterprise or government puts money into."""


class RECOGNISED_IN(
    Relation,
    forward="recognisedIn",
    inverse="recognises",
    zh="入选",
    fr="reconnu dans",
    ends=(((Enterprise,), (Programme,)),),
):
    """The programme that lists an enterprise, and in which tier."""

    tier = Property(Kind.TEXT, "the tier", key=True)
    level = Property(Kind.ENUM, "who recognises it", ("NATIONAL", "PROVINCIAL", "MUNICIPAL"), key=True)


class HOLDS_POST(
    Relation, forward="holdsPost", inverse="postHolders", zh="任职", fr="occupe un poste à", ends=(((Person,), BODY),)
):
    """The body in which a person holds a post."""

    title = Property(Kind.TEXT, "the post", key=True, required=True, term="schema:roleName")


class HELD_BY(
    Relation, forward="heldBy", inverse="holds", zh="持有者", fr="détenu par", ends=(((Certificate,), (Enterprise,)),)
):
    """The enterprise a certificate was given to."""
