"""Make a place ready: tables, the small network and its people, and a desk's key for programs. Prints what the senders need."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402

from prasan.registry.access.actions import make_token  # noqa: E402
from prasan.registry.access.rules import SCOPES  # noqa: E402
from prasan.surfaces.ops import schema, statics  # noqa: E402
from tests.cast import Cast, lay_network  # noqa: E402


def main() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the cast's password is nobody's
    schema.upgrade()
    statics.collect()
    lay_network()
    cast = Cast()
    token = make_token(cast.intake.actor, name="ทดสอบ", scopes=tuple(SCOPES), days=90)
    json.dump({"token": token, "desk": str(cast.intake.organisation)}, sys.stdout)


if __name__ == "__main__":
    main()
