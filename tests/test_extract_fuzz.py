"""Whatever the text: no crash, offsets that hold, quotes that are there, ids and ends that the ontology allows."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import QianglianError
from loaders.extract import extract_file, extract_text
from loaders.extract.plain import plain
from schema import ENTITIES, RELATIONS, entity_type, is_entity_id

# Pieces of the genre, so that patterns and rules meet in ways that nobody wrote.
PIECES = """
CQC|CCIC|Hisense Group|Weihai|Lanshan District|China|signed|did not sign|an agreement|between|and|, |. |\n|"|«| »|《|》|（|）|“|”|
Co., Ltd.|the two parties|The city|it|(hereinafter "X")|Zhou Lan, Deputy Director of CQC|17.2 billion yuan|41 enterprises|by 2025|
中国质量认证中心|与|和|、|，|。|签署|合作协议|威海市|市市场监管局|局长李明|（以下简称“中检”）|该公司|双方|将|未|286家企业|同比增长3%|第二批|融合试点|
产业链|有限公司|党委书记、董事长|2024年|5月27日|〔2024〕58号|碳纤维产业|名单|認證|國家認監委|
La CNCA|l'accord|ont signé|n'ont pas|la ville de Jinan|dans la|projet pilote d'intégration|de l'industrie|du thé|et|Les deux parties|
78 000 entreprises|« Plan d'action »|zone de développement économique|\ue000\ue100|\u0000|\U0001f600|İ|ß|e\u0301|\u202e|\ufeff|ﬁ
""".replace("\n", "").split("|")

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join),
)


def sound(text: str) -> None:
    """Everything that has to hold of a result."""
    found = extract_text(text).with_implied()
    ids = {one.id: one for one in found.entities}
    assert len(ids) == len(found.entities)
    for entity in found.entities:
        assert is_entity_id(entity.id)
        assert entity_type(entity.id) is ENTITIES[entity.type]
        assert entity.mentions
        assert set(entity.properties) <= set(ENTITIES[entity.type].properties)
        for mention in entity.mentions:
            assert 0 <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == mention.text
    for one in found.relations:
        assert text[one.evidence.start : one.evidence.end] == one.evidence.text
        assert one.evidence.text
        assert one.subject != one.object
        ends = (ENTITIES[ids[one.subject].type], ENTITIES[ids[one.object].type])
        assert RELATIONS[one.predicate].allows(*ends)
        assert one.status in {"asserted", "planned"}
        assert 0 < one.confidence < 1


@given(texts)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text(text: str) -> None:
    sound(text)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_the_plain_form_is_as_long(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.binary(max_size=400), st.sampled_from([b"", b"<html><body>", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file(tmp_path: Path, data: bytes, lead: bytes) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes(lead + data)
    try:
        found = extract_file(path)
    except QianglianError as error:
        assert "one.txt" in str(error)  # noqa: PT017 - both ends are right
    else:
        assert found.document["format"] in {"text", "html", "pdf", "docx"}
