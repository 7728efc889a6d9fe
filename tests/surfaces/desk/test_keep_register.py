"""A province adds types, offices and names without code; others find no such page."""

import pytest
from django.urls import reverse

from prasan.registry.areas.models import Area
from prasan.registry.organisations.models import Alias, Organisation, OrganisationType
from prasan.registry.organisations.queries import search_organisations

pytestmark = pytest.mark.django_db
TYPE = {
    "name_th": "เครือข่ายแม่บ้าน", "name_en": "Housewives' network", "short_th": "", "code": "housewives", "sector": "civil_society", "level": "provincial",
    "desk": "on",
}
OFFICE = {"type_code": "housewives", "name_th": "เครือข่ายแม่บ้านขอนแก่น", "area_code": "40", "aliases": "แม่บ้าน ขก.\nกลุ่มแม่บ้านใหญ่"}


@pytest.fixture
def head(cast):
    return cast.client(cast.province)


def test_a_province_adds_a_type_an_office_and_a_name(cast, head) -> None:
    assert head.post(reverse("desk:new_type"), TYPE).status_code == 302
    assert OrganisationType.objects.get(pk="housewives").sector == "civil_society"
    assert head.post(reverse("desk:new_office"), OFFICE).status_code == 302
    made = Organisation.objects.get(type="housewives")
    assert {one.id for one in search_organisations("กลุ่มแม่บ้านใหญ่")} == {made.pk}
    unit = head.post(f"{reverse('desk:new_office')}?under={made.pk}", {**OFFICE, "name_th": "หน่วยเล็ก", "aliases": ""})
    assert unit.status_code == 302
    assert Organisation.objects.get(name_th="หน่วยเล็ก").parent_id == made.pk
    page = reverse("desk:edit_office", args=[made.pk])
    assert head.post(page, {"do": "alias", "text": "มบ.ขก."}).status_code == 302
    assert Alias.objects.filter(organisation=made, text="มบ.ขก.").exists()
    assert head.post(page, {"do": "end", "on_0": "30", "on_1": "9", "on_2": "2570"}).status_code == 302
    made.refresh_from_db()
    assert made.active_until.isoformat() == "2027-09-30"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(head) -> None:
    answer = head.post(reverse("desk:new_type"), {**TYPE, "code": "ภาษาไทย", "sector": "x"})
    assert answer.status_code == 422
    assert not OrganisationType.objects.filter(name_th=TYPE["name_th"]).exists()
    wrong = head.post(reverse("desk:new_office"), {**OFFICE, "type_code": "nothing", "area_code": "99"})
    assert wrong.status_code == 422
    assert "เครือข่ายแม่บ้านขอนแก่น" in wrong.content.decode()


def test_outside_the_own_province_nothing_is_changed(cast, head) -> None:
    other = cast.organisation("psdhso", "45")
    assert head.get(reverse("desk:edit_office", args=[other])).status_code == 404
    assert head.post(reverse("desk:edit_office", args=[other]), {"do": "alias", "text": "ของเรา"}).status_code == 404
    assert not Alias.objects.filter(text="ของเรา").exists()
    assert head.post(reverse("desk:turn_pilot", args=["45"])).status_code in {403, 404}


def test_officers_find_no_register_and_the_administrator_sets_pilots(cast) -> None:
    officer = cast.client(cast.intake)
    for name in ("register", "new_office", "new_type", "pilots"):
        assert officer.get(reverse(f"desk:{name}")).status_code == 404
    assert officer.post(reverse("desk:new_type"), TYPE).status_code == 404
    administrator = cast.client(cast.admin)
    before = Area.objects.get(pk="40").pilot
    assert administrator.get(reverse("desk:pilots")).status_code == 200
    assert administrator.post(reverse("desk:turn_pilot", args=["40"])).status_code == 302
    assert Area.objects.get(pk="40").pilot is not before


def test_any_name_finds_an_office(cast, head) -> None:
    page = head.get(reverse("desk:register"), {"name": "พมจ.ขอนแก่น"}).content.decode()
    assert str(cast.organisation("psdhso", "40")) in page
    assert head.get(reverse("desk:register"), {"name": "\x00"}).status_code == 400
