"""In the place: the id of a report at another province's desk. Prints it."""

import json
import sys

import django

django.setup()

from prasan.casework.intake.models import Report  # noqa: E402
from prasan.ground.policy import system  # noqa: E402
from prasan.ground.transactions import reading  # noqa: E402

if __name__ == "__main__":
    with reading(system("test")):
        json.dump(str(Report.objects.filter(area_code="45").values_list("pk", flat=True)[0]), sys.stdout)
