"""In the place: a password of the real kind for somebody of the cast, and the id of a report at another province's desk, which it prints."""

import json
import sys

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402

from prasan.casework.intake.models import Report  # noqa: E402
from prasan.ground.policy import system  # noqa: E402
from prasan.ground.transactions import reading, writing  # noqa: E402
from prasan.registry.access.models import User  # noqa: E402

if __name__ == "__main__":
    with writing(system("test")):  # the cast's are of a kind that the site does not know
        User.objects.filter(username="t.manager").update(password=make_password("รหัสจริงของคนหนึ่ง"))
    with reading(system("test")):
        json.dump(str(Report.objects.filter(area_code="45").values_list("pk", flat=True)[0]), sys.stdout)
