"""The loaded network: what is there, what is marked, and how it is found."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Count, F

from prasan.ground import clock
from prasan.registry.areas import queries as areas
from prasan.registry.organisations import queries, rules
from prasan.registry.organisations.actions import load_network
from prasan.registry.organisations.models import Hotline, Organisation, RosterPlace
from prasan.registry.organisations.queries import organisation_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network_loaded")]

VIGNETTE_TYPES = (
    "psdhso", "family_shelter", "hospital_oscc", "police_station", "coordination_centre", "lao", "cfdc", "labour_protection",
    "district_office", "education_office", "justice_office", "msdhs_1300", "destitute_centre", "health_office",
    "privacy_officer", "other_agency",
)  # fmt: skip
PROVINCIAL = ("psdhso", "family_shelter", "hospital_oscc", "provincial_police", "police_station", "education_office",
              "labour_office", "labour_protection", "health_office", "prosecutor", "juvenile_court", "provincial_admin",
              "justice_office", "destitute_centre")  # fmt: skip
WITH_DISTRICTS = ("40", "45", "86", "90", "91", "94", "95", "96")


# What is there


def test_counts_and_marks_of_what_was_generated() -> None:
    made = Organisation.objects.filter(generated=True)
    assert Counter(made.values_list("type_id", flat=True)) == {"cfdc": 7_133, "lao": 7_436}
    assert set(made.values_list("note_th", flat=True)) == {rules.GENERATED_NOTE}
    assert not Organisation.objects.filter(generated=False, type__in=("cfdc", "lao")).exists()
    places = made.filter(type="cfdc").values("area").annotate(n=Count("pk")).filter(n__gt=1)
    assert not places.exists()


def test_every_province_has_its_offices() -> None:
    for type_code in PROVINCIAL:
        for province in areas.children():
            assert queries.organisation(organisation_id(type_code, province.code)), (type_code, province.code)
    assert queries.organisation(organisation_id("local_admin_office", "10")) is None  # Bangkok has none


def test_districts_of_the_pilots_and_the_border_have_an_office_and_a_police_station() -> None:
    for province in WITH_DISTRICTS:
        for district in areas.children(province):
            office = queries.desk_for("district_office", district.code)
            station = queries.desk_for("police_station", district.code)
            assert office is not None
            assert office.area_code == district.code
            assert station is not None
            assert station.name_th.endswith(district.name_th)
    assert queries.desk_for("district_office", "5001") is None


def test_the_pilots_and_the_border_have_a_family_centre_in_every_subdistrict() -> None:
    centres = set(Organisation.objects.filter(type="cfdc").values_list("area_id", flat=True))
    lacking = {
        s.code for p in areas.children() for d in areas.children(p.code) for s in areas.children(d.code)
    } - centres
    assert len(lacking) == 303
    assert not {code for code in lacking if code.startswith((*WITH_DISTRICTS, "34"))}


def test_rosters_reconcile_and_mark_what_no_source_names() -> None:
    found = {r.province: r for r in queries.rosters()}
    assert {p: (r.expected, r.actual) for p, r in found.items()} == {"40": (15, 15), "86": (12, 12), "45": (12, 12)}
    assert sum(r.actual for r in found.values()) == 39
    assert all(r.agrees for r in found.values())
    for r in found.values():
        assert sum(place.named for place in r.places) == 8
        assert all(place.organisation.marked_plausible for place in r.places if not place.named)
        assert not any(place.organisation.marked_plausible for place in r.places if place.named)
        assert {place.organisation.province for place in r.places} == {r.province}
    assert queries.roster("34") is None


def test_a_roster_with_one_agency_less_does_not_agree() -> None:
    RosterPlace.objects.filter(roster__province="86", position=12).delete()
    found = queries.roster("86")
    assert found is not None
    assert (found.actual, found.agrees) == (11, False)


def test_types_cover_what_the_vignettes_name_and_flag_security_bodies() -> None:
    types = {t.code: t for t in queries.types()}
    assert all(types[code].desk or code == "psdhso" for code in VIGNETTE_TYPES)
    assert {code for code, t in types.items() if t.security} == {"security_body", "police_station", "provincial_police"}
    assert types["cso"].sector == "civil_society"


def test_loading_again_writes_nothing_and_keeps_what_people_changed() -> None:
    shelter = organisation_id("family_shelter", "40")
    Organisation.objects.filter(pk=shelter).update(name_th="บ้านพักใหม่", area_id="4001")
    assert load_network().written == 0
    found = queries.organisation(shelter)
    assert found is not None
    assert (found.name_th, found.area_code) == ("บ้านพักใหม่", "4001")


def test_paths_tell_the_truth_for_all() -> None:
    parents = dict(Organisation.objects.values_list("id", "parent"))
    for pk, path in Organisation.objects.values_list("id", "path"):
        *above, own = rules.ids_on(path)
        assert own == pk
        assert (above[-1] if above else None) == parents[pk]


def test_no_name_of_a_person_stands_in_the_data() -> None:
    titles = ("นาย", "นางสาว", "นาง")
    for file in (Path(rules.__file__).parent / "data").glob("*.csv"):
        with file.open(encoding="utf-8") as text:
            cells = [cell for row in csv.reader(text) for cell in row]
        assert not [cell for cell in cells if cell.startswith(titles)], file


# The tree


def test_the_centre_belongs_to_two_bodies_and_civil_society() -> None:
    centre = organisation_id("coordination_centre", "")
    assert {o.type_code for o in queries.joint_owners(centre)} == {"sbpac", "ministry", "network"}
    assert [o.type_code for o in queries.ancestors(centre)] == ["sbpac"]
    members = queries.network_members(organisation_id("network", "", "sbp_children_women"))
    assert {o.area_code for o in members} == {"94", "95"}


def test_subtree_ancestors_and_siblings() -> None:
    office, intake, casework = (organisation_id("psdhso", "40", unit) for unit in ("", "intake", "casework"))
    assert {o.id for o in queries.descendants(office)} == {intake, casework}
    assert queries.descendant_ids(office)[0] == office
    assert [o.id for o in queries.siblings(intake)] == [casework]
    assert [o.unit for o in queries.ancestors(intake)] == ["msdhs", "ops", ""]
    assert queries.is_within(intake, organisation_id("ministry", "", "msdhs"))
    assert not queries.is_within(office, intake)
    assert not queries.is_within(intake, organisation_id("sbpac", ""))
    third = organisation_id("division", "", "sbpac_administration")
    assert [o.type_code for o in queries.ancestors(third)] == ["sbpac", "division"]
    unknown = rules.organisation_id("nobody", "")
    assert queries.descendants(unknown) == queries.ancestors(unknown) == queries.siblings(unknown) == ()


def test_family_centres_and_local_governments_stand_under_nobody() -> None:
    """A post that acts for the units below must not reach seven thousand village bodies."""
    ministry = queries.descendants(organisation_id("ministry", "", "msdhs"))
    assert not {o.type_code for o in ministry} & {"cfdc", "lao"}
    assert len(ministry) < 1_000


# Desks and services


@pytest.mark.parametrize(
    ("type_code", "area_code", "expected"),
    [
        ("psdhso", "400114", ("psdhso", "40", "intake")),
        ("psdhso", "40", ("psdhso", "40", "intake")),
        ("cfdc", "400114", ("cfdc", "400114")),
        ("cfdc", "4001", None),  # which subdistrict?
        ("police_station", "400704", ("police_station", "4007")),
        ("police_station", "400114", ("police_station", "40")),
        ("police_station", "500101", ("police_station", "50")),
        ("hospital_oscc", "451701", ("hospital_oscc", "45")),
        ("coordination_centre", "960506", ("coordination_centre", "")),
        ("coordination_centre", "860101", None),  # Chumphon is southern, but not of the five
        ("msdhs_1300", "", ("msdhs_1300", "")),
        ("msdhs_1300", "1001", ("msdhs_1300", "")),
        ("privacy_officer", "400114", ("privacy_officer", "")),
        ("juvenile_court", "400114", None),  # a court is no desk
        ("psdhso", "", None),
        ("nonsense", "400114", None),
    ],
)
def test_desk_for_gives_the_nearest(type_code, area_code, expected) -> None:
    found = queries.desk_for(type_code, area_code)
    assert (found.id if found else None) == (organisation_id(*expected) if expected else None)


def test_an_office_with_two_desks() -> None:
    found = queries.desk_for("psdhso", "400114", "casework")
    assert found is not None
    assert found.id == organisation_id("psdhso", "40", "casework")
    office = queries.organisation(organisation_id("psdhso", "40"))
    assert office is not None
    assert not office.is_desk
    shelter = queries.desk_for("family_shelter", "400114", "casework")
    assert shelter is not None  # an office without units gives its one desk


def test_an_ended_desk_takes_no_work_from_the_day_after() -> None:
    desk = organisation_id("psdhso", "40", "intake")
    Organisation.objects.filter(pk=desk).update(active_until=date(2026, 11, 20))
    with clock.frozen("2026-11-20T23:00"):
        assert queries.desk_for("psdhso", "40") is not None
    with clock.frozen("2026-11-21T01:00"):
        assert queries.desk_for("psdhso", "40") is None
        assert "psdhso" not in {o.type_code for o in queries.desks_for("400114")}
        assert queries.organisation(desk) is not None


def test_desks_to_choose_from_one_of_each_type_nearest_first() -> None:
    found = queries.desks_for("960506")
    types = [o.type_code for o in found]
    assert len(types) == len(set(types))
    assert {"psdhso", "coordination_centre", "islamic_committee", "cfdc", "msdhs_1300"} <= set(types)
    assert types[:2] == ["cfdc", "lao"] or types[:2] == ["lao", "cfdc"]
    assert "coordination_centre" not in {o.type_code for o in queries.desks_for("400114")}


def test_desks_in_an_area() -> None:
    stations = queries.desks_in("40", "police_station")
    assert len(stations) == 26
    assert {o.province for o in queries.desks_in("4001")} == {"40"}


def test_services_near_a_place() -> None:
    near = queries.services_near("400114", "family_advice")
    assert near[0].id == organisation_id("cfdc", "400114")
    shelters = queries.services_near("400114", "shelter")
    assert {o.area_code for o in shelters} == {"40"}
    assert queries.services_near("400114", "nonsense") == ()
    offered = queries.services_offered(organisation_id("hospital_oscc", "40"))
    assert [s.code for s in offered] == ["medical", "mental_health", "pregnancy"]
    assert {s.hours_en for s in offered} == {"24 hours"}


def test_public_numbers_only() -> None:
    """No invented telephone number stands in a directory that people in danger may use."""
    hotlines = {h.number for h in queries.hotlines()}
    for phones in Organisation.objects.exclude(phones=[]).values_list("phones", flat=True).distinct():
        assert set(phones) <= hotlines


def test_hotlines_are_dated() -> None:
    assert [h.number for h in queries.hotlines()][:3] == ["191", "1669", "1300"]
    assert len(queries.hotlines()) == 10
    assert "1441" not in {h.number for h in queries.hotlines(date(2023, 10, 31))}
    Hotline.objects.filter(number="1479").update(effective_until=date(2026, 1, 1))
    assert "1479" not in {h.number for h in queries.hotlines(date(2026, 1, 2))}


# Finding


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("สค.", ("dwf", "")),
        ("สล.", ("dwf", "")),
        ("สค", ("dwf", "")),
        ("DWF", ("dwf", "")),
        ("พมจ.ขอนแก่น", ("psdhso", "40")),
        ("สนง.พมจ. จ.ขอนแก่น", ("psdhso", "40")),
        ("ศป.ดส.", ("coordination_centre", "")),
        ("สสส.", ("fund", "", "thaihealth")),
        ("โรงพยาบาลขอนแก่น", ("hospital", "40")),
        ("สภ.เมืองขอนแก่น", ("police_station", "40")),
        ("สภ.น้ำพอง", ("police_station", "4007")),
        ("Khon Kaen University", ("university", "40")),
        ("ศพค.ศิลา ขอนแก่น", ("cfdc", "400114")),
        ("1300", ("msdhs_1300", "")),
    ],
)
def test_search_finds_by_name_and_alias(typed, expected) -> None:
    assert queries.search_organisations(typed, limit=5)[0].id == organisation_id(*expected)


def test_search_within_unspaced_thai() -> None:
    """บ้านพักเด็กและครอบครัวจังหวัดขอนแก่น holds the words without a space."""
    found = queries.search_organisations("ครอบครัวจังหวัดขอนแก่น")
    assert organisation_id("family_shelter", "40") in {o.id for o in found}
    assert queries.search_organisations("ไม่มีหน่วยงานนี้") == ()
    assert queries.search_organisations("") == queries.search_organisations(" . ") == ()


def test_search_in_an_area_finds_those_inside_and_those_that_serve_it() -> None:
    inside = queries.search_organisations("ศพค", area="4001", limit=50)
    assert {o.area_code[:4] for o in inside} == {"4001"}
    assert queries.search_organisations("พมจ", area="400114")[0].area_code == "40"
    assert queries.search_organisations("1300", area="400114")[0].type_code == "msdhs_1300"
    assert not queries.search_organisations("พมจ.ชุมพร", area="40")
    assert all(o.is_desk for o in queries.search_organisations("พมจ.ขอนแก่น", desks_only=True))


def test_search_goes_on_page_by_page_without_loss() -> None:
    whole = [o.id for o in queries.search_organisations("ศิลา", limit=500)]
    pages, after = [], ""
    while True:
        page = queries.search_page("ศิลา", limit=7, after=after)
        pages += [o.id for o in page.organisations]
        after = page.after
        if not after:
            break
    assert pages == whole
    assert len(whole) > 7


# Cost


def test_each_read_is_one_query_whatever_the_rows(django_assert_num_queries) -> None:
    areas.area("40")
    for read, asked in (
        (lambda: queries.desk_for("psdhso", "400114"), 1),
        (lambda: queries.desks_for("400114"), 1),
        (lambda: queries.desks_in("40"), 1),
        (lambda: queries.services_near("400114", "welfare"), 1),
        (lambda: queries.search_organisations("ศพค", limit=50), 2),
        (lambda: queries.descendants(organisation_id("ministry", "", "msdhs")), 2),
        (lambda: queries.roster("40"), 3),
    ):
        with django_assert_num_queries(asked):
            read()


def test_no_organisation_is_its_own_parent() -> None:
    assert not Organisation.objects.filter(parent=F("pk")).exists()
