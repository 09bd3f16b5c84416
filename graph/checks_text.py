"""What texts have to look like in RDF, as patterns that Python's `re.fullmatch` and Java's regular expressions read alike.

A check in Cypher and the writer of the export go by the same pattern, so that what one accepts the other can write.
"""

from __future__ import annotations

import re
from functools import lru_cache

# RFC 3987, narrower: no IP literals. Dot segments are refused apart, because some readers would resolve them away.
_PLANES = "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0xF0000, 0x10000))
_UNRESERVED = f"A-Za-z0-9._~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}-"
_PCT = "%[0-9A-Fa-f]{2}"
_SUB = "!$&'()*+,;="
_CHAR = f"[{_UNRESERVED}{_SUB}:@/]|{_PCT}"
# No dot segment anywhere in the path, which ends where a query or fragment begins.
_NO_DOTS = r"(?![A-Za-z][A-Za-z0-9+.-]*:(?://[^/?#]*/|(?!//))(?:[^?#]*/)?\.{1,2}(?:[/?#]|$))"
IRI = (
    rf"{_NO_DOTS}[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?:(?:[{_UNRESERVED}{_SUB}:]|{_PCT})*@)?(?:[{_UNRESERVED}{_SUB}]|{_PCT})*(?::[0-9]*)?(?=[/?#]|$)|(?!//))"
    rf"(?:{_CHAR})*(?:\?(?:{_CHAR}|\?)*)?(?:\#(?:{_CHAR}|\?)*)?"
)

# The days that there are, of the years 0001 to 9999 (schema/dates.py): XSD has types for a day, a month and a year.
_LEAP = "[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00"
_DAYS = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    "02-(?:0[1-9]|1[0-9]|2[0-8])",
)
DATE = rf"(?!0000)(?:[0-9]{{4}}(?:-(?:0[1-9]|1[0-2]|{'|'.join(_DAYS)}))?|(?:{_LEAP})-02-29)"

# What XML 1.0 has no way to write, not even as a reference (https://www.w3.org/TR/xml/#charsets), is no RDF text either.
NOT_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
HAS_NOT_XML = f"(?s).*{NOT_XML}.*"

_IRI = re.compile(IRI)


@lru_cache(maxsize=4096)
def is_iri(text: str) -> bool:
    """Whether every RDF reader takes the text for an absolute IRI and leaves it as it is."""
    return _IRI.fullmatch(text) is not None
