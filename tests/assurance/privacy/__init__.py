"""Retention, what a person is given, erasure: compared with what was decided about them, not with the code that does it."""
