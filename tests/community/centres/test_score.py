"""A standard is read whole or not at all; a score is exact, and nobody reaches a level by rounding."""

import copy
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prasan.community.centres.actions.assessing import SHIPPED
from prasan.community.centres.rules.standard import Unreadable, read, score

DOCUMENTS = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(SHIPPED.glob("*.json"))]
STANDARDS = [read(one["content"]) for one in DOCUMENTS]


def test_what_is_shipped_is_marked_as_a_sample_in_both_languages():
    assert len(DOCUMENTS) == 2
    for document, standard in zip(DOCUMENTS, STANDARDS, strict=True):
        assert document["sample"] and "ไม่ใช่แบบของทางราชการ" in document["source_th"] and "not the official form" in document["source_en"]
        assert len(standard.domains) == 7
        assert all(item.asks.en and item.evidence.th and item.evidence.en for item in standard.items)


@given(data=st.data(), which=st.sampled_from([0, 1]))
def test_the_percent_is_the_points_and_the_level_is_the_highest_that_holds(data, which):
    standard = STANDARDS[which]
    points = {item.code: data.draw(st.integers(0, standard.most)) for item in standard.items}
    found = score(standard, points)
    assert found.percent == Fraction(100 * sum(points.values()), standard.most * len(points)) and found.open == 0
    lowest = min(one.percent for one in found.domains)
    held = [level for level in standard.levels if found.percent >= level.at_least and lowest >= level.each]
    assert found.level == held[0].code
    better = {code: min(value + 1, standard.most) for code, value in points.items()}
    order = [level.code for level in reversed(standard.levels)]
    assert order.index(score(standard, better).level) >= order.index(found.level)


@given(st.data())
def test_with_anything_open_there_is_neither_percent_nor_level(data):
    standard = STANDARDS[1]
    left_out = data.draw(st.sets(st.sampled_from([item.code for item in standard.items]), min_size=1))
    found = score(standard, {item.code: standard.most for item in standard.items if item.code not in left_out})
    assert (found.open, found.percent, found.level, found.hundredths) == (len(left_out), None, None, None)


def test_a_level_just_missed_is_missed():
    standard = STANDARDS[1]  # excellent from 85 %, good from 70 %
    points = {item.code: 3 for item in standard.items}
    for item in standard.items[: -9 or None]:
        points[item.code] = 2
    found = score(standard, points)
    assert found.percent < 85 and found.level == "good"
    assert found.hundredths == int(found.percent * 100)


@pytest.mark.parametrize("break_it", [
    lambda d: d.pop("scale"), lambda d: d["domains"][0]["items"].clear(), lambda d: d["domains"][0].update(code="bad code"),
    lambda d: d["domains"][1]["items"][0].update(code=d["domains"][0]["items"][0]["code"]), lambda d: d["levels"].pop(),
    lambda d: d["levels"][0].update(at_least=101), lambda d: d["levels"][0].update(at_least="80"), lambda d: d["domains"][0]["items"][0].update(th=" "),
])
def test_a_broken_document_is_no_standard(break_it):
    document = copy.deepcopy(DOCUMENTS[0]["content"])
    break_it(document)
    with pytest.raises(Unreadable):
        read(document)


@pytest.mark.parametrize("document", [None, [], "x", {}, {"scale": [1], "domains": [2], "levels": [3]}])
def test_what_is_no_document_is_no_standard(document):
    with pytest.raises(Unreadable):
        read(document)
