"""The vignettes through the real doors: what somebody types on the public pages, at the desk, or sends by program."""

import dataclasses
import re
from html import unescape
from typing import Any

from django.test import Client

from prasan.casework.intake.rules import read_age
from prasan.ground import clock
from prasan.surfaces.ops.demonstration.vignettes import Vignette, content
from prasan.surfaces.public import forms as public

BY_PUBLIC = frozenset({"web", "child_app", "ess", "line", "line_oa", "facebook"})
BY_API = frozenset({"cso_form", "cfdc_form", "hospital_referral", "school_referral", "police_referral"})
DESK_CHANNEL = {"web": "phone_desk"}
MANAGEMENT = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "10"}
DISABILITY = {"hearing": "hearing", "psychosocial": "psychosocial", "mobility": "mobility", "intellectual": "intellectual",
              "dementia": "dementia", "autism": "autism"}  # fmt: skip
SHOWN = {code for code, _ in (*public.WHAT, *public.MORE)}


def door(one: Vignette) -> str:
    """Which door a record comes by."""
    channel = one.record["channel"]
    return "public" if channel in BY_PUBLIC else "api" if channel in BY_API else "desk"


def by_public(one: Vignette, visitor: Client) -> Any:
    """Six questions answered as the reporter would; returns the receipt."""
    for step, given in _answers(one).items():
        page = visitor.post("/report/" if step == 1 else f"/report/{step}", given)
        assert page.status_code == 302, (one.id, step, page.content.decode()[-2500:])
    checking = visitor.get("/report/check").content.decode()
    token, digest = (unescape(re.search(rf'name="{name}" value="([^"]*)"', checking)[1]) for name in ("token", "digest"))  # type: ignore[index]
    return visitor.post("/report/check", {"token": token, "digest": digest})


def _answers(one: Vignette) -> dict[int, dict[str, Any]]:
    told, record = content(one), one.record
    affected, *others = _in_order(told)
    alleged = next(iter(told.of("alleged")), None)
    day, month, year = _date(told.when.starts)
    signs = dict(told.signs)
    hurt = ["hurt"] if told.has("adult_hurt", "child_hurt") else []
    by_self = told.reporter is not None and told.reporter.is_affected
    who = "self" if by_self else "child" if affected is not None and _is_child(affected) else "adult"
    needs = {code for code, _ in public.NEEDS}
    return {
        1: {"danger": "hurt" if told.danger_now == "yes" and told.hurt_now == "yes" else told.danger_now if told.danger_now != "unknown" else "unknown"},
        2: {
            "who": who, "age": affected.age_words if affected else "", "sex": affected.sex if affected else "",
            "name": affected.name if affected else "", "children": ", ".join(party.age_words for party in others if _is_child(party)),
            "needs": [flag.code for flag in told.flags if flag.code in needs],
        },
        3: _what(told),
        4: {
            "kin": alleged.kin if alleged else "", "by_name": alleged.name if alleged else "", "access": signs.get("access_today", "unknown"),
            "grave": [*hurt, *(code for code, _ in public.GRAVE if signs.get(code) == "yes")], "on_0": day, "on_1": month, "on_2": year,
            "when": told.when.words,
        },
        5: _where(told, record),
        6: {
            "way": "none", "your_name": (record["reporter"] or {}).get("name") or "", "never": (told.safe_contact.never if told.safe_contact else ""),
            "wishes": list(told.wishes), "wish_words": told.wish_words,
        },
    }  # fmt: skip


def _what(told: Any) -> dict[str, Any]:
    known = [code for code in told.problems if code in SHOWN]
    first = {code for code, _ in public.WHAT}
    if not known:
        known = ["none.unclear"]
    return {
        "story": told.story, "heard": "on" if told.tip else "",
        "what": [code for code in known if code in first],
        "more": [code for code in known if code not in first],
    }  # fmt: skip


def _where(told: Any, record: dict[str, Any]) -> dict[str, Any]:
    code = told.where.area_code
    where = record["where"]
    place = " ".join(part for part in (where.get("subdistrict") or "", where.get("district") or "") if part)
    offices = {kind for kind, _ in public.OFFICES}
    given = {
        "province": code[:2], "place": place if code else "", "words": told.where.words, "involves": told.involves_office,
        "offices": [kind for kind in told.excluded_kinds if kind in offices], "involved": told.involved_words,
    }  # fmt: skip
    if len(code) > 2 and len(public.Where(given).fields["choice"].choices if "choice" in public.Where(given).fields else ()):  # type: ignore[attr-defined]
        given["choice"] = code
    return given


