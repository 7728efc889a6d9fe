"""Cases: one shared case, exactly one accountable case manager, a team in which each sees only the own sections.

A case is opened from a report, may gather many reports, and each report keeps its reporter's protection. Notes, plan, files and a timeline
that tells who did what, never the story. Transfer moves the manager only when the receiver accepts.
"""
