"""The WSGI application, for granian (`prasan serve`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prasan.settings")
application = get_wsgi_application()
