"""Who acts: a person with posts, the public, or a named job; and the context that tells the database so."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from django.db import connection

from prasan.ground import clock
from prasan.ground.statements import planned


@dataclass(frozen=True, slots=True)
class Post:
    """One position held now: a role at an organisation, for areas. Resolved once at the start of a request.

    `organisations` holds the organisation itself and, for roles that act for units below, all of them.
    `areas` holds code prefixes of 0, 2, 4 or 6 digits; "" is the whole country.
    """

    id: UUID
    role: str
    organisation: UUID
    organisations: tuple[UUID, ...]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """`key` is the opaque id that audit rows hold: `user:<uuid>`, `system:<job>`, `public`, `service:<uuid>`."""

    key: str
    user: UUID | None = None
    posts: tuple[Post, ...] = ()
    above: tuple[UUID, ...] = ()  # organisations above those of the posts: an exclusion of one of them counts
    strong: bool = False  # signed in with a second factor (or the demonstration's stand-in)
    scopes: frozenset[str] | None = None  # a token's scopes; None: not limited
    system: bool = False
    label: str = field(default="", compare=False)

    @property
    def person(self) -> UUID:
        """The user, where only people come. Raises RuntimeError for jobs, services and the public."""
        if self.user is None:
            raise RuntimeError(f"{self.key} is nobody")
        return self.user

    @property
    def roles(self) -> frozenset[str]:
        """Codes of all roles held now."""
        return frozenset(post.role for post in self.posts)

    @property
    def organisations(self) -> tuple[UUID, ...]:
        """All organisations that the actor acts for, without duplicates."""
        return tuple(dict.fromkeys(o for post in self.posts for o in post.organisations))

    @property
    def home(self) -> UUID | None:
        """The organisation of the first post: whose name stands under what this actor does."""
        return self.posts[0].organisation if self.posts else None

    @property
    def barred_ids(self) -> tuple[UUID, ...]:
        """Subjects by which an exclusion can hit this actor: the user, own organisations and all above them."""
        own = tuple(post.organisation for post in self.posts)
        return tuple(dict.fromkeys((*((self.user,) if self.user else ()), *own, *self.above)))

    def posts_as(self, role: str) -> tuple[Post, ...]:
        """The posts held in this role."""
        return tuple(post for post in self.posts if post.role == role)


PUBLIC = Actor(key="public")
_current: ContextVar[Actor | None] = ContextVar("prasan_actor", default=None)
_since: ContextVar[datetime | None] = ContextVar("prasan_actor_since", default=None)
_told: ContextVar[Mapping[str, str]] = ContextVar("prasan_actor_told", default=MappingProxyType({}))


def system(job: str) -> Actor:
    """The actor of a named job, where no person acts. It sees all rows; audit rows name it."""
    return Actor(key=f"system:{job}", system=True)


def current() -> Actor | None:
    """Who acts now, or None."""
    return _current.get()


def acting_since() -> datetime:
    """When whoever acts began to: what is given within this block counts from here, the moment that row security goes by. Now, when nobody acts."""
    now, since = clock.now(), _since.get()
    return now if since is None else min(now, since)


@contextmanager
def acting(actor: Actor, *, to_the_end: bool = False) -> Iterator[Actor]:
    """Within this block `actor` acts: for audit rows and, on PostgreSQL, for row security (transaction-locally).

    On PostgreSQL it must stand inside a transaction: outside of one the database forgets it at once and shows no rows. With `to_the_end`
    the transaction ends with this block, and the database forgets the actor by itself.
    """
    if _current.get() is actor:
        yield actor
        return
    before, wanted = _told.get(), _to_tell(actor)
    who, since, told = _current.set(actor), _since.set(clock.now()), _told.set(wanted)
    try:
        _tell_database(wanted, before)
        yield actor
    finally:
        _current.reset(who)
        _since.reset(since)
        _told.reset(told)
        if not to_the_end and _can_tell():
            _tell_database(before, wanted)


def database_settings(actor: Actor) -> dict[str, str]:
    """The row-security settings of an actor: name to PostgreSQL literal. Only an actor with a second factor has offices, areas and roles."""
    settings = {
        "prasan.actor": actor.key,
        "prasan.system": "on" if actor.system else "",
        "prasan.user": str(actor.user or ""),
        "prasan.barred": _array(str(i) for i in actor.barred_ids),
        "prasan.at": clock.now().isoformat(),  # the app's own clock, which a demonstration or a test may set
    }
    if actor.strong:
        settings["prasan.roles"] = _array(sorted({*actor.roles, "holder"}))
        settings["prasan.orgs_holder"] = _array(str(i) for i in actor.organisations)
        for role in actor.roles:
            posts = actor.posts_as(role)
            settings[f"prasan.orgs_{role}"] = _array(str(o) for post in posts for o in post.organisations)
            settings[f"prasan.areas_{role}"] = _array(f'"{a}"' for post in posts for a in post.areas)
    return settings


def _array(items: Iterator[str] | list[str]) -> str:
    return "{" + ",".join(items) + "}"


def _to_tell(actor: Actor) -> Mapping[str, str]:
    """All that the database is to know while `actor` acts, what it was told before and need not forget included."""
    if connection.vendor != "postgresql":
        return {}
    wanted = database_settings(actor)
    if actor.system:
        # A job sees all rows whatever else is set: only its mark changes. To the database it is enough that somebody acts; the log asks `current`.
        return {"prasan.actor": wanted["prasan.actor"], **_told.get(), "prasan.system": wanted["prasan.system"]}
    return wanted


def _tell_database(wanted: Mapping[str, str], known: Mapping[str, str]) -> None:
    """Tell what differs; what is not wanted any more becomes empty."""
    settings = {name: value for name, value in {**dict.fromkeys(known, ""), **wanted}.items() if known.get(name) != value}
    if settings:
        with planned() as cursor:
            cursor.execute(_setting(tuple(settings)), list(settings.values()))


@lru_cache(maxsize=500)
def _setting(names: tuple[str, ...]) -> str:
    """The statement that sets these; the names are our own, made of role codes."""
    return "SELECT {}".format(", ".join(f"set_config('{name}', %s, true)" for name in names))


def _can_tell() -> bool:
    """Whether the transaction still takes commands: one that failed forgets its settings by itself."""
    if connection.vendor != "postgresql" or not connection.in_atomic_block or connection.needs_rollback:
        return False
    return connection.connection is not None and connection.connection.info.transaction_status.name == "INTRANS"
