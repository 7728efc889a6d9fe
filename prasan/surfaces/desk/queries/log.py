"""The access log for those who check it: who, when, which verb on which record; never content. And whether it is whole."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.audit.models import AuditRow, ChainHead, SignedHeads
from prasan.ground.audit.words import thing_said, verb_said
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Refused
from prasan.ground.policy.scope import held
from prasan.oversight.privacy.rules import BASES, said
from prasan.registry.access.models import User
from prasan.registry.work.queries import language

REPORTER = ("open_reporter",)
KINDS = ("open", "search", "print", "export", "refused", "break_glass")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the log."""

    when: str
    who: str
    verb: str
    what: str
    basis: str
    detail: str


@dataclass(frozen=True, slots=True)
class Wholeness:
    """Whether the chains end where their heads say, and when they were last signed. `broken`: chains that do not agree."""

    chains: int
    broken: tuple[int, ...]
    signed: str
    rows_since: str


def kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of verbs that the log can be narrowed down to, each in words."""
    return tuple((code, verb_said(code)) for code in KINDS)


def log(actor: Actor, *, verb: str = "", about: str = "", cursor: str = "", size: int = 50) -> tuple[tuple[LogLine, ...], str]:
    """The newest rows, of one kind of verb or about one record (its full id). Raises Refused, and Invalid for a bad cursor.

    Who opened a reporter is shown to the privacy officer alone. Reading the log is written down too.
    """
    if not actor.strong or not held(actor, "log.read"):
        raise Refused("log.read")
    rows = AuditRow.objects.all()
    if not held(actor, "log.read_reporter"):
        rows = rows.exclude(verb__in=REPORTER).exclude(object_kind="reporter")
    if verb in KINDS:
        rows = rows.filter(Q(verb=verb) | Q(verb__startswith=f"{verb}_")) if verb == "break_glass" else rows.filter(verb=verb)
    if about:
        rows = rows.filter(root_id=about[:40])
    found, after = keyset(rows, ("-id",), cursor, size)
    names = _names({row.actor for row in found})
    lang = language()
    audit.record("open", "log", detail=f"{verb or 'all'} {len(found)}")
    return tuple(
        LogLine(
            clock.moment_th(row.at, lang), names.get(row.actor, row.actor), verb_said(row.verb), _what(row), said(BASES, row.basis), row.detail,
        )
        for row in found
    ), after


def wholeness(actor: Actor) -> Wholeness:
    """A quick look: 64 heads against the last row of each chain, and the last signature's heads against the rows. `prasan audit verify` proves all."""
    if not actor.strong or not held(actor, "log.read"):
        raise Refused("log.read")
    heads = {chain: (seq, bytes(value)) for chain, seq, value in ChainHead.objects.values_list("chain", "seq", "hash")}
    signed = SignedHeads.objects.order_by("-id").first()
    wanted = {(chain, seq): value.hex() for chain, (seq, value) in heads.items() if seq}
    if signed is not None:
        wanted |= {(int(chain), int(seq)): value for chain, (seq, value) in json.loads(signed.heads).items() if int(seq)}
    at = Q(pk__in=[])
    for chain, seq in wanted:
        at |= Q(chain=chain, seq=seq)
    stored = {(chain, seq): bytes(value).hex() for chain, seq, value in AuditRow.objects.filter(at).values_list("chain", "seq", "hash")}
    broken = sorted({chain for (chain, seq), value in wanted.items() if stored.get((chain, seq)) != value})
    since = sum(seq for seq, _value in heads.values()) - (sum(int(seq) for seq, _value in json.loads(signed.heads).values()) if signed else 0)
    return Wholeness(len(heads), tuple(broken), clock.moment_th(signed.at, language()) if signed else "", f"{max(since, 0):,}")


def _names(keys: set[str]) -> dict[str, str]:
    users = [UUID(key.removeprefix("user:")) for key in keys if key.startswith("user:")]
    names = {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=users).values_list("id", "name")}
    return names | {key: _("ผู้แจ้งหรือสาธารณะ") for key in keys if key == "public"} | {key: _("ระบบ") for key in keys if key.startswith("system:")}


def _what(row: AuditRow) -> str:
    short = row.object_id[:8]
    thing = thing_said(row.object_kind)
    return f"{thing} {short}" if short else thing
