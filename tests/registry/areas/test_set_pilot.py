import pytest

from prasan.ground import ids
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Actor, Hidden, Post, Refused, system
from prasan.registry.areas import queries
from prasan.registry.areas.actions import set_pilot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas_loaded")]


def somebody(role: str, *areas: str) -> Actor:
    user = ids.new()
    post = Post(ids.new(), role, ids.new(), (), areas)
    return Actor(key=f"user:{user}", user=user, posts=(post,), strong=True)


def test_the_centre_names_a_pilot_and_it_is_written_down() -> None:
    set_pilot(somebody("system_administrator", ""), province="34", pilot=True)
    assert "34" in {p.code for p in queries.pilot_provinces()}
    assert AuditRow.objects.filter(verb="area.set_pilot", object_id="34").count() == 1
    set_pilot(system("test"), province="34", pilot=False)
    assert "34" not in {p.code for p in queries.pilot_provinces()}


@pytest.mark.parametrize("role", ["province_head", "case_manager", "auditor"])
def test_others_do_not(role) -> None:
    with pytest.raises(Refused):
        set_pilot(somebody(role, "34"), province="34", pilot=True)
    assert "34" not in {p.code for p in queries.pilot_provinces()}


@pytest.mark.parametrize("code", ["3401", "99", ""])
def test_only_a_province_can_be_one(code) -> None:
    with pytest.raises(Hidden):
        set_pilot(somebody("system_administrator", ""), province=code, pilot=True)
