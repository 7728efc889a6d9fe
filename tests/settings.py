"""Prasan's own settings, pointed at folders and a database of this very process (each xdist worker is one).

The environment is changed, not only the settings, so that servers and commands which tests start see the same.
DATABASE_URL and DATABASE_OWNER_URL, when `tests/run.py` sets them, say which PostgreSQL server; the database's name is ours.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from tests.harness import keys

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".test" / "work" / str(os.getpid())

for _name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
    if os.environ.get(_name):
        os.environ[_name] = urlsplit(os.environ[_name])._replace(path=f"/prasan_test_{os.getpid()}").geturl()
(WORK / "data" / "static").mkdir(parents=True, exist_ok=True)
os.environ["PRASAN_DATA"] = str(WORK / "data")
os.environ["PRASAN_KEYS"] = str(WORK / "keys" / "prasan.keys")
os.environ["PRASAN_HOSTS"] = ""

# One key file for all processes, because they share the template of the database; each has a copy, to rotate as it likes.
keys.lay(ROOT / ".test" / "keys", Path(os.environ["PRASAN_KEYS"]))

from prasan.settings import *  # noqa: E402, F403

# Templates name static files freely in tests; the hashed names need `collectstatic`, which a served site runs.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

from prasan.ground.screens import catalogs  # noqa: E402

catalogs.compile_all()
