"""Counselling: somebody of a family centre listened and advised. Few facts, no name needed, the story sealed and the author's alone.

A talk may become a report: one page, the ground for it stated, through intake's own door. The centre never learns of a case; it has the answer
word for what it sent itself. How a centre passes something on (`rules.BASES`, `actions.passing`) serves the later chapters too.
"""
