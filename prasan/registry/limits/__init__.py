"""Limits: all time limits, of law and of the house, as dated rows; and the ones that run now.

A rule says its law, section and source, how sure we are of it and whether a lawyer has checked it. A running limit keeps the version
of the rule under which it started. The earliest reading is shown, nothing rolls to the next working day, and the system reminds: it
never decides that a right has lapsed.
"""
