"""Results: attacked by algebra over all that is told of a period; counted once; what comes later changes nothing."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prasan.community.surveys.actions import counting, devices, reviewing
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import Book, Tally
from prasan.community.surveys.queries import results as asked
from prasan.community.surveys.queries.devices import device_of_token
from prasan.community.surveys.rules import results
from prasan.community.surveys.rules.xform import read_xform
from prasan.ground import clock
from prasan.ground.policy import Hidden, system
from prasan.ground.policy.scope import scope
from prasan.ground.smallcells import SMALL
from prasan.ground.transactions import reading, writing
from tests.community.surveys.household import instance, member, xform

SYSTEM = system("test")
CODES = ("a", "b", "c", results.NONE)
count = st.one_of(st.just(0), st.integers(1, 6), st.integers(0, 40))
leaf = st.lists(count, min_size=len(CODES), max_size=len(CODES))
trees = st.lists(st.lists(leaf, min_size=1, max_size=4), min_size=1, max_size=4)


def grown(tree):
    """A country of provinces of centres, and every leaf by its way."""
    top, leaves = results.Place(""), {}
    for p, province in enumerate(tree):
        for c, counts in enumerate(province):
            answers = {"q": dict(zip(CODES, counts, strict=True))}
            place = top
            place.add(sum(counts), answers, {})
            for step in (f"p{p}", f"c{c}"):
                place = place.below.setdefault(step, results.Place(step))
                place.add(sum(counts), answers, {})
            leaves[f"p{p}", f"c{c}"] = answers["q"]
    return top, leaves


def said(top, leaves):
    """All that is told of a question at every place, as equations: {(leaf, code): 1} and the number."""
    def form(ways, codes):
        return {(way, code): Fraction(1) for way in ways for code in codes}

    everything = [form(leaves, CODES)] if top.n >= SMALL else []
    first = results.top(top, "q", CODES)
    if first:
        everything += [form(leaves, [code]) for code, cell in zip(CODES, first.cells, strict=True) if cell is not None]
    for way in [(), *((code,) for code in top.below)]:
        found = results.walk(top, "q", CODES, way)
        if found is None:
            continue
        inside = [one for one in leaves if one[: len(way)] == way]
        named = {row.code for row in found.rows}
        for row in found.rows:
            mine = [one for one in inside if (one[len(way)] not in named if row.code == results.REST else one[len(way)] == row.code)]
            if row.n is not None:
                everything.append(form(mine, CODES))
            everything += [form(mine, heap) for heap, cell in zip(found.heaps, row.cells, strict=True) if cell is not None]
        everything += [form(inside, heap) for heap in found.heaps]
    return everything


def rank(rows, keys):
    matrix = [[row.get(key, Fraction(0)) for key in keys] for row in rows]
    found = 0
    for column in range(len(keys)):
        pivot = next((n for n in range(found, len(matrix)) if matrix[n][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for n in range(found + 1, len(matrix)):
            if matrix[n][column]:
                factor = matrix[n][column] / matrix[found][column]
                matrix[n] = [one - factor * other for one, other in zip(matrix[n], matrix[found], strict=True)]
        found += 1
    return found


def attacked(top, leaves, equations):
    """Small counts at any place, of any code, that follow from what is told."""
    keys = [(way, code) for way in leaves for code in CODES]
    before, found = rank(equations, keys), []
    places = [(), *((code,) for code in top.below), *leaves]
    for place in places:
        ways = [way for way in leaves if way[: len(place)] == place]
        for code in CODES:
            value = sum(leaves[way][code] for way in ways)
            if 0 < value < SMALL and rank([*equations, {(way, code): Fraction(1) for way in ways}], keys) == before:
                found.append((place, code, value))
    return found


@given(trees)
@settings(max_examples=120)
def test_no_small_count_follows_from_all_tables_of_all_places_together(tree):
    top, leaves = grown(tree)
    assert attacked(top, leaves, said(top, leaves)) == []


def test_the_attack_finds_what_a_naive_page_would_tell():
    top, leaves = grown([[[9, 2, 8, 0], [9, 9, 9, 0]], [[7, 8, 6, 0]]])
    naive = [{(way, code): Fraction(1) for way in ways for code in codes}
             for ways in (list(leaves), [("p0", "c0"), ("p0", "c1")], [("p0", "c1")]) for codes in (("a",), ("b",), ("c",), CODES)]  # fmt: skip
    assert (("p0", "c0"), "b", 2) in attacked(top, leaves, naive)


def test_large_counts_are_told_whole():
    top, _leaves = grown([[[9, 12, 8, 0], [9, 9, 9, 0]], [[7, 8, 6, 0], [20, 10, 10, 5]]])
    found = results.walk(top, "q", CODES, ())
    assert [row.cells for row in found.rows] == [(18, 21, 17, 0), (27, 18, 16, 5)]
    assert results.walk(top, "q", CODES, ("p1",)).rows[1].cells == (20, 10, 10, 5)


def test_means_of_few_are_not_told_and_do_not_follow():
    top = results.Place("")
    for code, n, value in (("p0", 3, 90.0), ("p1", 40, 60.0), ("p2", 50, 70.0)):
        for place in (top, top.below.setdefault(code, results.Place(code))):
            place.add(n, {}, {"score": (n, n * value)})
    below, whole = results.means(top, "score")
    assert "p0" not in below and below[results.REST] is not None and whole is not None
    rest = next(place for place in [results.visible(top)[1]])
    assert rest.n >= SMALL and sum(one in below for one in ("p1", "p2")) == 1


# -- the books -----------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def household(published):
    with writing(SYSTEM):
        form, _version = published("household", xform=xform(), questions=[one.plain() for one in read_xform(xform()).questions])
    return form


@pytest.fixture
def phone(cast):
    return device_of_token(devices.add_device(cast.centre.actor, label="เครื่องป้าสมร").token)


@pytest.fixture
def over(frozen, cast, household, phone, running):
    """A round that is over with twelve households, three of which do not own their house; counted."""
    with writing(SYSTEM):
        running(household, cast.centre.organisation, days=(-1, 5))
    for n in range(12):
        receive(phone, body=instance(own_house="no" if n < 3 else "yes", members=[member(age=30 + n)]))
    frozen.at += timedelta(days=14)
    assert counting.close_books(SYSTEM) == 1
    asked.forget()
    with reading(SYSTEM):
        return Book.objects.get()


def page(person, book, **more):
    with reading(person.actor):
        return asked.results_of(person.actor, book.pk, **more)


def test_a_round_is_counted_once_and_a_late_answer_changes_nothing(cast, over, phone):
    assert over.submissions == 12 and counting.close_books(SYSTEM) == 0
    before = page(cast.monitor, over, question="own_house")
    receive(phone, body=instance(own_house="no"))
    asked.forget()
    assert page(cast.monitor, over, question="own_house") == before and counting.close_books(SYSTEM) == 0


def test_what_was_rejected_is_not_counted(frozen, cast, household, phone, running):
    with writing(SYSTEM):
        running(household, cast.centre.organisation)
    made = [receive(phone, body=instance()).submission for _n in range(7)]
    reviewing.reject(cast.centre.actor, id=made[0], comment="ส่งผิดบ้าน")
    frozen.at += timedelta(days=14)
    counting.close_books(SYSTEM)
    with reading(SYSTEM):
        assert Book.objects.get().submissions == 6 and Tally.objects.get().counts["answers"]["/data/own_house"] == {"yes": 6}


def test_three_are_hidden_from_everybody(cast, over):
    for person in (cast.monitor, cast.province, cast.centre, cast.outsider_head):
        found = page(person, over, question="own_house")
        assert all("3" not in row.cells and "9" not in row.cells for row in found.rows), found.rows
        assert "12" in found.rows[-1].cells


def test_nothing_sealed_and_nothing_about_danger_is_a_question(cast, over):
    names = {one.name for one in page(cast.monitor, over).questions}
    assert {"own_house", "helps", "works"} <= names
    assert names.isdisjoint({"head_name", "afraid", "afraid_more", "phone", "place", "photo", "mname", "tambon"})


def test_a_way_to_few_is_no_way(cast, over):
    with pytest.raises(Hidden):
        page(cast.monitor, over, way="45")
    assert page(cast.monitor, over, way="40").crumbs[-1][1] == "40"
    with pytest.raises(Hidden):
        page(cast.monitor, over, way="40.4001.x.y")


def test_counts_themselves_nobody_reads(cast, over):
    for person in (cast.monitor, cast.province, cast.centre, cast.admin):
        with reading(person.actor):
            assert not scope(person.actor, "tally.see", Tally).exists()


def test_outside_of_rounds_a_quarter_is_counted_when_it_is_over(frozen, cast, household, phone):
    for _n in range(6):
        receive(phone, body=instance())
    assert counting.close_books(SYSTEM) == 0
    frozen.move_to("2027-01-09T09:00")
    assert counting.close_books(SYSTEM) == 1 and counting.close_books(SYSTEM) == 0
    with reading(cast.monitor.actor):
        (line,) = asked.books(cast.monitor.actor, household.pk)
    assert "ไตรมาส 1" in line.period and "2570" in line.period and line.submissions == "6"


def test_the_names_of_quarters():
    assert [name for name, _from, _until in counting.quarters(clock.today().replace(year=2027, month=1, day=9))] == ["2570-1", "2569-4"]


def test_pages_of_results_open_for_staff_of_surveys_only(cast, over):
    for person in (cast.monitor, cast.province, cast.centre):
        client = cast.client(person)
        for path in ("/answers/results/", "/answers/results/strength", f"/answers/results/{over.pk}", f"/answers/results/{over.pk}?q=own_house&at=40"):
            assert client.get(path).status_code == 200, (person.key, path)
    for person in (cast.manager, cast.hospital, cast.doctor):
        assert cast.client(person).get(f"/answers/results/{over.pk}").status_code == 404
