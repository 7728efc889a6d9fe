"""Sealed model fields: text and JSON that the database never sees in clear.

Assign plain values; they are sealed when saved, under the data key of the record that `owner` names, for this field and this row.
An attribute opens when touched; an erased one is None. `.update()` and look-ups on sealed columns are refused.
"""

import json
import zlib
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from prasan.ground.vault.box import Erased, opened, sealed
from prasan.ground.vault.store import data_key, mint

_MISSING = object()


class _Opener(DeferredAttribute):
    """Opens a stored value when touched. Plain values that were assigned are kept as they are until saved."""

    field: "SealedField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname, _MISSING)
        if value is _MISSING:
            super().__get__(instance, cls)  # a deferred column: fetches it
            value = instance.__dict__[self.field.attname]
        if isinstance(value, bytes | memoryview):
            value = self.field.open_for(instance, bytes(value))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField[Any, Any]):
    """Base of sealed fields. `owner`: the attribute of the row that holds the id of the record whose data key seals it."""

    descriptor_class = _Opener

    def __init__(self, *args: Any, owner: str = "id", **kwargs: Any) -> None:
        self.owner = owner
        kwargs.setdefault("null", True)
        kwargs.setdefault("default", None)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "owner": self.owner}

    @property
    def label(self) -> str:
        """The fixed label in the associated data."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def dump(self, value: Any) -> bytes:
        """Plain value to bytes."""
        raise NotImplementedError

    def load(self, raw: bytes) -> Any:
        """Bytes to plain value."""
        raise NotImplementedError

    def open_for(self, instance: models.Model, value: bytes) -> Any:
        """The plain value of a stored one; None when its key is gone."""
        try:
            return self.load(opened(data_key(getattr(instance, self.owner)), value, self.label, instance.pk))
        except Erased:
            return None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, bytes | memoryview):
            return value
        owner: UUID = getattr(model_instance, self.owner)
        return Sealed(sealed(self._key(owner, add=add and owner == model_instance.pk), self.dump(value), self.label, model_instance.pk))

    def _key(self, owner: UUID, *, add: bool) -> bytes:
        try:
            return data_key(owner)
        except Erased:
            if add:
                return mint(owner)
            raise

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        if value is not None and not isinstance(value, bytes | memoryview):
            raise TypeError(f"{self.label} is sealed: save the row, do not update or filter")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.label} is sealed: no look-up")
        return super().get_lookup(lookup_name)


class Sealed(bytes):
    """A sealed value on its way to the database."""


class SealedText(SealedField):
    """Text."""

    def dump(self, value: Any) -> bytes:
        return str(value).encode()

    def load(self, raw: bytes) -> str:
        return raw.decode()


class SealedPacked(SealedText):
    """Long text, packed before it is sealed."""

    def dump(self, value: Any) -> bytes:
        return zlib.compress(str(value).encode(), 1)

    def load(self, raw: bytes) -> str:
        return zlib.decompress(raw).decode()


class SealedJSON(SealedField):
    """A JSON value."""

    def dump(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def load(self, raw: bytes) -> Any:
        return json.loads(raw)
