"""The WSGI application, for granian (`prasan serve`)."""

import os
import threading

from django.core.wsgi import get_wsgi_application


def keep_by_thread() -> None:
    """Let Django keep its connections and the reader's language in the thread. Before the first connection.

    A request has a thread of its own here, never a task among others: asgiref's `Local`, made for both, costs thirty times as much at each of a
    hundred looks a page.
    """
    from django.core.cache import caches
    from django.db import connections
    from django.urls import base
    from django.utils.translation import trans_real

    for holder, name in ((connections, "_connections"), (caches, "_connections"), (trans_real, "_active"), (base, "_prefixes"), (base, "_urlconfs")):
        setattr(holder, name, threading.local())


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prasan.settings")
application = get_wsgi_application()
keep_by_thread()
