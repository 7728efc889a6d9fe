"""Reads of surveys. Whoever serves or receives answers finds here which versions there are, their bytes, lists and questions."""

from prasan.community.surveys.queries import obstacles as obstacles  # what stands in the way is registered on import
from prasan.community.surveys.queries.serving import (
    Listed,
    RoundFact,
    VersionFact,
    file_bytes,
    offered,
    questions_of,
    round_under_way,
    version_facts,
    version_named,
    versions_of,
    xform_bytes,
)

__all__ = [
    "Listed", "RoundFact", "VersionFact", "file_bytes", "offered", "questions_of", "round_under_way", "version_facts", "version_named", "versions_of",
    "xform_bytes",
]
