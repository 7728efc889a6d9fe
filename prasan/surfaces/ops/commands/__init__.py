"""The commands of `prasan`, one a file: `HELP` (one line), `arguments(parser)`, `run(arguments)` returning the exit status.

Raise `django.core.management.base.CommandError` to refuse: its text is printed plainly and the status is 2.
"""
