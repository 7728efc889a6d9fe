"""Lists of a centre: begun when a form that keeps one is published; its entries put right, looked at, taken out of use and back by the centre."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.actions.receiving.entries import body_of, version_of
from prasan.community.surveys.flow import ENTRY
from prasan.community.surveys.models import CentreList, Entry, EntryVersion, FormVersion, SurveyForm
from prasan.community.surveys.queries.lists import STANDING
from prasan.community.surveys.queries.receiving import plan
from prasan.community.surveys.queries.rosters import fields_of
from prasan.community.surveys.rules.entries import LONGEST_LABEL, LONGEST_VALUE, MOST_COLUMNS, Body
from prasan.community.surveys.rules.showing import worded
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Stale, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.ground.transactions.put import alter, put

SYSTEM = system("surveys")
MOST_CHOICES = 100


def begin_lists(form: SurveyForm, draft: FormVersion) -> None:
    """The lists that a version keeps: begun, or grown by its columns. In the transaction that publishes it."""
    with acting(SYSTEM):
        questions = {str(one["path"]): one for one in draft.questions}
        for one in plan(draft.pk, draft=True).entries:
            columns = [_column(name, questions.get(path, {})) for name, path in one.saves.items()]
            row = CentreList.objects.select_for_update(no_key=True).filter(organisation_id=form.organisation_id, name=one.roster).first()
            if row is None:
                CentreList(
                    id=ids.new(), organisation_id=form.organisation_id, name=one.roster, columns=columns, made_at=clock.now(),
                    **_titles(form, questions.get(one.at, {})),
                ).save(force_insert=True)
                continue
            known = {column["name"]: column for column in row.columns}
            known |= {column["name"]: column for column in columns if column["name"] not in known or (column["labels"] and not known[column["name"]]["labels"])}
            row.columns = list(known.values())[:MOST_COLUMNS]
            row.save(update_fields=["columns"])


def _titles(form: SurveyForm, holder: Mapping[str, Any]) -> dict[str, Any]:
    """What a list is called: as its form; one that a repeat keeps, as the form and the repeat (`holder`), for the form may keep others too."""
    said = holder.get("labels", {}) if holder.get("kind") == "repeat" else {}
    texts = {"": form.title, **form.titles}
    found = {lang: f"{text} · {label}"[:250] if (label := worded(said, lang or "th")) else text for lang, text in texts.items()}
    return {"title": found.pop(""), "titles": found}


def _column(name: str, question: Mapping[str, Any]) -> dict[str, Any]:
    choices = {str(one["value"]): one["labels"] for one in question.get("choices", ())[:MOST_CHOICES]}
    area = question.get("file") in STANDING
    many = question.get("control") in {"select", "rank"}
    labels = {lang: " ".join(text.replace("…", " ").split()).strip("–: ") for lang, text in question.get("labels", {}).items()}  # what stands there differs
    facts = {"many": many, "area": area, "entry": question.get("entry", "")}
    return {"name": name, "labels": labels, "choices": choices, **{fact: value for fact, value in facts.items() if value}}


@action
def correct_entry(actor: Actor, *, id: UUID, label: str, values: Mapping[str, str], version: int | None = None) -> None:  # noqa: A002
    """Put an entry right: its name in the list and columns of it; the others stay. What was doubtful is settled by it. Telephones get it next time.

    Raises Hidden, Refused, Stale, Invalid by field, Conflict for one that is out of use or erased.
    """
    row = get(actor, "entry.keep", Entry, id, see="entry.see", lock=True)
    if version is not None and row.version != version:
        raise Stale(version, row.version)
    if row.state == "retired" or row.body is None:
        raise Conflict([Obstacle("state", _("รายการนี้เลิกใช้แล้ว"))])
    now, name = body_of(row.body), " ".join(label.split())
    columns = {column.name: column for column in fields_of(row.roster)}
    errors = {f"value_{at}": str(_("ยาวเกินไป หรือมีอักขระที่ใช้ไม่ได้")) for at, text in values.items() if len(text) > LONGEST_VALUE or "\x00" in text}
    errors |= {
        f"value_{at}": str(_("ไม่รู้จักรหัสพื้นที่นี้") if at in columns and columns[at].area else _("เลือกจากรายการที่มี"))
        for at, text in values.items() if at not in columns or not columns[at].allows(text)
    }
    if not name or len(name) > LONGEST_LABEL or "\x00" in name:
        errors["label"] = str(_("ตั้งชื่อให้รู้ว่าบ้านใด ไม่เกิน 200 ตัวอักษร"))
    if errors:
        raise Invalid(errors)
    body, at = Body(name, {**now.values, **{column: text.strip() for column, text in values.items()}}), clock.now()
    row.body, row.number, row.changed_at = body.plain(), row.number + 1, at
    if row.state == "doubtful":
        ENTRY.advance(actor, Entry, "settle", id=id, also={"body": row.body, "number": row.number, "changed_at": at}, detail="corrected")
    else:
        row.version += 1
        alter(row, ["body", "number", "changed_at", "version"])
        audit.record("entry.correct", "entry", id, detail=str(row.number))
    put([version_of(row, body, made_by=actor.key, at=at, base=row.number - 1)])


@ENTRY.does("settle")
@action
def settle_entry(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Somebody looked: it is right as it stands. Raises Hidden, Refused, Stale, Conflict."""
    ENTRY.advance(actor, Entry, "settle", id=id, version=version)


@ENTRY.does("retire")
@action
def retire_entry(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Out of the list: no telephone gets it any more; it stays to be read here. Raises Hidden, Refused, Stale, Conflict."""
    ENTRY.advance(actor, Entry, "retire", id=id, version=version, also={"changed_at": clock.now()})


@ENTRY.does("restore")
@action
def restore_entry(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Back into the list. Raises Hidden, Refused, Stale, Conflict."""
    ENTRY.advance(actor, Entry, "restore", id=id, version=version, also={"changed_at": clock.now()})


def forget_entries_of(submission: UUID) -> list[UUID]:
    """Entries to which a submission has given anything, to be erased with it: their ids, whose keys the caller destroys. As the system, inside writing."""
    found = list(EntryVersion.objects.filter(submission_id=submission).values_list("entry_id", flat=True).distinct())
    Entry.objects.filter(pk__in=found).update(state="retired", changed_at=clock.now())
    return found
