"""The vignettes as contents: the fields of the record, and what somebody would tick (ticks.jsonl, by hand from the texts)."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from prasan.casework.intake.rules import (
    Content,
    FlagTold,
    Number,
    OutsideNumber,
    Party,
    Place,
    SafeContact,
    Teller,
    Told,
)

FOLDER = Path(__file__).resolve().parent / "data"
FILES = ("reports", "calls", "line_chats")
CHANNELS = {
    "phone": "phone", "phone_work": "phone", "phone_friend": "phone", "line": "line", "line_voice": "line", "email": "email",
    "receipt": "receipt", "in_person": "visit", "hospital_ward": "visit",
}  # fmt: skip


@dataclass(frozen=True)
class Vignette:
    """One record with its ticks; `expected` is for comparing only."""

    record: dict[str, Any]
    ticks: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def expected(self) -> dict[str, Any]:
        return dict(self.record["expected"])

    @property
    def received_at(self) -> datetime:
        return datetime.fromisoformat(self.record["received_at"])


@cache
def vignettes() -> tuple[Vignette, ...]:
    """All reports, calls and chats, in the order of the files."""
    ticks = {tick["id"]: tick for tick in lines("ticks")}
    return tuple(Vignette(record, ticks[record["id"]]) for name in FILES for record in lines(name))


def lines(name: str) -> list[dict[str, Any]]:
    """The records of one file."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def content(one: Vignette, at: datetime | None = None, **more: Any) -> Content:
    """What the door is given."""
    record, ticks = one.record, one.ticks
    where, when, told = record["where"], record["when"], record["reporter"] or {}
    return Content(
        channel=record["channel"],
        received_at=at or one.received_at,
        story=record["text"],
        problems=tuple(ticks["problems"]),
        where=Place(area_code=where["area_code"] or "", words=where["words"] or ""),
        when=Told(when["starts"] or "", when["words"] or "", ticks.get("going_on", "unknown")),
        parties=tuple(_parties(record, ticks)),
        reporter=Teller(**{key: told.get(key) or "" for key in ("role", "name", "contact", "note")}),
        safe_contact=_safe(record["safe_contact"]),
        flags=tuple(FlagTold(code) for code in ticks.get("flags", ())),
        wishes=tuple(ticks.get("wishes", ())),
        wish_words=ticks.get("wish_words", ""),
        outside_numbers=tuple(OutsideNumber(**number) for number in ticks.get("outside_numbers", ())),
        attachments=tuple(record.get("attachments", ())),
        danger_now=ticks.get("danger_now", "unknown"),
        hurt_now=ticks.get("hurt_now", "unknown"),
        signs=tuple((code, "yes") for code in ticks.get("signs_yes", ())) + tuple((code, "no") for code in ticks.get("signs_no", ())),
        unrest=ticks.get("unrest", False),
        involves_office=ticks.get("involves_office", "unknown"),
        excluded_kinds=tuple(one["type"] for one in ticks.get("excluded", ())),
        involved_words=ticks.get("involved_words", ""),
        complaint_made=ticks.get("complaint_made", "unknown"),
        in_custody_since=ticks.get("in_custody_since", ""),
        language=record["language"][0],
        tip=ticks.get("tip", False),
        **more,
    )


def _parties(record: dict[str, Any], ticks: dict[str, Any]) -> list[Party]:
    found = [_party("affected", row, "") for row in record["affected"]]
    return found + [_party("alleged", row, ticks.get("kin", "")) for row in record["alleged_perpetrators"]]


def _party(role: Any, row: dict[str, Any], kin: str) -> Party:
    age = str(row["age"]) if row["age"] is not None else row["age_words"] or ""
    numbers = (Number(row["id_no"], row.get("id_type", "")),) if row.get("id_no") else ()
    return Party(
        role=role, name=row["name"] or "", other_names=tuple(row["name_variants"]), sex=row["sex"] or "", age_words=age,
        birth=str(int(row["birth"]) - 543) if row.get("birth") else "", relation=row["relation"] or "", kin=kin, numbers=numbers,
        languages=(row["lang"],) if row.get("lang") else (), disability=row.get("disability") or "",
    )  # fmt: skip


def _safe(told: dict[str, Any] | None) -> SafeContact | None:
    if told is None:
        return None
    channel = CHANNELS.get(told["channel"] or "")
    span = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", told["hours"] or "")
    words = "" if span or told["hours"] == "anytime" else told["hours"]
    hours = ((span[1], span[2]),) if span else () if told["hours"] == "anytime" else None
    return SafeContact(
        channels=(channel,) if channel else (), hours=hours, code_word=told["code_word"] or "",
        never=told["never"] or "", note=" ".join(part for part in (words, told["note"]) if part),
    )  # fmt: skip