def by_desk(one: Vignette, client: Client) -> Any:
    """Typed at the desk; returns the answer to saving."""
    page = client.get("/reports/new").content.decode()
    token = unescape(re.search(r'name="token" value="([^"]+)"', page)[1])  # type: ignore[index]
    return client.post("/reports/new", {"token": token, **_fields(one)})


def _fields(one: Vignette) -> dict[str, Any]:
    told, record = content(one), one.record
    received = clock.local(one.received_at)
    day, month, year = _date(told.when.starts)
    custody = told.in_custody_since
    fields: dict[str, Any] = {
        "channel": told.channel, "received_on_0": received.day, "received_on_1": received.month, "received_on_2": received.year + 543,
        "received_time": f"{received:%H.%M}", "role": "self" if told.reporter and told.reporter.is_affected else "other",
        "reporter_name": told.reporter.name if told.reporter else "", "danger_now": told.danger_now, "hurt_now": told.hurt_now,
        "story": told.story, "problems": list(told.problems), "signs_yes": [code for code, answer in told.signs if answer == "yes"],
        "signs_no": [code for code, answer in told.signs if answer == "no"], "province": told.where.area_code[:2],
        "place": " ".join(part for part in (record["where"].get("subdistrict") or "", record["where"].get("district") or "") if part),
        "choice": told.where.area_code, "where_words": told.where.words, "on_0": day, "on_1": month, "on_2": year,
        "at": told.when.starts[11:16], "when_words": told.when.words, "going_on": told.when.going_on, "flags": [f.code for f in told.flags],
        "wishes": list(told.wishes), "wish_words": told.wish_words, "involves_office": told.involves_office, "offices": list(told.excluded_kinds),
        "involved_words": told.involved_words, "complaint_made": told.complaint_made, "tip": "on" if told.tip else "",
        "unrest": "on" if told.unrest else "", "custody_at": custody[11:16],
        "safe_channels": list(told.safe_contact.channels) if told.safe_contact else [], "safe_never": told.safe_contact.never if told.safe_contact else "",
    }  # fmt: skip
    if custody:
        fields |= dict(zip(("custody_on_0", "custody_on_1", "custody_on_2"), _date(custody), strict=True))
    for prefix, parties in (("affected", told.of("affected")), ("alleged", told.of("alleged")), ("outside", ())):
        fields |= {f"{prefix}-{name}": value for name, value in MANAGEMENT.items()} | {f"{prefix}-TOTAL_FORMS": str(max(1, len(parties)))}
        for n, party in enumerate(parties):
            fields |= {
                f"{prefix}-{n}-{name}": value
                for name, value in (
                    ("name", party.name), ("other_names", ", ".join(party.other_names)), ("sex", party.sex), ("age", party.age_words),
                    ("born_2", str(int(party.birth) + 543) if party.birth else ""), ("relation", party.relation), ("kin", party.kin),
                    ("number", party.numbers[0].number if party.numbers else ""), ("disability", DISABILITY.get(party.disability, "")),
                )
            }  # fmt: skip
    for n, number in enumerate(told.outside_numbers):
        fields |= {"outside-TOTAL_FORMS": str(n + 1), f"outside-{n}-kind": number.kind, f"outside-{n}-number": number.number}
    return {name: value for name, value in fields.items() if value not in ("", [])}


def by_api(one: Vignette, token: str) -> Any:
    """Sent by a partner's program under a token of its own."""
    told = dataclasses.asdict(content(one))
    told["received_at"] = one.received_at.isoformat()
    headers = {"Idempotency-Key": f"vignette-{one.id}", "Authorization": f"Bearer {token}"}
    return Client().post("/api/v1/reports", {"content": told}, content_type="application/json", headers=headers)


def _date(starts: str) -> tuple[str, str, str]:
    parts = [*starts[:10].split("-"), "", ""][:3] if starts else ["", "", ""]
    year, month, day = parts
    return (str(int(day)) if day else "", str(int(month)) if month else "", str(int(year) + 543) if year else "")


def _in_order(told: Any) -> list[Any]:
    """The person whom a reporter would describe on a page that asks for one, then the rest."""
    return list(told.of("affected")) or [None]


def _is_child(party: Any) -> bool:
    age = read_age(party.age_words)
    return age is not None and age.under(18) is True
