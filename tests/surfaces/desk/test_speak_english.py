"""A page in English says an office's English name where one is recorded, else the Thai one, marked as Thai for screen readers."""

import re
from datetime import timedelta

import pytest

from prasan.casework.cases import actions as cases
from prasan.ground import clock
from prasan.ground.policy import Section
from prasan.ground.transactions import reading
from prasan.registry.access.actions import add_duty, take_leave
from prasan.registry.organisations.models import Organisation
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Cast

pytestmark = pytest.mark.django_db
UNIT_TH, UNIT_EN = "กลุ่มการคุ้มครองสวัสดิภาพ พมจ.ขอนแก่น", "Khon Kaen PSDHSO protection casework unit"
THAI = re.compile(r"[ก-๛]")


def shown(client, path: str, lang: str = "en") -> str:
    """What stands on a page, its head and scripts left out."""
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}", follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def unmarked(text: str, name: str) -> bool:
    """Whether a Thai name stands there outside of what is marked as Thai."""
    return name in re.sub(r'<span lang="th">[^<]*</span>', "", text)


def test_a_case_names_its_offices_in_the_readers_language(cast: Cast) -> None:
    case = open_from(cast, make_report(cast))
    cases.add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.of(["identity", "plan"]), basis="duty_child_29")
    cases.write_note(cast.manager.actor, case_id=case.pk, kind="note", text="ไปเยี่ยมแล้ว")
    cases.add_plan_action(cast.manager.actor, case_id=case.pk, text="พาไปตรวจ", five_p="protection", organisation=cast.hospital.organisation)
    client = cast.client(cast.manager)
    english, thai = shown(client, f"/cases/{case.pk}"), shown(client, f"/cases/{case.pk}", "th")
    assert UNIT_TH not in english
    assert "crisis centre (OSCC)" in english
    assert "ศูนย์พึ่งได้" not in english
    assert "ศูนย์พึ่งได้" in thai
    assert "crisis centre" not in thai
    load = cast.client(cast.head)
    assert UNIT_EN in shown(load, "/cases/load")
    assert UNIT_TH in shown(load, "/cases/load", "th")
    assert f'<span lang="th">{cast.doctor.name}</span>' in english
    assert 'lang="th"' not in thai
    timeline = shown(client, f"/cases/{case.pk}/timeline")
    assert UNIT_TH not in timeline
    # The process remembers names of colleagues: each language its own.
    assert UNIT_EN not in shown(client, f"/cases/{case.pk}/timeline", "th")


def test_an_office_without_an_english_name_keeps_its_thai_one_marked_as_thai(cast: Cast) -> None:
    case = open_from(cast, make_report(cast))
    Organisation.objects.filter(pk=cast.hospital.organisation).update(name_en="")
    with reading(cast.manager.actor):
        name = Organisation.objects.get(pk=cast.hospital.organisation).name_th
    cases.add_plan_action(cast.manager.actor, case_id=case.pk, text="พาไปตรวจ", five_p="protection", organisation=cast.hospital.organisation)
    english = shown(cast.client(cast.manager), f"/cases/{case.pk}")
    assert f'<span lang="th">{name}</span>' in english
    assert not unmarked(english, name)


def test_people_and_rosters_too(cast: Cast, frozen) -> None:
    add_duty(cast.head.fresh(), organisation=cast.intake.organisation, user=cast.intake.user, starts_at=clock.now(), ends_at=clock.now() + timedelta(hours=8))
    admin, head = cast.client(cast.admin), cast.client(cast.head)
    for client, path, english in (
        (admin, f"/users/{cast.manager.user}", UNIT_EN), (head, f"/access/duty/{cast.intake.organisation}", "Khon Kaen PSDHSO intake desk"),
    ):
        text = shown(client, path)
        assert english in text, path
        assert not unmarked(text, UNIT_TH), path
        assert not unmarked(text, "หน่วยรับแจ้ง พมจ.ขอนแก่น"), path
    assert THAI.search(shown(head, f"/access/duty/{cast.intake.organisation}", "th"))


def test_the_pages_of_users_say_days_as_the_reader_does(cast: Cast) -> None:
    begin = clock.now() + timedelta(days=2)
    take_leave(cast.manager.actor, user=cast.manager.user, stand_in=cast.colleague.user, starts_at=begin, ends_at=begin + timedelta(days=1))
    client = cast.client(cast.admin)
    english, thai = (shown(client, f"/users/{cast.manager.user}", lang) for lang in ("en", "th"))
    for moment in (begin, begin + timedelta(days=1)):
        assert clock.moment_th(moment, "en") in english
        assert clock.moment_th(moment) in thai
        assert clock.moment_th(moment) not in english
